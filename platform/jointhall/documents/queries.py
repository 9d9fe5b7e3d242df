"""Papers and letters, found for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _

from .models import Document, Letter, Owner


async def document_of(session: AsyncSession, id: UUID) -> Document:
    """The paper of this id; raises NotHere."""
    found = await session.scalar(
        select(Document).where(Document.tenant_id == tenant_of(session), Document.id == id)
    )
    if found is None:
        raise NotHere(_("没有这份材料。"))
    return found


async def documents_by_id(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Document]:
    """Those of these papers that are here, by id."""
    wanted = list(ids)
    if not wanted:
        return {}
    found = await session.scalars(
        select(Document).where(Document.tenant_id == tenant_of(session), Document.id.in_(wanted))
    )
    return {document.id: document for document in found}


async def documents_of(
    session: AsyncSession, owner_kind: Owner, owner_id: UUID
) -> Sequence[Document]:
    """The papers of a case, draft or letter, in the order they came."""
    found = await session.scalars(
        select(Document)
        .where(
            Document.tenant_id == tenant_of(session),
            Document.owner_kind == owner_kind,
            Document.owner_id == owner_id,
        )
        .order_by(Document.created_at, Document.id)
    )
    return found.all()


async def letter_of(session: AsyncSession, id: UUID) -> Letter:
    """The letter of this id; raises NotHere."""
    found = await session.scalar(
        select(Letter).where(Letter.tenant_id == tenant_of(session), Letter.id == id)
    )
    if found is None:
        raise NotHere(_("没有这份文书。"))
    return found


async def letters_of_case(session: AsyncSession, case_id: UUID) -> Sequence[Letter]:
    """The letters of a case, first issued first."""
    found = await session.scalars(
        select(Letter)
        .where(Letter.tenant_id == tenant_of(session), Letter.case_id == case_id)
        .order_by(Letter.issued_at, Letter.id)
    )
    return found.all()


async def letter_coded(session: AsyncSession, verify_code: str) -> Letter | None:
    """The letter whose code was scanned."""
    found: Letter | None = await session.scalar(
        select(Letter).where(
            Letter.tenant_id == tenant_of(session), Letter.verify_code == verify_code
        )
    )
    return found


async def letter_printed(session: AsyncSession, sha256: str) -> Letter | None:
    """The letter whose sealed PDF has this checksum."""
    found: Letter | None = await session.scalar(
        select(Letter).where(Letter.tenant_id == tenant_of(session), Letter.sha256 == sha256)
    )
    return found

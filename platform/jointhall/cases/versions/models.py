"""What was sent before a correction took its place (补正前的版本): only added, never changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from jointhall.kernel.db import Base, OfTenant

from ..models import Case


class Version(OfTenant, Base):
    """The answers of a case as they were sent once, and what was then asked to be mended.

    `sha256` is of the answers as they lay open, so that both can be held against each other.
    """

    __tablename__ = "case_versions"

    case_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    seq: Mapped[int]
    edition: Mapped[str]
    answers_sealed: Mapped[bytes]
    sha256: Mapped[str]
    sent_at: Mapped[datetime]
    replaced_at: Mapped[datetime]
    asked: Mapped[str]


async def versions_of(session: AsyncSession, case: Case) -> list[Version]:
    """What a case said before, the first sent first; empty when it was never mended."""
    found = await session.scalars(
        select(Version)
        .where(Version.tenant_id == case.tenant_id, Version.case_id == case.id)
        .order_by(Version.seq)
    )
    return list(found)


async def how_many(session: AsyncSession, case: Case) -> int:
    """How many versions were replaced."""
    counted: int | None = await session.scalar(
        select(func.count())
        .select_from(Version)
        .where(Version.tenant_id == case.tenant_id, Version.case_id == case.id)
    )
    return counted or 0

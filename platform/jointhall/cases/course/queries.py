"""Extensions and special procedures of a case."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of

from .models import Extension, Procedure


async def extensions_of(session: AsyncSession, case_id: UUID) -> Sequence[Extension]:
    """Every extension that was asked for, in order."""
    found = await session.scalars(
        select(Extension)
        .where(Extension.tenant_id == tenant_of(session), Extension.case_id == case_id)
        .order_by(Extension.asked_at, Extension.id)
    )
    return found.all()


async def procedures_of(session: AsyncSession, case_id: UUID) -> Sequence[Procedure]:
    """Every special procedure of a case, in order."""
    found = await session.scalars(
        select(Procedure)
        .where(Procedure.tenant_id == tenant_of(session), Procedure.case_id == case_id)
        .order_by(Procedure.started_at, Procedure.id)
    )
    return found.all()


async def open_extension(session: AsyncSession, case_id: UUID) -> Extension | None:
    """The extension that waits for the head's answer; the caller holds the case."""
    found: Extension | None = await session.scalar(
        select(Extension)
        .where(
            Extension.tenant_id == tenant_of(session),
            Extension.case_id == case_id,
            Extension.status == "open",
        )
        .execution_options(populate_existing=True)
    )
    return found


async def open_procedure(session: AsyncSession, case_id: UUID) -> Procedure | None:
    """The special procedure that is under way; the caller holds the case."""
    found: Procedure | None = await session.scalar(
        select(Procedure)
        .where(
            Procedure.tenant_id == tenant_of(session),
            Procedure.case_id == case_id,
            Procedure.status == "open",
        )
        .execution_options(populate_existing=True)
    )
    return found

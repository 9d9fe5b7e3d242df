"""What the window began to take in and has not sent (草稿): as many as its own page shows."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of

from ..elsewhere.records import Intake


async def how_many_drafts(session: AsyncSession) -> int:
    counted = await session.scalar(
        select(func.count())
        .select_from(Intake)
        .where(Intake.tenant_id == tenant_of(session), Intake.status == "draft")
    )
    return counted or 0

"""What the window began to take in and has not sent (草稿): as many as its own page shows."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.plain import run


async def how_many_drafts(session: AsyncSession) -> int:
    (row,) = await run(session, _DRAFTS, tenant_of(session))
    counted: int = row[0]
    return counted


_DRAFTS = "select count(*) from intakes where tenant_id = $1 and status = 'draft'"

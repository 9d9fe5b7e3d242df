"""What was filed under a version of an item (按这一版申请的), told to whoever would undo it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.service_items.adoption.taking import when_undoing

from .models import Case


async def filed_since(session: AsyncSession, codes: Sequence[str], since: datetime) -> int:
    """How many cases of these items were filed here from then on."""
    found = await session.scalar(
        select(func.count()).where(
            Case.tenant_id == tenant_of(session), Case.item_code.in_(codes), Case.filed_at >= since
        )
    )
    return int(found or 0)


when_undoing("cases", filed_since)

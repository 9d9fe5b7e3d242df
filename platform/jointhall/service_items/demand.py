"""What is asked for most (办得最多): counted elsewhere, kept here, shown first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.plain import run


async def keep_demand(session: AsyncSession, times: Mapping[str, int], *, at: datetime) -> None:
    """How often each item was applied for here within a year; others were not at all."""
    tenant_id = tenant_of(session)
    codes = [code for code, count in times.items() if count > 0]
    counts = [times[code] for code in codes]
    await run(session, _FORGET, tenant_id, codes)
    await run(session, _KEEP, tenant_id, codes, counts, at)


_FORGET = "delete from item_demand where tenant_id = $1 and code <> all($2::text[])"
_KEEP = """
    insert into item_demand (tenant_id, code, times, counted_at)
    select $1, code, times, $4 from unnest($2::text[], $3::int[]) as counted (code, times)
    on conflict (tenant_id, code)
    do update set times = excluded.times, counted_at = excluded.counted_at
    """

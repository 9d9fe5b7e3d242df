"""Drafts that were sent are kept a day, so that a late second tap still finds its case."""

from __future__ import annotations

from sqlalchemy import text

from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools

from .counters import directory_of

DAY = 86_400

_FORGET = text(
    "delete from drafts where tenant_id = :tenant_id and sent_at < now() - interval '1 day'"
)


@each("cases.drafts", seconds=DAY)
async def forget_sent_drafts(tools: Tools) -> None:
    """What is in the case need not lie in the draft as well (个人信息保护法 art 47)."""
    for place in await directory_of(tools).everyone():
        async with tools.database.transaction(place.standing()) as session:
            await session.execute(_FORGET, {"tenant_id": place.tenant_id})

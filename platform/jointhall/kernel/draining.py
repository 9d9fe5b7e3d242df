"""Doing a county's waiting jobs here and now: for the seed and for tests."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from .jobs import QUEUES, perform
from .tools import Tools
from .who import RELAY, Standing

_WAITING = text(
    """
    select tenant_id, id from outbox
    where county_id = :county_id and queue = any(:queues)
      and done_at is null and given_up_at is null
      and not_before <= now()
    order by not_before, id limit 200
    """
)
_COUNT_ATTEMPT = text(
    "update outbox set attempts = attempts + 1, handed_at = now() "
    "where tenant_id = :tenant_id and id = :id"
)


ALL = frozenset(QUEUES)


async def drain(tools: Tools, county_id: UUID, *, queues: frozenset[str] = ALL) -> int:
    """Does what waits in this county, and what that leaves, until nothing waits; how many jobs.

    A job that fails raises here: nobody would see it later.
    """
    done = 0
    while True:
        async with tools.database.transaction(RELAY) as session:
            asked = {"county_id": county_id, "queues": sorted(queues)}
            rows = (await session.execute(_WAITING, asked)).all()
            for row in rows:
                await session.execute(_COUNT_ATTEMPT, {"tenant_id": row.tenant_id, "id": row.id})
        if not rows:
            return done
        for row in rows:
            done += await perform(tools, Standing(row.tenant_id, county_id), row.id)

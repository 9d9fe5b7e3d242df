"""Doing what was left for later, in this test's own tenants and in the order it was left."""

from __future__ import annotations

from sqlalchemy import text

from jointhall.kernel.jobs import perform
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place

_WAITING = text(
    """
    select id from outbox
    where tenant_id = :tenant_id and done_at is null and given_up_at is null
      and not_before <= now()
    order by created_at, id
    """
)


async def work_off(tools: Tools, *places: Place) -> int:
    """Performs every waiting job of these places, and those they cause; how many that were."""
    done = 0
    while True:
        before = done
        for place in places:
            async with tools.database.transaction(place.standing(), read_only=True) as session:
                waiting = list(await session.scalars(_WAITING, {"tenant_id": place.tenant_id}))
            for id in waiting:
                done += await perform(tools, place.standing(), id)
        if done == before:
            return done

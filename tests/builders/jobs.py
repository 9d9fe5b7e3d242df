"""Doing what was left for later, in this test's own tenants and in the order it was left."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from jointhall.kernel.ids import new_id
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


async def a_given_up_job(tools: Tools, place: Place, job: str = "exchange.deliver") -> UUID:
    """A job of this place that was tried twelve times in vain; its id."""
    id = new_id()
    async with tools.database.transaction(place.standing()) as session:
        await session.execute(
            text(
                "insert into outbox (tenant_id, county_id, id, job, queue, args, attempts,"
                " given_up_at, last_error, tried) values (:tenant_id, :county_id, :id, :job,"
                " 'attic', '{\"peer_id\": \"00000000-0000-0000-0000-000000000001\"}', 12, now(),"
                " 'ConnectionError: nobody answers', jsonb_build_array(jsonb_build_object("
                " 'at', '2026-11-16T01:30:00+00:00', 'why', 'OSError: No space left')))"
            ),
            {"tenant_id": place.tenant_id, "county_id": place.county_id, "id": id, "job": job},
        )
    return id

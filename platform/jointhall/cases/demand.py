"""Counting what people apply for (办得最多的), so that the doors show it first."""

from __future__ import annotations

from collections import Counter, defaultdict
from uuid import UUID

from jointhall.kernel.plain import run
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.service_items.demand import keep_demand

from .counters import directory_of

DAY = 86_400

_FILED = """
    select item_code, count(*)::int as times from cases
    where tenant_id = $1 and filed_at > now() - interval '365 days' group by item_code
    """


@each("cases.demand", seconds=DAY)
async def count_demand(tools: Tools) -> None:
    """Every township's cases of a year by item, and the county's as the sum of them."""
    of_counties: dict[UUID, Counter[str]] = defaultdict(Counter)
    places = await directory_of(tools).everyone()
    for place in (place for place in places if not place.is_county):
        async with tools.database.transaction(place.standing()) as session:
            rows = await run(session, _FILED, place.tenant_id)
            times = {row["item_code"]: row["times"] for row in rows}
            await keep_demand(session, times, at=tools.clock.now())
        of_counties[place.county_id].update(times)
    for county in (place for place in places if place.is_county):
        async with tools.database.transaction(county.standing()) as session:
            await keep_demand(session, of_counties[county.tenant_id], at=tools.clock.now())

"""The counter (受理窗口) a form is filled in at: which township, which day, which neighbours."""

from __future__ import annotations

from uuid import UUID

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from jointhall.service_items import counter as counters
from jointhall.tenancy.directory import TenantDirectory
from jointhall.tenancy.successors import place_even_closed
from jointhall.web.place import Place


def directory_of(tools: Tools) -> TenantDirectory:
    directory = tools.outside["directory"]
    assert isinstance(directory, TenantDirectory)
    return directory


async def place_of(tools: Tools, tenant_id: UUID) -> Place:
    """A tenant with cases, also when it is closed and stands on no door any more."""
    place = await directory_of(tools).by_id(tenant_id)
    if place is None:
        place = await place_even_closed(tools.database, tenant_id)
    assert place is not None, "a tenant that has cases was there once"
    return place


async def counter_at(tools: Tools, place: Place) -> counters.Counter:
    """Today's counter of a township, with every township of its county to choose from."""
    townships = await directory_of(tools).townships_of(place.county_id)
    return counters.Counter(
        here=counters.Place(place.division_code, place.name),
        today=on_which_day(tools.clock.now()),
        townships=tuple(counters.Place(t.division_code, t.name) for t in townships),
    )

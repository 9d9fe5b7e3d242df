"""Who answers in a tenant's place (接替): itself while open, its successor, else the county."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from jointhall.kernel.jobs import Work
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.tenancy.queries import tenant_here
from jointhall.tenancy.starter import starter
from jointhall.tenancy.successors import division_of_old, successor_of
from jointhall.web.place import Place

from ..counters import directory_of, place_of

OPEN = ("trial", "live")


def is_open(place: Place) -> bool:
    """Whether its officers still answer: neither suspended nor closed."""
    return place.is_county or place.status in OPEN


async def closed_here(work: Work) -> Place | None:
    """The township a job stands in, if nobody answers there any more; None while it is open.

    Read anew: the directory of this process may still know it as it was a second ago.
    """
    assert work.standing.tenant_id is not None
    tenant = await tenant_here(work.session, work.standing.tenant_id)
    place = replace(await place_of(work.tools, tenant.tenant_id), status=tenant.status)
    return None if is_open(place) else place


async def standing_for(tools: Tools, tenant_id: UUID, county_id: UUID) -> Place:
    """The tenant that answers for this one now: itself, as long as it is open."""
    place = await directory_of(tools).by_id(tenant_id)
    if place is not None and is_open(place):
        return place
    return await heir_of(tools, tenant_id, county_id)


async def heir_of(tools: Tools, tenant_id: UUID, county_id: UUID) -> Place:
    """Who answers when this tenant does not: whom it was merged into, or the county."""
    directory = directory_of(tools)
    heir = await successor_of(tools.database, tenant_id)
    if heir is not None:
        found = await directory.by_id(heir)
        if found is not None and is_open(found):
            return found
    county = await directory.by_id(county_id)
    assert county is not None, "a township has a county"
    return county


async def answers_for_division(tools: Tools, county_id: UUID, division: str) -> Place:
    """Who answers for a township by its code; one that never joined is stood in for by the county.

    So nobody is silently left out, whatever became of the township since the form was filled in.
    """
    for township in await directory_of(tools).townships_of(county_id):
        if township.division_code == division:
            return await standing_for(tools, township.tenant_id, county_id)
    old = await division_of_old(tools.database, county_id, division)
    return await heir_of(tools, old or county_id, county_id)


async def must_take_in(tools: Tools, place: Place) -> None:
    """Raises Refusal where nothing is taken in any more, and says where to go instead."""
    if is_open(place):
        return
    heir = await heir_of(tools, place.tenant_id, place.county_id)
    raise Refusal(
        _("%(here)s已经停办，不再收件。", here=place.name),
        what_next=_("请到%(who)s办，电话%(phone)s。办过的在这里照样能查。",
                    who=heir.name, phone=heir.phone),
    )  # fmt: skip


def office_there(to: Place, office: str) -> str:
    """The office of a tenant that does what this one does elsewhere (ziran → xian_ziran)."""
    codes = {one.code for one in starter("county" if to.is_county else "township").offices}
    bare = office.removeprefix("xian_")
    return next((code for code in (office, f"xian_{bare}", bare) if code in codes), office)

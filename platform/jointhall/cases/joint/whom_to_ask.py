"""Whom a question may be sent to (问谁): who answers in the county, with its offices."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from jointhall.kernel.tools import Tools
from jointhall.tenancy.starter import starter
from jointhall.web.place import Place

from ..counters import directory_of
from .successors import is_open


@dataclass(frozen=True, slots=True)
class Addressee:
    """A tenant and one of its offices, as a choice in a list; `value` is `<tenant>/<office>`."""

    value: str
    name: str
    group: str


async def addressees(
    tools: Tools, place: Place, *, without: UUID | None = None, with_us: bool = False
) -> list[Addressee]:
    """The county's bureaus first, then the offices of each township, by name."""
    directory = directory_of(tools)
    county = await directory.by_id(place.county_id)
    places = [one for one in (county,) if one is not None]
    places += await directory.townships_of(place.county_id)
    return [
        Addressee(f"{one.tenant_id}/{office.code}", f"{one.name} {office.name}", one.name)
        for one in places
        if is_open(one)
        and one.tenant_id != without
        and (with_us or one.tenant_id != place.tenant_id)
        for office in starter("county" if one.is_county else "township").offices
        if office.kind not in ("village",)
    ]


async def chosen(tools: Tools, place: Place, value: str) -> tuple[Place | None, str]:
    """The tenant and office a choice stands for; None when it is no choice of ours."""
    tenant, _slash, office = value.partition("/")
    try:
        found = await directory_of(tools).by_id(UUID(tenant))
    except ValueError:
        return None, ""
    if found is None or found.county_id != place.county_id or not is_open(found):
        return None, ""
    codes = {one.code for one in starter("county" if found.is_county else "township").offices}
    return (found, office) if office in codes else (None, "")

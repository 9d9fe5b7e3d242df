"""Checking the exchange of a whole deployment, county by county, both sides beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.records.anchors import LOOKED_BACK, Anchored, anchors_kept
from jointhall.web.place import Place

from .verifying import Copies, Flaw, copies_of, flaws_alone, flaws_between

WhenRead = Callable[[Place], None]
FlawPlace = tuple[UUID, UUID, str, int]


@dataclass(slots=True)
class Checked:
    """What was looked at and what does not hold; `names` says whose ids they are."""

    tenants: int = 0
    envelopes: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    outside: Anchored = field(default_factory=Anchored)
    names: dict[UUID, str] = field(default_factory=dict)

    def words_of(self, flaw: Flaw) -> str:
        """A flaw as one line: whose copy, to or from whom, which envelope, what is wrong."""
        whose, peer = (self._name(id) for id in (flaw.tenant_id, flaw.peer_id))
        told = {"whose": whose, "peer": peer, "words": flaw.words}
        if flaw.direction == "out":
            return _("%(whose)s留的、发往%(peer)s：%(words)s", **told)
        return _("%(whose)s留的、收自%(peer)s：%(words)s", **told)

    def _name(self, id: UUID) -> str:
        return self.names.get(id, str(id))


async def check_exchange(
    tools: Tools,
    places: Sequence[Place],
    *,
    only: Place | None = None,
    when_read: WhenRead = lambda _place: None,
) -> Checked:
    """Every flaw in the envelopes of these tenants; with `only`, those this tenant has part in.

    Envelopes cross inside a county only, so no more than one county is held in memory.
    """
    # Read before the chains: what is kept after that may lead further than what was read.
    kept = await anchors_kept(tools, back_to=tools.clock.now() - LOOKED_BACK)
    checked = Checked(names={place.tenant_id: place.name for place in places}, outside=kept)
    wanted = [p for p in places if only is None or p.county_id == only.county_id]
    for county_id in dict.fromkeys(place.county_id for place in wanted):
        county = [place for place in wanted if place.county_id == county_id]
        found, read = await _flaws(tools, county, kept, when_read)
        checked.tenants += len(county)
        checked.envelopes += read
        if found:
            # An envelope may have been under way while one side was read and not yet the other.
            # What does not hold at a second look either is a flaw.
            again, _read = await _flaws(tools, county, kept, lambda _place: None)
            before = {_place_of(flaw) for flaw in found}
            found = [flaw for flaw in again if _place_of(flaw) in before]
        checked.flaws += [flaw for flaw in found if _concerns(flaw, only)]
    return checked


async def _flaws(
    tools: Tools, county: Iterable[Place], kept: Anchored, when_read: WhenRead
) -> tuple[list[Flaw], int]:
    sides: list[Copies] = []
    found: list[Flaw] = []
    for place in county:
        async with tools.database.transaction(place.standing(), read_only=True) as session:
            side = await copies_of(session, place.tenant_id)
        found += flaws_alone(side, tools.secrets, kept)
        sides.append(side)
        when_read(place)
    found += flaws_between(sides)
    found.sort(key=lambda flaw: (str(flaw.tenant_id), str(flaw.peer_id), flaw.direction, flaw.seq))
    return found, sum(len(side.envelopes) for side in sides)


def _place_of(flaw: Flaw) -> FlawPlace:
    return flaw.tenant_id, flaw.peer_id, flaw.direction, flaw.seq


def _concerns(flaw: Flaw, only: Place | None) -> bool:
    return only is None or only.tenant_id in (flaw.tenant_id, flaw.peer_id)

"""Visits as a page shows them (到场记录): whole to those who may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Document
from jointhall.kernel.clock.now import on_which_day
from jointhall.web.visit import Visit as TheVisit

from ..models import Case
from ..progress import Seen
from ..sight import Scope
from ..standing_in import Desk
from ..visiting import photos_of
from ..visits import Told, Visit, visits_of

WITH_PLACE = "geolocation=(self), microphone=(), payment=()"
"""A page that records a visit may ask the phone where it is, when its owner presses for it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A visit as a page shows it; what was found only to those who may read it."""

    visit: Visit
    told: Told
    photos: Sequence[Document]
    who: str
    base: str
    is_whole: bool = True

    def typed(self, typed: Mapping[str, str], today: str) -> Mapping[str, str]:
        """What the fields hold: what was typed last, or what is kept, or today."""
        if "who" in typed:
            return typed
        place = self.told.place or ("", "")
        return {
            "who": "、".join(self.told.who),
            "went_on": self.visit.went_on.isoformat() if self.visit.went_on else today,
            "found": self.told.words,
            "lat": str(place[0]),
            "lng": str(place[1]),
        }


async def visits_shown(
    session: AsyncSession, visit: TheVisit, desk: Desk, scope: Scope, case: Case, seen: Seen
) -> list[Shown]:
    """Every visit of a case; an office asked something else learns only that it was made."""
    shown = []
    base = visit.at(f"/workbench/cases/{case.number}/visits")
    for going, task in await visits_of(session, case):
        is_own = task.peer_id is None
        is_whole = may_read(desk, scope, task.office, is_own=is_own)
        who = seen.office(task.office) if is_own else task.party_name
        told = going.told(visit.tools.secrets)
        photos = await photos_of(session, going) if is_whole else ()
        told = told if is_whole else Told(told.who, "")
        shown.append(Shown(going, told, photos, who, f"{base}/{going.id}/photos", is_whole))
    return shown


async def visit_shown(
    session: AsyncSession, visit: TheVisit, going: Visit | None, who: str, base: str
) -> Shown | None:
    """One visit, to those who make it."""
    if going is None:
        return None
    told = going.told(visit.tools.secrets)
    return Shown(going, told, await photos_of(session, going), who, base)


def may_read(desk: Desk, scope: Scope, office: str, *, is_own: bool) -> bool:
    """Whether a desk reads what was found: whoever went, and whoever sees the case whole."""
    return scope.answers is None or (is_own and desk.answers_for(office))


def asking_where(template: Template, going: Shown | None) -> Template:
    """The page, let to ask for the phone's place when there is a visit to record on it."""
    if going is not None:
        template.headers["permissions-policy"] = WITH_PLACE
    return template


def today_of(visit: TheVisit) -> str:
    return on_which_day(visit.now()).isoformat()

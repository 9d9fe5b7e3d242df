"""What signers leave behind in a township that must not be seen from another: absences, copies."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jointhall.cases.queries import hold_case
from jointhall.cases.signers.copying import copy_to
from jointhall.cases.signers.hands import Hand
from jointhall.kernel.clock import today
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.offices.absences import Told, go_away
from jointhall.people.queries import officer_by_id
from jointhall.web.place import Place
from tests.builders.people import SignedInOfficer


async def signers_of(
    tools: Tools,
    place: Place,
    case_id: UUID,
    officer: SignedInOfficer,
    *,
    away: SignedInOfficer | None,
    mark: str,
) -> None:
    """Somebody will be away, and a case was put before the officer."""
    assert away is not None
    by = Actor("officer", officer.id, officer.name, f"站所{mark}")
    first = today() + timedelta(days=30)
    async with tools.database.transaction(place.standing()) as session:
        who = await officer_by_id(session, away.id)
        assert who is not None
        await go_away(
            session, who, Told(None, first, first), by=by, now=tools.clock.now(), today=today()
        )
        case = await hold_case(session, case_id)
        hand = Hand("", f"站所{mark}", officer.id, officer.name)
        await copy_to(session, tools, case, [hand], by=by, words=f"请看{mark}")

"""While a clock stands still nobody is late: a hearing, a correction, the other's questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select

from jointhall.cases.acceptance import ask_correction
from jointhall.cases.queries import case_numbered
from jointhall.cases.supervision.lateness import Accounts, Period, accounts_of, late_in
from jointhall.cases.supervision.models import WatchedClock
from jointhall.cases.supervision.watching import look
from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.cases import COUNTER_CLERK, a_submitted_case
from tests.builders.coursed import a_coursed_scene, concluded, days_go_by, seen, started, under_way
from tests.builders.crossing import a_scene
from tests.builders.halls import Hall
from tests.builders.joint import asked, asks_back, case_of
from tests.cases.supervision.test_every_kind import later


async def accounts(tools: Tools, place: Place) -> Accounts:
    """Who was late here this year, as the page has it."""
    now = tools.clock.now()
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        calendar = await calendar_here(session)
        found = await late_in(session, year, now=now, tenant_id=place.tenant_id)
        return accounts_of(found, calendar, year, now=now)


async def test_a_hearing_in_a_case_that_is_late_already(tools: Tools, tmp_path: Path) -> None:
    scene = await a_coursed_scene(tools, tmp_path)
    number = await under_way(scene)
    case, _progress = await seen(scene, number)
    assert case.due_on == date(2026, 12, 7)
    await days_go_by(scene, 23)
    await look(scene.tools, scene.here)
    assert (await accounts(scene.tools, scene.here)).whole_days == 2, "the 8th and the 9th"
    await started(scene, number)
    await days_go_by(scene, 5)
    await look(scene.tools, scene.here)
    assert (await accounts(scene.tools, scene.here)).whole_days == 2, "it stands still"
    await concluded(scene, number)
    await days_go_by(scene, 2)
    assert (await accounts(scene.tools, scene.here)).whole_days == 4, "and the 15th and the 16th"


async def test_what_the_applicant_takes_to_mend_it_is_nobodys_lateness(hall: Hall) -> None:
    case = await a_submitted_case(hall.tools, hall.here)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        await ask_correction(
            session, hall.tools, hall.here, held, what="差身份证", by=COUNTER_CLERK
        )
    late = later(hall.tools, 40)
    await look(late, hall.here)
    told = await accounts(late, hall.here)
    assert (told.times, told.whole_times) == (0, 0)


async def test_what_they_wait_to_hear_from_us_is_ours_and_not_theirs(
    tools: Tools, tmp_path: Path
) -> None:
    scene = await a_scene(tools, tmp_path)
    number = await asked(scene)
    await asks_back(scene, scene.there)
    late = later(scene.tools, 21)
    for place in (scene.here, scene.there):
        await look(late, place)
    assert (await accounts(late, scene.there)).times == 0, "their days stand still"
    ours = await accounts(late, scene.here)
    assert scene.there.name not in [one.name for one in ours.peers]
    async with case_of(scene, number) as (session, case):
        reply = await session.scalar(select(WatchedClock).where(WatchedClock.key == "reply"))
        assert reply is not None
        assert reply.office == case.office, "ours is the reply that did not go out"
    assert ours.days > 0

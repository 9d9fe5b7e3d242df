"""A correction over Spring Festival, asked once and whole, and what silence makes of it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jointhall.cases.acceptance import ask_correction
from jointhall.cases.answers import answers_of
from jointhall.cases.correction import asked_for, reopen, send_again
from jointhall.cases.counters import counter_at
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case
from jointhall.cases.silence import accept_by_silence
from jointhall.deadlines.queries import deadlines_of
from jointhall.documents.queries import letters_of_case
from jointhall.kernel.clock import BEIJING, FixedClock
from jointhall.kernel.jobs import later
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.form import Form
from jointhall.service_items.queries import edition_of
from tests.builders.cases import a_submitted_case
from tests.builders.halls import Hall, a_hall

CLERK = Actor("officer", None, "谭建辉", "便民服务中心")
FILED = datetime(2026, 2, 10, 15, 0, tzinfo=BEIJING)
ASKED = datetime(2026, 2, 12, 10, 0, tzinfo=BEIJING)
MENDED = datetime(2026, 2, 13, 20, 0, tzinfo=BEIJING)
"""The Friday before the festival; Saturday the 14th is worked, then all rest until the 23rd."""


@pytest.fixture
async def hall(tools: Tools, clock: FixedClock) -> Hall:
    made = await a_hall(tools)
    clock.at = FILED
    return made


async def a_mended_case(hall: Hall, clock: FixedClock) -> Case:
    case = await a_submitted_case(hall.tools, hall.here)
    clock.at = ASKED
    await asked(hall, case, "请补开户行的名字。")
    clock.at = MENDED
    by = Actor("resident", case.resident_id, "申请人")
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await hold_case(session, case.id)
        draft = await reopen(session, hall.tools, held)
        sheet = await edition_of(session, held.item_code, held.edition)
        form = Form(sheet, await counter_at(hall.tools, hall.here))
        await send_again(session, hall.tools, form, held, draft, by=by)
        return held


async def asked(hall: Hall, case: Case, what: str) -> None:
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await hold_case(session, case.id)
        await ask_correction(session, hall.tools, hall.here, held, what=what, by=CLERK)


async def test_the_days_of_the_festival_are_not_the_offices(hall: Hall, clock: FixedClock) -> None:
    case = await a_mended_case(hall, clock)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await hold_case(session, case.id)
        (limit,) = [one for one in await deadlines_of(session, "case", case.id) if one.is_open]
        assert await asked_for(session, held) == "请补开户行的名字。"
        assert answers_of(hall.tools.secrets, held)
    # The 14th is worked; then the 24th to the 27th.
    assert (limit.key, limit.start_at, limit.due_on) == ("acceptance", MENDED, date(2026, 2, 27))


async def test_silence_after_it_accepts_from_the_day_the_mended_papers_came(
    hall: Hall, clock: FixedClock
) -> None:
    case = await a_mended_case(hall, clock)
    for at, status in (
        (datetime(2026, 2, 27, 17, 0, tzinfo=BEIJING), "submitted"),
        (datetime(2026, 2, 28, 8, 0, tzinfo=BEIJING), "under_review"),
    ):
        clock.at = at
        async with hall.tools.database.transaction(hall.here.standing()) as session:
            await later(session, accept_by_silence, case_id=str(case.id))
        await hall.work_off()
        async with hall.tools.database.transaction(hall.here.standing()) as session:
            held = await hold_case(session, case.id)
            letters = [one.kind for one in await letters_of_case(session, case.id)]
        assert held.status == status
    assert held.accepted_at == MENDED
    assert letters == ["receipt", "correction", "acceptance"]


async def test_a_second_list_is_refused(hall: Hall, clock: FixedClock) -> None:
    case = await a_mended_case(hall, clock)
    with pytest.raises(Refusal, match="法律只许一次说全"):
        await asked(hall, case, "还要补一张照片。")

"""The day of receipt: by how it came; the five days, the clock shown and silence follow it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, history_of, hold_case
from jointhall.cases.receiving import keep_receipt
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from tests.builders.cases import COUNTER_CLERK, a_submitted_case
from tests.builders.halls import Hall, a_hall
from tests.builders.web import send


@pytest.fixture
async def hall(tools: Tools) -> Hall:
    return await a_hall(tools)


async def by_post(hall: Hall) -> Case:
    """A case that lies at the window, brought in by somebody."""
    case = await a_submitted_case(hall.tools, hall.here)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        (await hold_case(session, case.id)).channel = "window"
    return case


async def keep(hall: Hall, case: Case, how: str, day: date | None) -> None:
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await hold_case(session, case.id)
        await keep_receipt(session, hall.tools, held, how=how, day=day, by=COUNTER_CLERK)


@pytest.mark.parametrize(
    ("how", "day", "accept_by"),
    [
        # Monday 16 November is today. In person, the day it was handed over, Friday before.
        ("in_person", date(2026, 11, 13), "11月20日（周五）"),
        # Signed for on the Thursday before.
        ("registered", date(2026, 11, 12), "11月19日（周四）"),
        # Agreed with the applicant today: the count begins tomorrow.
        ("ordinary", date(2026, 11, 16), "11月23日（周一）"),
    ],
)
async def test_the_five_days_run_from_the_day_of_receipt(
    hall: Hall, how: str, day: date, accept_by: str
) -> None:
    case = await by_post(hall)
    path = f"/workbench/cases/{case.number}"
    async with hall.at(hall.clerk) as browser:
        assert f"{path}/received" in (await browser.get(path)).text
        assert "收到的日子" in (await browser.get(f"{path}/received")).text
        kept = await send(browser, f"{path}/received", {"how": how, "day": day.isoformat()})
        assert kept.status_code == 303
        page = (await browser.get(path)).text
        assert accept_by in page
        assert accept_by in (await browser.get("/workbench")).text or "今天" in page
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        found = await case_numbered(session, case.number)
        assert found.receipt == how
        (line,) = [one for one in await history_of(session, found) if one.act == "case.received"]
        start = await session.scalar(
            text("select rule from deadlines where subject_id = :id"), {"id": case.id}
        )
    assert "收到的日子是" in line.words
    assert start == how


async def test_what_lay_too_long_is_accepted_by_silence(hall: Hall) -> None:
    case = await by_post(hall)
    await keep(hall, case, "registered", date(2026, 11, 6))
    await hall.work_off()
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        found = await case_numbered(session, case.number)
        acts = [line.act for line in await history_of(session, found)]
    assert "case.silent" in acts
    assert found.accepted_at is not None
    assert found.accepted_at.date() == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("how", "day", "field"),
    [
        ("online", date(2026, 11, 16), "how"),
        ("", date(2026, 11, 16), "how"),
        ("registered", None, "day"),
        ("registered", date(2026, 11, 17), "day"),
        ("registered", date(2026, 9, 1), "day"),
    ],
)
async def test_a_day_that_cannot_be_is_refused(
    hall: Hall, how: str, day: date | None, field: str
) -> None:
    case = await by_post(hall)
    with pytest.raises(BadForm) as bad:
        await keep(hall, case, how, day)
    assert field in bad.value.troubles


async def test_what_came_online_was_confirmed_by_its_receipt(hall: Hall) -> None:
    case = await a_submitted_case(hall.tools, hall.here)
    with pytest.raises(Refusal, match="已经定了"):
        await keep(hall, case, "ordinary", date(2026, 11, 13))
    async with hall.at(hall.clerk) as browser:
        page = (await browser.get(f"/workbench/cases/{case.number}")).text
        assert "/received" not in page
        assert "双方确认的就是这一天" in page

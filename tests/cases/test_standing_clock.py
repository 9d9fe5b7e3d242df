"""The days of a notice are not counted where the sheet lists them under 特别程序."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.cases.models import Case
from jointhall.cases.notice_queries import notices_of
from jointhall.cases.queries import case_numbered
from jointhall.deadlines.models import Deadline
from jointhall.deadlines.queries import deadlines_of
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.deadline import Pause, reckon
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from jointhall.service_items.flow import stops_the_clock
from jointhall.service_items.sheets import Sheet
from tests.builders.filed_examples import Hall, a_hall, ended, filed, open_here, passed


@pytest.fixture
async def hall(tools: Tools, tmp_path: Path) -> Hall:
    return await a_hall(tools, tmp_path)


async def at_its_notice(hall: Hall, code: str) -> tuple[Sheet, Case]:
    """A case of this item that has come to its public notice."""
    sheet = await open_here(hall, code)
    example = next(e for e in sheet.examples if e.ends == "granted")
    case = await filed(hall, sheet, example)
    for passage in example.passages:
        step = sheet.step(passage.step)
        assert step is not None
        if step.notice is not None:
            break
        await passed(hall, sheet, case, passage)
    return sheet, case


async def clocks(hall: Hall, case: Case) -> tuple[Case, dict[str, Deadline]]:
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        held = await case_numbered(session, case.number)
        return held, {d.key: d for d in await deadlines_of(session, "case", case.id)}


async def test_both_limits_wait_for_the_notice(hall: Hall) -> None:
    sheet, case = await at_its_notice(hall, "homestead_approval")
    assert stops_the_clock(sheet)
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        (notice,) = await notices_of(session, await case_numbered(session, case.number))
    first = on_which_day(notice.posted_at) + timedelta(days=1)
    held, limits = await clocks(hall, case)
    assert held.accepted_at is not None
    for key, shown, limit in (
        ("promised", held.due_on, sheet.promised_limit),
        ("statutory", held.statutory_due_on, sheet.statutory_limit),
    ):
        assert limit is not None
        counted = reckon(held.accepted_at, limit.count, calendar=national_calendar())
        waited = reckon(
            held.accepted_at, limit.count, calendar=national_calendar(),
            pauses=[Pause(first, notice.ends_on, "公示")],
        )  # fmt: skip
        assert limits[key].due_on == shown == waited.due_on > counted.due_on
        assert [pause["ground"] for pause in limits[key].pauses] == ["公示"]
    _status, _outcome, acts = await ended(hall, case)
    assert acts.count("clock.stood") == 1


async def test_without_a_special_procedure_the_clock_runs_on(hall: Hall) -> None:
    sheet, case = await at_its_notice(hall, "hard_to_employ")
    assert not stops_the_clock(sheet)
    held, limits = await clocks(hall, case)
    assert held.accepted_at is not None
    counted = reckon(held.accepted_at, sheet.promised_limit.count, calendar=national_calendar())
    assert held.due_on == counted.due_on
    assert limits["promised"].pauses == []

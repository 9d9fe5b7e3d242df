"""A limit made longer (延期): counted on from its own end, in one reckoning that says so."""

from __future__ import annotations

from datetime import date

import pytest

from jointhall.kernel.clock.deadline import Pause, extended, reckon
from jointhall.kernel.clock.reckoning import Extended, Unit

LAW = "《中华人民共和国行政许可法》第四十二条"


def test_working_days_are_counted_in_one_over_the_spring_festival() -> None:
    longer = Extended(10, Unit.WORKING_DAY, LAW)
    told = extended(date(2026, 2, 3), 20, Unit.WORKING_DAY, longer)
    assert told.due_on == reckon(date(2026, 2, 3), 30).due_on
    assert told.length == 20
    assert told.words[0].startswith("期限 20 个工作日，")
    assert told.words[1] == f"依照{LAW}，经批准延长 10 个工作日。"
    assert told.words[-1].startswith("第 30 个工作日是")


@pytest.mark.parametrize(
    ("start", "length", "unit", "longer", "due_on"),
    [
        # Five plain days end on Saturday and are carried to Monday; three working days follow.
        (date(2026, 11, 16), 5, Unit.DAY, Extended(3, Unit.WORKING_DAY, LAW), date(2026, 11, 26)),
        # Five working days end on Monday; four plain days later is a Friday.
        (date(2026, 11, 16), 5, Unit.WORKING_DAY, Extended(4, Unit.DAY, LAW), date(2026, 11, 27)),
        (date(2026, 11, 16), 5, Unit.DAY, Extended(2, Unit.DAY, LAW), date(2026, 11, 23)),
    ],
)
def test_days_of_another_unit_begin_after_the_last_one_before(
    start: date, length: int, unit: Unit, longer: Extended, due_on: date
) -> None:
    told = extended(start, length, unit, longer)
    assert told.due_on == due_on
    assert [line.date for line in told.days] == sorted({line.date for line in told.days})
    assert f"第 {longer.length if unit is not longer.unit else 7} " in told.words[-1]


def test_days_on_which_it_stood_still_move_both_parts() -> None:
    longer = Extended(2, Unit.DAY, LAW)
    stood = [Pause(date(2026, 11, 17), date(2026, 11, 20), "听证")]
    told = extended(date(2026, 11, 16), 3, Unit.WORKING_DAY, longer, pauses=stood)
    assert told.due_on == date(2026, 11, 27)

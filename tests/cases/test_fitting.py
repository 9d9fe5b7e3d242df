"""What a party is given ends before the promised day, or the law's, while one lies ahead."""

from __future__ import annotations

from datetime import date

import pytest

from jointhall.cases.fitting import days_that_fit, ends_too_late
from jointhall.cases.models import Case
from jointhall.cases.steps import Task
from jointhall.kernel.clock.calendar import national_calendar

MONDAY = date(2026, 11, 16)
FRIDAY, IN_A_WEEK, IN_A_MONTH = date(2026, 11, 20), date(2026, 11, 23), date(2026, 12, 14)


@pytest.mark.parametrize(
    ("promised", "statutory", "then", "given"),
    [
        (IN_A_MONTH, IN_A_MONTH, 2, 5),  # room enough: as the sheet says
        (IN_A_WEEK, IN_A_MONTH, 2, 3),  # five left, two of them for the decision
        (FRIDAY, IN_A_MONTH, 4, 4),  # none left for the decision: all there are
        (MONDAY, IN_A_WEEK, 0, 5),  # the promise ends today: the law's day holds
        (MONDAY, FRIDAY, 3, 1),
        (MONDAY, MONDAY, 2, 5),  # both are over: nothing is cut short
        (MONDAY, None, 2, 5),
    ],
)
def test_days_are_cut_to_fit(promised: date, statutory: date | None, then: int, given: int) -> None:
    case = Case(due_on=promised, statutory_due_on=statutory)
    assert days_that_fit(5, case, national_calendar(), today=MONDAY, then=then) == given


def test_what_ends_after_the_promised_day_is_said() -> None:
    case = Case(due_on=FRIDAY)
    tasks = [
        Task(status="open", due_on=FRIDAY),
        Task(status="done", due_on=IN_A_WEEK),
        Task(status="open", due_on=IN_A_WEEK),
    ]
    assert ends_too_late(case, tasks) == [tasks[2]]

"""Days that fit (赶得上期限): what a party has to answer ends before the day that was promised.

A case that silence accepted has lost its first five days already (行政许可法 32), and one that was
sent back has lost more: the sheet's days for a step may then end after the day of the decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jointhall.kernel.clock.calendar import Calendar

from .models import Case
from .steps import Task


def days_that_fit(days: int, case: Case, calendar: Calendar, *, today: date, then: int = 0) -> int:
    """Working days to give: fewer where all would end too late, one at the least.

    Held to the promised day while it lies ahead, else to the law's; `then` are the days that are
    still needed afterwards, kept free where there is room. Past both days nothing is cut short.
    """
    for last in (case.due_on, case.statutory_due_on):
        left = calendar.working_days_between(today, last) if last is not None else 0
        if left > 0:
            return min(days, left - then if left > then else left)
    return days


def ends_too_late(case: Case, tasks: Sequence[Task]) -> list[Task]:
    """What is still asked and may be answered, in time, after the promised day."""
    due = case.due_on
    if due is None or not case.is_open:
        return []
    return [one for one in tasks if one.status == "open" and one.due_on > due]

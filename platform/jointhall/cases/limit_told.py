"""A promised limit as people read it (期限怎么说): in its own unit, and whether it is final yet."""

from __future__ import annotations

from datetime import date

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.reckoning import Unit, limit_words
from jointhall.kernel.words import _
from jointhall.service_items.limits import Limit
from jointhall.web.stations import DayCells

from .models import Case

UNITS = {"workday": Unit.WORKING_DAY, "day": Unit.DAY, "hour": Unit.HOUR}


def by_day(day: date, calendar: Calendar) -> str:
    """A day something is due; one that a notice still to come may move says so."""
    if calendar.knows(day):
        return day_words(day)
    return _("%(day)s（暂定，等放假通知）", day=day_words(day))


def is_counted_otherwise(limit: Limit) -> bool:
    """Whether the limit runs in plain days or hours, weekends and holidays included."""
    return UNITS[limit.unit.code] is not Unit.WORKING_DAY


def days_otherwise(case: Case, limit: Limit, today: date) -> tuple[DayCells | None, str]:
    """How far such a limit has run; hours have no cells, only their words."""
    assert case.accepted_at is not None, "the clock of a case runs from its acceptance"
    assert case.due_on is not None, "a clock that runs has a day it ends"
    start, promised = on_which_day(case.accepted_at), limit_words(limit.count, Unit.DAY)
    if UNITS[limit.unit.code] is Unit.HOUR:
        hours = limit_words(limit.count, Unit.HOUR)
        return None, _("承诺 %(hours)s，休息日也算", hours=hours)
    total, n = (case.due_on - start).days, (today - start).days
    if n <= 0:
        return DayCells(total, 0, today=False), _("承诺 %(days)s，从第二天数起", days=promised)
    cells = DayCells(total, n - 1 if n <= total else n, today=n <= total)
    return cells, _("承诺 %(days)s，今天是第 %(m)s 天，休息日也算", days=promised, m=n)

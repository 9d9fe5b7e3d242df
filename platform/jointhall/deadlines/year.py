"""A year of the working calendar as a page shows it: months of weeks, each day with its word."""

from __future__ import annotations

import calendar as plain
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.words import _


@dataclass(frozen=True, slots=True)
class Cell:
    """One day; `kind` is work, weekend, off or makeup, `mark` the one character that says it."""

    day: date
    kind: str
    mark: str
    words: str
    is_own: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday; None stands for days of its neighbours."""

    number: int
    weeks: tuple[tuple[Cell | None, ...], ...]
    working_days: int


def months_of(
    year: int, calendar: Calendar, *, own: Collection[date], today: date
) -> tuple[Month, ...]:
    """The twelve months of a year as this calendar has them."""
    return tuple(_month(year, number, calendar, own, today) for number in range(1, 13))


def _month(year: int, number: int, calendar: Calendar, own: Collection[date], today: date) -> Month:
    weeks = tuple(
        tuple(_cell(day, calendar, own, today) if day.month == number else None for day in week)
        for week in plain.Calendar().monthdatescalendar(year, number)
    )
    worked = sum(cell.kind in ("work", "makeup") for week in weeks for cell in week if cell)
    return Month(number, weeks, worked)


def _cell(day: date, calendar: Calendar, own: Collection[date], today: date) -> Cell:
    name = calendar.name_of(day) or ""
    if calendar.is_holiday(day):
        kind, mark, said = "off", _("休"), _("放假")
    elif calendar.is_makeup(day):
        kind, mark, said = "makeup", _("班"), _("调休上班")
    elif calendar.is_working_day(day):
        kind, mark, said = "work", "", _("上班")
    else:
        kind, mark, said = "weekend", "", _("周末")
    words = f"{day_words(day)} {said}" + (f" {name}" if name else "")
    return Cell(day, kind, mark, words, day in own, day == today)

"""The working calendar (工作日历): which days count when the law says working days."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from jointhall.kernel.clock.notices import DayNotice, Notice, published_notices

ONE_DAY = timedelta(days=1)
# The notice for a year arrives in November before it and may move the last days of December:
# 2018-12-29 became a working Saturday, 2022-12-31 a day off.
LAST_DAYS = timedelta(days=5)
# Festivals on fixed dates by the State Council's rule on public holidays (全国年节及纪念日放假办法,
# 2024 revision), so that a year without a notice yet is reckoned as near as can be.
BY_RULE = {
    (1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节",
    (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节",
}  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """Working days as known on one edition; days beyond it follow the week and the rule."""

    edition: str
    known_from: date
    known_until: date
    off: frozenset[date]
    makeup: frozenset[date]
    names: Mapping[date, str] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday unless off, and weekends that are worked in exchange."""
        if self.is_holiday(day):
            return False
        return day.weekday() < 5 or day in self.makeup

    def is_holiday(self, day: date) -> bool:
        """Off by notice, or by rule where the notice is still to come."""
        if day > self.known_until and (day.month, day.day) in BY_RULE:
            return day not in self.makeup
        return day in self.off

    def is_makeup(self, day: date) -> bool:
        """A weekend day that is worked (调休上班)."""
        return day in self.makeup and day.weekday() >= 5

    def name_of(self, day: date) -> str | None:
        """The festival a day off or a make-up day belongs to."""
        by_rule = BY_RULE.get((day.month, day.day)) if day > self.known_until else None
        return self.names.get(day) or by_rule

    @property
    def settled_until(self) -> date:
        """The last day no notice still to come can change."""
        return self.known_until - LAST_DAYS

    def knows(self, day: date) -> bool:
        """Whether the notices settle that day."""
        return self.known_from <= day <= self.settled_until

    def first_working_day_from(self, day: date) -> date:
        """That day itself if it is worked, else the next that is."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after that day."""
        return self.first_working_day_from(day + ONE_DAY)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after start, up to and including end; negative when end comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(
            self.is_working_day(start + timedelta(days=step))
            for step in range(1, (end - start).days + 1)
        )


@cache
def national_calendar() -> Calendar:
    """The calendar of the State Council's notices the platform is delivered with."""
    return calendar_of(published_notices())


def calendar_of(notices: Iterable[Notice]) -> Calendar:
    """Lay the notices together, the later year's word over the earlier one's."""
    by_year = sorted(notices, key=lambda notice: notice.year)
    if not by_year:
        raise ValueError("A calendar needs at least one notice.")
    years = [notice.year for notice in by_year]
    known_until = years[0]
    for year in years[1:]:
        if year == known_until + 1:  # a gap ends what is known
            known_until = year
    days = [day for notice in by_year for day in notice.days]
    return _calendar(days, known_from=date(years[0], 1, 1), known_until=date(known_until, 12, 31))


def merged(
    calendar: Calendar, changes: Iterable[DayNotice], *, years: Iterable[int] = ()
) -> Calendar:
    """The calendar with the county's own days over it, and the years it has since heard of."""
    known_until = calendar.known_until
    for year in sorted(years):
        if year == known_until.year + 1:
            known_until = date(year, 12, 31)
    days = [DayNotice(day, True, calendar.names.get(day, "")) for day in calendar.off]
    days += [DayNotice(day, False, calendar.names.get(day, "")) for day in calendar.makeup]
    return _calendar([*days, *changes], calendar.known_from, known_until)


def _calendar(days: Iterable[DayNotice], known_from: date, known_until: date) -> Calendar:
    last_word = {day.day: day for day in days}
    off = frozenset(day for day, word in last_word.items() if word.off)
    makeup = frozenset(day for day, word in last_word.items() if not word.off)
    names = {day: word.name for day, word in sorted(last_word.items()) if word.name}
    return Calendar(
        edition=_edition(known_until, last_word), known_from=known_from, known_until=known_until,
        off=off, makeup=makeup, names=names,
    )  # fmt: skip


def _edition(known_until: date, days: Mapping[date, DayNotice]) -> str:
    # Only what moves a deadline is in the number: renaming a festival makes no new edition.
    told = ";".join(f"{day}{'-' if days[day].off else '+'}" for day in sorted(days))
    digest = hashlib.sha256(f"{known_until}|{told}".encode()).hexdigest()
    return f"{known_until.year}-{digest[:8]}"

"""Days as a desk counts them: overdue, today, next working day, this week, later, paused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.light import light
from jointhall.kernel.clock.now import OpeningHours, on_which_day
from jointhall.kernel.words import _

from ..desk.waiting import Tally, Wanted

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Today at this county, and the days that matter from here."""

    now: datetime
    today: date
    near: date
    week_ends: date
    calendar: Calendar
    reckoned: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was reckoned for this page already: fifty rows share a handful of days."""

    WANTED: ClassVar[tuple[str, ...]] = ("late", "soon", "ok", "paused")

    def group(self, due_on: date | None) -> str:
        """Under which heading a thing stands."""
        if due_on is None:
            return "paused"
        if due_on < self.today:
            return "late"
        if due_on == self.today:
            return "today"
        if due_on <= self.near:
            return "next"
        return "week" if due_on <= self.week_ends else "later"

    def heading(self, key: str) -> tuple[str, str]:
        """The heading and the days it spans."""
        match key:
            case "late":
                return _("已超期"), _("%(day)s以前", day=day_words(self.today))
            case "today":
                return _("今天"), day_words(self.today)
            case "next":
                is_tomorrow = self.near == self.today + ONE_DAY
                word = _("明天") if is_tomorrow else _("下一个工作日")
                return word, day_words(self.near)
            case "week":
                return _("本周"), _("到%(day)s", day=day_words(self.week_ends))
            case "later":
                after = max(self.near, self.week_ends) + ONE_DAY
                return _("以后"), _("%(day)s起", day=day_words(after))
            case _other:
                return _("停表"), _("等申请人，或者在听证鉴定，不计时")

    def lamp(self, due_on: date | None) -> str:
        """The light's colour by the day alone, as it is counted and filtered."""
        if due_on is None:
            return "paused"
        if due_on < self.today:
            return "late"
        return "soon" if due_on <= self.near else "ok"

    def light(self, due_on: date | None) -> tuple[str, str]:
        """The light with its word, as a row shows it."""
        if due_on is None:
            return "paused", _("停表，不计时")
        if due_on not in self.reckoned:
            words = light(due_on, self.now, calendar=self.calendar).words
            self.reckoned[due_on] = self.lamp(due_on), words
        found: tuple[str, str] = self.reckoned[due_on]
        return found

    def wanted(self, lamp: str, item: str) -> Wanted:
        """What the database is asked for, for a light and an item."""
        before = self.today - ONE_DAY
        match lamp:
            case "late":
                return Wanted(due_until=before, item=item)
            case "soon":
                return Wanted(due_from=self.today, due_until=self.near, item=item)
            case "ok":
                return Wanted(due_from=self.near + ONE_DAY, item=item)
            case "paused":
                return Wanted(is_paused=True, item=item)
        return Wanted(item=item)

    def matches(self, tally: Tally, lamp: str, item: str) -> bool:
        """The same question, put to a count."""
        return (not lamp or self.lamp(tally.due_on) == lamp) and (not item or tally.item == item)

    def counts(self, tallies: Iterable[Tally]) -> dict[str, int]:
        """How many there are of each light, of today and the next day, and of all."""
        counted: Counter[str] = Counter()
        for tally in tallies:
            counted["all"] += tally.count
            counted[self.lamp(tally.due_on)] += tally.count
            counted[f"group {self.group(tally.due_on)}"] += tally.count
            counted[tally.kind] += tally.count
        return counted

    def due_words(self, due_on: date | None, since: date) -> str:
        """The day a thing is due with its weekday; the hour, when it is today."""
        if due_on is None:
            return _("%(day)s起", day=day_words(since))
        if due_on == self.today:
            return _("%(time)s 前", time=OpeningHours().closes.strftime("%H:%M"))
        day = day_words(due_on)
        return day if self.calendar.knows(due_on) else _("%(day)s（暂定）", day=day)

    def used(self, since: date, due_on: date | None) -> tuple[int, int]:
        """Working days gone since then, and how many there were from then to the due day."""
        if due_on is None:
            return 0, 0
        return max(self._between(since, self.today), 0), max(self._between(since, due_on), 0)

    def _between(self, start: date, end: date) -> int:
        if (start, end) not in self.reckoned:
            self.reckoned[start, end] = self.calendar.working_days_between(start, end)
        found: int = self.reckoned[start, end]
        return found

    def next_working_days(self, count: int) -> list[date]:
        """The working days from today on."""
        day = self.calendar.first_working_day_from(self.today)
        found = [day]
        while len(found) < count:
            day = self.calendar.next_working_day(day)
            found.append(day)
        return found


def days_at(now: datetime, calendar: Calendar) -> Days:
    """The days as they are at this moment."""
    today = on_which_day(now)
    return Days(
        now=now,
        today=today,
        near=calendar.next_working_day(today),
        week_ends=today + timedelta(days=6 - today.weekday()),
        calendar=calendar,
    )

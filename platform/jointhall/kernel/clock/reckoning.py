"""A reckoning (时限怎么算的): a deadline, every day on the way there, and the reasons in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.words import _


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"


class Kind(StrEnum):
    """What became of one day in a reckoning."""

    START = "start"  # the day of the event, not counted
    COUNTED = "counted"
    MAKEUP = "makeup"  # counted, although it is a weekend
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    CARRIED = "carried"  # a limit in plain days ended on a day off, so it runs on to here


LEFT_OUT = frozenset({Kind.WEEKEND, Kind.HOLIDAY, Kind.PAUSED})


class Unsettled(StrEnum):
    """Why a reckoning may still change."""

    BEYOND_CALENDAR = "beyond_calendar"
    YEAR_END = "year_end"
    BEFORE_CALENDAR = "before_calendar"


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the strip; n is its place in the count, None when it does not count."""

    date: date
    weekday: int  # Monday is 1
    kind: Kind
    n: int | None
    name: str | None = None  # the festival, or the ground of a pause


@dataclass(frozen=True, slots=True)
class Extended:
    """What a limit was made longer by (延期), with the law that knows it."""

    length: int
    unit: Unit
    basis: str


@dataclass(frozen=True)
class Reckoning:
    """A deadline and how it came about; `length` is what was set before it was extended."""

    start: datetime | date
    length: int
    unit: Unit
    basis: str
    edition: str
    due_on: date
    due_at: datetime
    days: tuple[DayLine, ...]
    unsettled: Unsettled | None
    known_until: date
    paused: bool = False  # the clock stands still now: due_on is the earliest it can be
    extended: Extended | None = None

    @property
    def provisional(self) -> bool:
        """Whether a holiday notice still to come may move it."""
        return self.unsettled is not None

    @property
    def provisional_because(self) -> str | None:
        if self.unsettled is None:
            return None
        year = self.known_until.year
        if self.unsettled is Unsettled.BEFORE_CALENDAR:
            return _("日历里没有那么早的放假安排，这个日期按平常的周末推算。")
        if self.unsettled is Unsettled.YEAR_END:
            return _(
                "%(next)s 年的放假通知还没有发布，元旦可能动到 %(year)s 年年底；通知来了会重新算。",
                next=year + 1, year=year,
            )  # fmt: skip
        return _(
            "放假安排只知道到 %(year)s 年年底，之后的日子按法定节日和周末推算；通知来了会重新算。",
            year=year,
        )

    @property
    def words(self) -> tuple[str, ...]:
        """The reckoning in plain sentences, in the language of the page being made."""
        return tuple(_sentences(self))


def _sentences(told: Reckoning) -> Iterator[str]:
    yield _how_it_starts(told)
    if told.extended is not None:
        longer = limit_words(told.extended.length, told.extended.unit)
        yield _(
            "依照%(basis)s，经批准延长 %(longer)s。", basis=_(told.extended.basis), longer=longer
        )
    yield from _what_is_left_out(told)
    yield from _weekends_worked(told)
    yield _how_it_ends(told)
    if told.paused:
        yield _("现在停着表，恢复以后再往后数，最早这一天到期。")
    if (because := told.provisional_because) is not None:
        yield because


def _how_it_starts(told: Reckoning) -> str:
    limit = limit_words(told.length, told.unit)
    if told.basis:
        limit = _("%(limit)s（%(basis)s）", limit=limit, basis=_(told.basis))
    first = told.days[0].date
    if isinstance(told.start, datetime) and told.unit is Unit.HOUR:
        time = told.start.strftime("%H:%M")
        return _(
            "期限 %(limit)s，从%(day)s %(time)s起算。", limit=limit, day=day_words(first), time=time
        )
    return _("期限 %(limit)s，%(day)s当天不算，从第二天数起。", limit=limit, day=day_words(first))


def _what_is_left_out(told: Reckoning) -> Iterator[str]:
    # Days after the count is complete are told by how it ends, not as left out of the count.
    lines = [line for line in told.days if line.kind in LEFT_OUT]
    if told.unit is Unit.DAY:
        lines = [line for line in lines if line.kind is Kind.PAUSED]
    weekends = sum(line.kind is Kind.WEEKEND for line in lines)
    if weekends:
        yield _("周末 %(n)s 天不算。", n=weekends)
    for (kind, name), run in groupby(
        (line for line in lines if line.kind is not Kind.WEEKEND),
        key=lambda line: (line.kind, line.name or ""),
    ):
        days = list(run)
        span = _span(days[0].date, days[-1].date)
        if kind is Kind.PAUSED:
            yield _(
                "%(span)s停表（%(ground)s），%(n)s 天不算。", span=span, ground=name, n=len(days)
            )
        else:
            yield _("%(span)s%(name)s放假，%(n)s 天不算。", span=span, name=name, n=len(days))


def _weekends_worked(told: Reckoning) -> Iterator[str]:
    if told.unit is not Unit.WORKING_DAY:
        return
    worked = [day_words(line.date) for line in told.days if line.kind is Kind.MAKEUP]
    if worked:
        yield _("%(days)s调休上班，照算。", days=_("、").join(worked))


def _how_it_ends(told: Reckoning) -> str:
    last = told.days[-1]
    due = day_words(told.due_on, with_year=told.due_on.year != told.days[0].date.year)
    if told.unit is Unit.HOUR:
        return _("到%(day)s %(time)s为止。", day=due, time=told.due_at.strftime("%H:%M"))
    time = told.due_at.strftime("%H:%M")
    length, unit = _last_count(told)
    if last.n is None:
        reached = next(line.date for line in reversed(told.days) if line.n == length)
        return _(
            "第 %(n)s 天%(reached)s休息，顺延到%(day)s，到 %(time)s 下班为止。",
            n=length, reached=day_words(reached), day=due, time=time,
        )  # fmt: skip
    if unit is Unit.DAY:
        return _("第 %(n)s 天是%(day)s，到 %(time)s 下班为止。", n=length, day=due, time=time)
    return _("第 %(n)s 个工作日是%(day)s，到 %(time)s 下班为止。", n=length, day=due, time=time)


def _last_count(told: Reckoning) -> tuple[int, Unit]:
    """What is counted up to the last day: all in one, or the days added in a unit of their own."""
    if told.extended is None:
        return told.length, told.unit
    if told.extended.unit is told.unit:
        return told.length + told.extended.length, told.unit
    return told.extended.length, told.extended.unit


def _span(first: date, last: date) -> str:
    if first == last:
        return day_words(first)
    return _("%(first)s到%(last)s", first=day_words(first), last=day_words(last))


def limit_words(length: int, unit: Unit | str) -> str:
    """A length with its unit: 5 个工作日."""
    match Unit(unit):
        case Unit.WORKING_DAY:
            return _("%(n)s 个工作日", n=length)
        case Unit.DAY:
            return _("%(n)s 天", n=length)
        case Unit.HOUR:
            return _("%(n)s 小时", n=length)

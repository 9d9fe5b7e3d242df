"""Walking an item's examples through a year (模拟): which station on which day, at the latest.

Everybody takes all the time they have, and the days are reckoned by the same clock as real cases:
a promise that holds here holds whenever people file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from jointhall.kernel.clock.calendar import Calendar, national_calendar
from jointhall.kernel.clock.deadline import Pause, reckon
from jointhall.kernel.clock.now import OpeningHours
from jointhall.kernel.clock.reckoning import Unit
from jointhall.kernel.words import N_, _
from jointhall.service_items.examples import Walk, label, run
from jointhall.service_items.flow import Ask, Side, stops_the_clock
from jointhall.service_items.limits import Limit
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Example, Passage, Step
from jointhall.tenancy.starter import starter

UNITS = {"workday": Unit.WORKING_DAY, "day": Unit.DAY, "hour": Unit.HOUR}
WORKING_DAYS_TO_ACCEPT = 5
"""行政许可法 32: what is missing is told within five working days."""
_HOURS = OpeningHours()
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Station:
    """One station (环节) with the day it is passed at the latest."""

    name: str
    on: date
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One example filed on one day: where it comes by when, and whether the limits hold."""

    example: str
    filed_on: date
    why: str
    ends: str
    stations: tuple[Station, ...] = ()
    promised_by: date | None = None
    statutory_by: date | None = None
    words: str = ""
    """What the form said when it stopped, or what went another way than the example tells."""
    is_astray: bool = False
    """On its own day the example does not go as it tells."""

    @property
    def decided_on(self) -> date | None:
        return next((s.on for s in self.stations if s.name == _("决定")), None)

    @property
    def keeps_promise(self) -> bool:
        return _in_time(self.decided_on, self.promised_by)

    @property
    def keeps_law(self) -> bool:
        return _in_time(self.decided_on, self.statutory_by)


def simulate(
    sheet: Sheet, year: int | None = None, calendar: Calendar | None = None
) -> Iterator[Run]:
    """Every example on its own day, and those that are filed on the telling days of a year."""
    calendar = calendar or national_calendar()
    days = telling_days(year or calendar.known_until.year, calendar)
    for example in sheet.examples:
        own = date.fromisoformat(example.today)
        yield filed(sheet, example, own, _("样例写的那天"), calendar)
        if example.ends in ("granted", "refused"):
            for day, why in days:
                yield filed(sheet, example, day, why, calendar)


def telling_days(year: int, calendar: Calendar) -> list[tuple[date, str]]:
    """Days of a year on which clocks go wrong when they go wrong at all."""
    days: list[tuple[date, str]] = []
    for name, before, within in (
        (N_("春节"), _("春节前最后一个工作日"), _("春节假期里")),
        (N_("国庆节"), _("国庆节前最后一个工作日"), ""),
    ):
        off = [
            day
            for day in _days_of(year, calendar)
            if calendar.is_holiday(day) and _is(name, day, calendar)
        ]
        if off:
            days.append((_last_working_day_before(off[0], calendar), before))
            if within:
                days.append((off[len(off) // 2], within))
    days += [(d, _("调休上班的周末")) for d in _days_of(year, calendar) if calendar.is_makeup(d)]
    days.append((calendar.first_working_day_from(date(year, 6, 10)), _("平常的工作日")))
    days.append((_last_working_day_before(date(year + 1, 1, 1), calendar), _("年底，跨年")))
    whys: dict[date, list[str]] = {}
    for day, why in days:
        whys.setdefault(day, []).append(why)
    return [(day, "、".join(whys[day])) for day in sorted(whys)]


def filed(sheet: Sheet, example: Example, day: date, why: str, calendar: Calendar) -> Run:
    """One example filed on that day, everybody taking all the time they have."""
    walk = run(sheet, replace(example, today=day.isoformat()))
    words = "；".join(walk.differences)
    is_astray = bool(walk.differences) and day.isoformat() == example.today
    made = Run(example.name, day, why, walk.ends, words=words, is_astray=is_astray)
    if walk.told:
        return replace(made, words=walk.told)
    if walk.ends not in ("granted", "refused"):
        said = "；".join(f"{code} {text}" for code, text in walk.troubles.items())
        return replace(made, words=said or words)
    accepted = reckon(day, WORKING_DAYS_TO_ACCEPT, calendar=calendar).due_on
    stations = [Station(_("收件"), day), Station(_("受理"), accepted)]
    pauses: list[Pause] = []
    for step, passage in _passed(sheet, example, walk):
        before = stations[-1].on
        stations.append(_station(step, passage, walk, before, calendar))
        if step.notice is not None and stops_the_clock(sheet):
            pauses.append(Pause(before + _DAY, stations[-1].on, _("公示")))
    decided = reckon(stations[-1].on, sheet.decision.within_days, calendar=calendar).due_on
    stations += [Station(_("决定"), decided), Station(_("送达"), decided)]
    return replace(
        made,
        stations=tuple(stations),
        promised_by=limit_on(accepted, sheet.promised_limit, calendar, pauses),
        statutory_by=limit_on(accepted, sheet.statutory_limit, calendar, pauses),
    )


def _passed(sheet: Sheet, example: Example, walk: Walk) -> Iterator[tuple[Step, Passage]]:
    for passage in example.passages:
        step = sheet.step(passage.step)
        if step is not None and (step.notice is not None or step.code in walk.asks):
            yield step, passage


def _station(step: Step, passage: Passage, walk: Walk, before: date, calendar: Calendar) -> Station:
    if step.notice is not None:
        until = limit_on(before, step.notice.period, calendar)
        assert until is not None, "a notice has its days"
        return Station(step.name, until, step.notice.places)
    asks = walk.asks[step.code]
    spoke = [a for a in asks if passage.asked.get(label(a)) != "open"] or list(asks)
    days = [reckon(before, ask.within_days, calendar=calendar).due_on for ask in spoke]
    return Station(step.name, max(days, default=before), tuple(_said(ask) for ask in asks))


def _said(ask: Ask) -> str:
    """A party as people say it: 本乡镇自然资源所."""
    where, _space, office = label(ask).partition(" ")
    offices = starter("county" if ask.party.side is Side.COUNTY else "township").offices
    return where + next((each.name for each in offices if each.code == office), office)


def limit_on(
    day: date, limit: Limit | None, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> date | None:
    """The last day of a limit that begins with this day."""
    if limit is None:
        return None
    unit = UNITS[limit.unit.code]
    start = _HOURS.closing_on(day) if unit is Unit.HOUR else day
    return reckon(start, limit.count, unit, calendar, pauses=pauses).due_on


def _in_time(decided: date | None, limit: date | None) -> bool:
    return decided is None or limit is None or decided <= limit


def _days_of(year: int, calendar: Calendar) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year and day <= calendar.known_until:
        yield day
        day += _DAY


def _is(festival: str, day: date, calendar: Calendar) -> bool:
    return festival in (calendar.name_of(day) or "")


def _last_working_day_before(day: date, calendar: Calendar) -> date:
    day -= _DAY
    while not calendar.is_working_day(day):
        day -= _DAY
    return day

"""Reckon a deadline (期限): from the event, the length and the calendar to the day it is due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from jointhall.kernel.clock.calendar import ONE_DAY, Calendar, national_calendar
from jointhall.kernel.clock.now import BEIJING, OpeningHours, on_which_day
from jointhall.kernel.clock.reckoning import DayLine, Extended, Kind, Reckoning, Unit, Unsettled
from jointhall.kernel.words import _

LONGEST = 3_660  # ten years of days; a longer limit is a slip of the pen
LATEST_START = date(2200, 1, 1)
OPENING_HOURS = OpeningHours()


class BadDeadline(ValueError):
    """A limit that cannot be reckoned, in words."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the clock stands still (停表), first and last included; open while running."""

    first: date
    last: date | None
    ground: str

    def covers(self, day: date, *, as_of: date) -> bool:
        return self.first <= day <= (self.last or max(as_of, self.first))


def reckon(
    start: date | datetime,
    length: int,
    unit: Unit | str = Unit.WORKING_DAY,
    calendar: Calendar | None = None,
    basis: str = "",
    pauses: Sequence[Pause] = (),
    *,
    hours: OpeningHours = OPENING_HOURS,
    as_of: date | None = None,
) -> Reckoning:
    """The day or moment a limit ends.

    The day of the event is not counted and hours run from the moment (Civil Code, article 201);
    a limit in plain days that ends on a day off ends on the next working day, at closing time
    (article 203). `as_of` is the day up to which a pause that has not ended is reckoned.
    """
    unit = Unit(unit)
    calendar = calendar or national_calendar()
    first = on_which_day(start) if isinstance(start, datetime) else start
    _check(first, length, pauses)
    as_of = as_of or first
    if unit is Unit.HOUR:
        due_at, days = _hours_on(start, length, pauses, as_of)
        due_on = due_at.date()
    else:
        days = [_start_line(first)]
        days += _days_after(first, length, unit, calendar, pauses, as_of)
        due_on = days[-1].date
        due_at = hours.closing_on(due_on)
    return Reckoning(
        start=start, length=length, unit=unit, basis=basis, edition=calendar.edition,
        due_on=due_on, due_at=due_at, days=tuple(days),
        unsettled=None if unit is Unit.HOUR else _unsettled(first, due_on, calendar),
        known_until=calendar.known_until,
        paused=any(pause.last is None for pause in pauses),
    )  # fmt: skip


def extended(
    start: date | datetime,
    length: int,
    unit: Unit | str,
    longer: Extended,
    calendar: Calendar | None = None,
    basis: str = "",
    pauses: Sequence[Pause] = (),
    *,
    as_of: date | None = None,
) -> Reckoning:
    """A limit that was extended (延期): counted on from its own last day.

    Days of the same unit are counted in one; days of another begin after the last one before.
    """
    unit = Unit(unit)
    if longer.unit is unit:
        whole = reckon(start, length + longer.length, unit, calendar, basis, pauses, as_of=as_of)
        return replace(whole, length=length, extended=longer)
    first = reckon(start, length, unit, calendar, basis, pauses, as_of=as_of)
    after = first.due_at if longer.unit is Unit.HOUR else first.due_on
    then = reckon(after, longer.length, longer.unit, calendar, "", pauses, as_of=as_of)
    return replace(
        then, start=start, length=length, unit=unit, basis=basis, extended=longer,
        days=(*first.days, *then.days[1:]),
    )  # fmt: skip


def _check(first: date, length: int, pauses: Sequence[Pause]) -> None:
    if not 1 <= length <= LONGEST:
        raise BadDeadline(_("期限要在 1 和 %(most)s 之间。", most=LONGEST))
    if first > LATEST_START:
        raise BadDeadline(_("起算日太远了，算不了。"))
    for pause in pauses:
        if pause.last is not None and pause.last < pause.first:
            raise BadDeadline(_("停表的最后一天不能早于第一天。"))
        if max(pause.first, pause.last or pause.first) > LATEST_START:
            raise BadDeadline(_("停表的日子太远了，算不了。"))


def _start_line(day: date) -> DayLine:
    return DayLine(day, day.isoweekday(), Kind.START, None)


def _days_after(
    first: date, length: int, unit: Unit, calendar: Calendar, pauses: Sequence[Pause], as_of: date
) -> list[DayLine]:
    lines: list[DayLine] = []
    counted, day = 0, first
    while True:
        day += ONE_DAY
        ground = _ground_of_pause(day, pauses, as_of)
        works = calendar.is_working_day(day)
        if ground is not None:
            line = DayLine(day, day.isoweekday(), Kind.PAUSED, None, ground)
        elif counted == length:
            # Only a limit in plain days gets here: it ended on a day off.
            line = _uncounted(day, calendar) if not works else _carried(day)
        elif works or unit is Unit.DAY:
            counted += 1
            kind = Kind.MAKEUP if calendar.is_makeup(day) else Kind.COUNTED
            line = DayLine(day, day.isoweekday(), kind, counted, calendar.name_of(day))
        else:
            line = _uncounted(day, calendar)
        lines.append(line)
        if counted == length and works and ground is None:
            return lines


def _uncounted(day: date, calendar: Calendar) -> DayLine:
    kind = Kind.HOLIDAY if calendar.is_holiday(day) else Kind.WEEKEND
    return DayLine(day, day.isoweekday(), kind, None, calendar.name_of(day))


def _carried(day: date) -> DayLine:
    return DayLine(day, day.isoweekday(), Kind.CARRIED, None)


def _ground_of_pause(day: date, pauses: Sequence[Pause], as_of: date) -> str | None:
    return next((pause.ground for pause in pauses if pause.covers(day, as_of=as_of)), None)


def _hours_on(
    start: date | datetime, length: int, pauses: Sequence[Pause], as_of: date
) -> tuple[datetime, list[DayLine]]:
    if not isinstance(start, datetime):
        raise BadDeadline(_("按小时算的期限，起算要写到几点几分。"))
    moment = start.astimezone(BEIJING) if start.tzinfo else start.replace(tzinfo=BEIJING)
    lines = [_start_line(moment.date())]
    left = timedelta(hours=length)
    while True:
        day = moment.date()
        midnight = datetime.combine(day + ONE_DAY, datetime.min.time(), BEIJING)
        ground = _ground_of_pause(day, pauses, as_of)
        if len(lines) > 1 or ground is not None:
            kind = Kind.COUNTED if ground is None else Kind.PAUSED
            lines.append(DayLine(day, day.isoweekday(), kind, None, ground))
        if ground is None:
            if moment + left <= midnight:
                return moment + left, lines
            left -= midnight - moment
        moment = midnight


def _unsettled(first: date, due_on: date, calendar: Calendar) -> Unsettled | None:
    if first < calendar.known_from:
        return Unsettled.BEFORE_CALENDAR
    if calendar.knows(due_on):
        return None
    return Unsettled.YEAR_END if due_on <= calendar.known_until else Unsettled.BEYOND_CALENDAR

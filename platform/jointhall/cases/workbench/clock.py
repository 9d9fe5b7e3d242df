"""The clock of a case as arithmetic (时限怎么算的): days gone, left out, used, and left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jointhall.deadlines.models import Deadline
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.clock.light import Light, light
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.receipt import WHICH_DAY, Receipt
from jointhall.kernel.clock.reckoning import Reckoning, Unit, limit_words
from jointhall.kernel.words import N_, _

from ..models import Case
from ..status import ACCEPTANCE_WITHIN, Status

ONE_DAY = timedelta(days=1)
NAMES = {"promised": N_("承诺"), "statutory": N_("法定")}

Term = tuple[str, str] | tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class End:
    """One of the limits that run: its name, the day it ends, and its light."""

    name: str
    due_on: date
    state: str
    words: str
    is_provisional: bool = False
    """A holiday notice still to come may move it."""

    @property
    def day(self) -> str:
        day = day_words(self.due_on)
        return _("%(day)s（暂定）", day=day) if self.is_provisional else day


@dataclass(frozen=True, slots=True)
class ClockFace:
    """What the section shows: the sum, the ends, and the nearest limit day by day."""

    heading: str
    terms: tuple[Term, ...]
    ends: tuple[End, ...]
    told: Reckoning
    today: date


def clock_of(
    case: Case, deadlines: Sequence[Deadline], *, now: datetime, calendar: Calendar
) -> ClockFace | None:
    """The clock that runs, or ran; None where none was ever started."""
    if case.accepted_at is None:
        return _before_acceptance(case, now, calendar)
    shown = [limit for limit in deadlines if limit.key in NAMES and limit.cancelled_at is None]
    shown.sort(key=lambda limit: (limit.key != "promised", limit.due_at))
    if not shown:
        return None
    nearest = shown[0]
    until = on_which_day(nearest.met_at or now)
    start = on_which_day(nearest.start_at)
    terms = _terms(start, until, nearest, calendar)
    ends = tuple(_end(limit, now, calendar) for limit in shown)
    told = nearest.reckoning(calendar, as_of=until)
    return ClockFace(_("时限怎么算的"), terms, ends, told, until)


def _before_acceptance(case: Case, now: datetime, calendar: Calendar) -> ClockFace | None:
    if case.status != Status.SUBMITTED:
        return None
    start = on_which_day(case.answer_since)
    rule = _(WHICH_DAY[Receipt(case.receipt)])
    basis = _("收到后五个工作日内要告知，逾期就算受理；%(rule)s", rule=rule)
    told = reckon(start, ACCEPTANCE_WITHIN, calendar=calendar, basis=basis)
    lamp = light(told, now, calendar=calendar)
    today = on_which_day(now)
    end = End(_("最迟受理"), told.due_on, lamp.state, lamp.words, told.provisional)
    return ClockFace(_("受理还有几天"), _terms(start, today, None, calendar), (end,), told, today)


def _end(limit: Deadline, now: datetime, calendar: Calendar) -> End:
    name = f"{_(NAMES[limit.key])} {limit_words(limit.length, limit.unit)}"
    if limit.extended_by:
        longer = limit_words(limit.extended_by, limit.extended_unit)
        name = _("%(name)s，延期 %(longer)s", name=name, longer=longer)
    if limit.met_at is not None:
        is_late = limit.met_at > limit.due_at
        words = _("超期办结") if is_late else _("按期办结")
        return End(name, limit.due_on, "late" if is_late else "done", words)
    lamp: Light = limit.light(now, calendar)
    return End(name, limit.due_on, lamp.state, lamp.words, limit.is_provisional)


def _terms(
    start: date, until: date, limit: Deadline | None, calendar: Calendar
) -> tuple[Term, ...]:
    """Days since the day that is not counted, less what does not count."""
    gone = [start + ONE_DAY * step for step in range(1, (until - start).days + 1)]
    paused = [day for day in gone if limit is not None and _is_paused(limit, day)]
    rest = [day for day in gone if day not in paused]
    if limit is not None and limit.unit != Unit.WORKING_DAY:
        # Plain days and hours run through weekends and holidays; only what is paused is left out.
        still: list[Term] = [(_("停表"), str(len(paused)), "−")] if paused else []
        return (
            (_("次日起到今天"), _("%(n)s 天", n=len(gone))), *still,
            (_("已用天数"), str(len(rest)), "="),
        )  # fmt: skip
    used = [day for day in rest if calendar.is_working_day(day)]
    off = [day for day in rest if calendar.is_holiday(day)]
    weekend = len(rest) - len(used) - len(off)
    left_out = ((_("周末"), weekend), (_("放假"), len(off)), (_("停表"), len(paused)))
    terms: list[Term] = [(_("次日起到今天"), _("%(n)s 天", n=len(gone)))]
    terms += [(name, str(count), "−") for name, count in left_out if count]
    return (*terms, (_("已用工作日"), str(len(used)), "="))


def _is_paused(limit: Deadline, day: date) -> bool:
    return any(
        date.fromisoformat(pause["first"]) <= day
        and (pause["last"] is None or day <= date.fromisoformat(pause["last"]))
        for pause in limit.pauses
    )

"""How the course of a case stands (办理中的变化), in words for its applicant and its officers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import deadlines_of
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import _
from jointhall.web.stations import Station

from ..models import Case
from ..standing_clock import GROUND
from .models import Extension, Procedure
from .queries import extensions_of, procedures_of

ONE_DAY = timedelta(days=1)

Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Course:
    """What changed on the way: extensions, procedures, and spans of days that do not count.

    `spans` are those of the case; those of `stood` stop what our own offices have to do as well.
    """

    extensions: Sequence[Extension] = ()
    procedures: Sequence[Procedure] = ()
    spans: Sequence[Span] = ()
    stood: Sequence[Span] = ()

    @property
    def running(self) -> Procedure | None:
        """The special procedure under way."""
        return next((one for one in self.procedures if one.is_open), None)

    @property
    def asked(self) -> Extension | None:
        """The extension that waits for the head."""
        return next((one for one in self.extensions if one.status == "open"), None)

    @property
    def granted(self) -> Extension | None:
        return next((one for one in self.extensions if one.status == "granted"), None)

    def counted(self, calendar: Calendar, start: date, end: date) -> int:
        """Working days after start up to and including end, without those that do not count."""
        return _counted(calendar, start, end, self.spans)

    def counted_here(self, calendar: Calendar, start: date, end: date) -> int:
        """The same for what one of our own offices is asked."""
        return _counted(calendar, start, end, self.stood)


def _counted(calendar: Calendar, start: date, end: date, spans: Sequence[Span]) -> int:
    step = -1 if end < start else 1
    first, last = (end, start) if step < 0 else (start, end)
    days = (first + ONE_DAY * n for n in range(1, (last - first).days + 1))
    return step * sum(
        calendar.is_working_day(day) and not any(_covers(span, day) for span in spans)
        for day in days
    )


def _covers(span: Span, day: date) -> bool:
    first, last = span
    return first <= day and (last is None or day <= last)


async def course_of(session: AsyncSession, case: Case) -> Course:
    """The course of a case so far; nothing has changed before it is accepted."""
    if case.accepted_at is None:
        return Course()
    limits = await deadlines_of(session, "case", case.id)
    pauses = next((limit.pauses for limit in limits if limit.key == "promised"), [])
    return Course(
        await extensions_of(session, case.id),
        await procedures_of(session, case.id),
        [_span(pause) for pause in pauses],
        [_span(pause) for pause in pauses if pause["ground"] != GROUND],
    )


def procedure_words(procedure: Procedure, today: date) -> tuple[str, ...]:
    """What the applicant reads while it is under way."""
    if today > procedure.expected_on:
        return (
            _("比估计的久，还没有结束；有疑问打电话问问。"),
            _("这段日子不算在期限里，结束以后接着办。"),
        )
    day = day_words(procedure.expected_on)
    return (_("这段日子不算在期限里，估计到%(day)s，结束以后接着办。", day=day),)


def procedure_station(procedure: Procedure, today: date) -> Station:
    """Its place on the line of stations."""
    began = _("%(day)s开始", day=day_words(on_which_day(procedure.started_at)))
    if procedure.is_open:
        is_over = today > procedure.expected_on
        expected = day_words(procedure.expected_on)
        until = _("比估计的久") if is_over else _("估计到%(day)s", day=expected)
        return Station(procedure.name, "now", (_("停表，不算日子"), began, until))
    ended = procedure.ended_at
    assert ended is not None, "what is not open has ended"
    day = day_words(on_which_day(ended))
    if procedure.status == "called_off":
        return Station(procedure.name, "stopped", (began, _("%(day)s不用再做", day=day)))
    return Station(procedure.name, "done", (began, _("%(day)s结束", day=day)))


def _span(pause: dict[str, Any]) -> Span:
    """First and last day of a pause; of one that runs, the day it is expected to end."""
    last = pause["last"] or pause.get("expected")
    return date.fromisoformat(pause["first"]), date.fromisoformat(last) if last else None

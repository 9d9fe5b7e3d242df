"""Their clock (对方的日子): sent, there, opened, until when, how late and by whom; nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jointhall.exchange.models import Envelope
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.now import on_which_day

from ..steps import Task
from .threads import Thread


@dataclass(frozen=True, slots=True)
class TheirClock:
    """The days of a question that is out; `late` are their working days past it, `ours` ours."""

    sent_at: datetime
    arrived_at: datetime | None
    seen_at: datetime | None
    due_on: date
    answered_at: datetime | None
    late: int
    ours: int


def their_clock(
    task: Task, thread: Thread, envelopes: Sequence[Envelope], *, now: datetime, calendar: Calendar
) -> TheirClock:
    """As both sides reckon it: days on which they wait for our words are not theirs."""
    sent = next((one for one in envelopes if one.id == task.envelope_id), None)
    until = on_which_day(task.answered_at or now)
    is_counted = task.status == "done" or (task.status == "open" and not thread.asked_back_at)
    reply_by = thread.asked_back_due_on
    # Ours moves with the calendar as theirs does, and theirs began when it came to them.
    due_on = max(task.due_on, thread.their_due_on or task.due_on)
    return TheirClock(
        sent_at=task.opened_at,
        arrived_at=sent.delivered_at if sent is not None else None,
        seen_at=thread.seen_at,
        due_on=due_on,
        answered_at=task.answered_at,
        late=_late(due_on, until, calendar) if is_counted else 0,
        ours=_late(reply_by, on_which_day(now), calendar) if reply_by is not None else 0,
    )


def _late(due_on: date, until: date, calendar: Calendar) -> int:
    """Working days past the last day; one at least, because late is late."""
    return max(calendar.working_days_between(due_on, until), 1) if until > due_on else 0

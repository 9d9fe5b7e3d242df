"""Lateness (超期归责): how many working days, and whose they are: the one late, not who waited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.now import BEIJING, on_which_day
from jointhall.kernel.db import tenant_of

from .models import WatchedClock

ONE_DAY = timedelta(days=1)
WHOLE = frozenset({"promised", "statutory"})
"""Limits of the whole case; what is asked of one party has a clock of its own."""

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Span:
    """From the day after it was due until it was done, or until today."""

    first: date
    last: date

    def days(self, calendar: Calendar) -> set[date]:
        """The working days in it; one at least, because late is late."""
        span = [self.first + ONE_DAY * step for step in range((self.last - self.first).days + 1)]
        worked = {day for day in span if calendar.is_working_day(day)}
        return worked or {self.first}


@dataclass(slots=True)
class Figures:
    """What one party was late with."""

    name: str
    kind: Literal["office", "tenant", "peer"] = "office"
    times: int = 0
    days: int = 0
    longest: int = 0
    still: int = 0
    cases: set[str] = field(default_factory=set)

    def add(self, number: str, days: int, *, is_running: bool) -> None:
        self.times += 1
        self.days += days
        self.longest = max(self.longest, days)
        self.still += is_running
        self.cases.add(number)


def late_span(clock: WatchedClock, *, now: datetime) -> Span | None:
    """The days it is or was late; None when it was done in time or is not due yet."""
    end = clock.ended_at or now
    if end <= clock.due_at:
        return None
    first, last = clock.due_on + ONE_DAY, on_which_day(end)
    # Past the hour on the very day, where the limit is in hours.
    return Span(min(first, last), last)


def charged(
    whole: WatchedClock, parts: Iterable[WatchedClock], calendar: Calendar, *, now: datetime
) -> tuple[int, int]:
    """The working days a whole case is late: on the handling township, and on others.

    A day on which another party was past its own day is that party's, and counted there already;
    only the rest is left with whoever handles the case.
    """
    span = late_span(whole, now=now)
    if span is None:
        return 0, 0
    days = span.days(calendar)
    theirs: set[date] = set()
    for part in parts:
        if part.case_id == whole.case_id and part.peer_id is not None:
            late = late_span(part, now=now)
            theirs |= late.days(calendar) & days if late is not None else set()
    return len(days - theirs), len(theirs)


async def late_in(
    session: AsyncSession,
    first: date,
    last: date,
    *,
    now: datetime,
    tenant_id: UUID | None = None,
) -> Sequence[WatchedClock]:
    """Clocks that were late on some day of this period; of every tenant seen, when none is said."""
    begins = datetime.combine(first, datetime.min.time(), BEIJING)
    wanted = select(WatchedClock).where(
        WatchedClock.due_on <= last,
        WatchedClock.due_at < now,
        ~WatchedClock.is_paused,
        or_(
            WatchedClock.ended_at.is_(None) & (WatchedClock.due_at < now),
            (WatchedClock.ended_at > WatchedClock.due_at) & (WatchedClock.ended_at >= begins),
        ),
    )
    if tenant_id is not None:
        wanted = wanted.where(WatchedClock.tenant_id == tenant_id)
    found = await session.scalars(wanted.order_by(WatchedClock.due_at).limit(MOST))
    return found.all()


@dataclass(frozen=True, slots=True)
class Accounts:
    """A township's month: what its offices were late with, whom it waited for, whole cases."""

    offices: tuple[Figures, ...]
    peers: tuple[Figures, ...]
    whole_times: int
    whole_days: int
    whole_theirs: int


def accounts_of(clocks: Sequence[WatchedClock], calendar: Calendar, *, now: datetime) -> Accounts:
    """Adds up the late clocks of one tenant, each against the party that was late."""
    offices: dict[str, Figures] = {}
    peers: dict[str, Figures] = {}
    whole_times = whole_days = whole_theirs = 0
    for clock in clocks:
        span = late_span(clock, now=now)
        if span is None:
            continue
        if clock.key in WHOLE:
            if clock.key == "promised":
                ours, theirs = charged(clock, clocks, calendar, now=now)
                whole_times += 1
                whole_days += ours
                whole_theirs += theirs
            continue
        name = clock.party_name if clock.peer_id is not None else clock.office_name
        kept = peers if clock.peer_id is not None else offices
        figures = kept.setdefault(
            name, Figures(name, "peer" if clock.peer_id is not None else "office")
        )
        figures.add(clock.case_number, len(span.days(calendar)), is_running=clock.ended_at is None)

    def worst_first(kept: dict[str, Figures]) -> tuple[Figures, ...]:
        return tuple(sorted(kept.values(), key=lambda one: (-one.days, one.name)))

    return Accounts(worst_first(offices), worst_first(peers), whole_times, whole_days, whole_theirs)


async def accounts_here(
    session: AsyncSession, calendar: Calendar, first: date, last: date, *, now: datetime
) -> Accounts:
    """The same for this tenant and period."""
    clocks = await late_in(session, first, last, now=now, tenant_id=tenant_of(session))
    return accounts_of(clocks, calendar, now=now)

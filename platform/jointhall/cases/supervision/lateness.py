"""Lateness (超期归责): how many working days, and whose they are: the one late, not who waited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.now import BEIJING, on_which_day

from .models import WatchedClock

ONE_DAY = timedelta(days=1)
WHOLE = frozenset({"promised", "statutory"})
"""Limits of the whole case; what is asked of one party has a clock of its own."""

MOST = 20_000


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both counted."""

    first: date
    last: date

    def only(self, days: set[date]) -> set[date]:
        """Those of these days that fall into it."""
        return {day for day in days if self.first <= day <= self.last}


@dataclass(slots=True)
class Figures:
    """What one party was late with; `still` counts what is not done yet."""

    name: str
    times: int = 0
    days: int = 0
    longest: int = 0
    still: int = 0

    def add(self, days: int, *, is_running: bool) -> None:
        self.times += 1
        self.days += days
        self.longest = max(self.longest, days)
        self.still += is_running


def late_days(clock: WatchedClock, calendar: Calendar, *, now: datetime) -> set[date]:
    """The working days it is or was late, the days it stood still left out; one at least.

    Empty when it was done in time or is not due yet.
    """
    end = clock.ended_at or now
    if end <= clock.due_at:
        return set()
    last = on_which_day(end)
    # Past the hour on the very day, where the limit is in hours.
    first = min(clock.due_on + ONE_DAY, last)
    span = [first + ONE_DAY * step for step in range((last - first).days + 1)]
    counted = [day for day in span if not clock.stood_on(day)]
    # Late is late, even when only days off have gone by since.
    return {day for day in counted if calendar.is_working_day(day)} or set(counted[:1])


def charged(
    whole: WatchedClock, parts: Iterable[WatchedClock], calendar: Calendar, *, now: datetime
) -> tuple[set[date], set[date]]:
    """The days a whole case is late: those left with the handling township, and those of others.

    A day on which another party was past its own day is that party's, and counted there already;
    only the rest is left with whoever handles the case.
    """
    days = late_days(whole, calendar, now=now)
    theirs: set[date] = set()
    for part in parts:
        if part.case_id == whole.case_id and part.peer_id is not None:
            theirs |= late_days(part, calendar, now=now) & days
    return days - theirs, theirs


async def late_in(
    session: AsyncSession,
    period: Period,
    *,
    now: datetime,
    tenant_id: UUID | None = None,
) -> Sequence[WatchedClock]:
    """Clocks that were late on some day of this period; of every tenant seen, when none is said."""
    begins = datetime.combine(period.first, datetime.min.time(), BEIJING)
    wanted = select(WatchedClock).where(
        WatchedClock.due_on <= period.last,
        WatchedClock.due_at < now,
        or_(
            WatchedClock.ended_at.is_(None),
            (WatchedClock.ended_at > WatchedClock.due_at) & (WatchedClock.ended_at >= begins),
        ),
    )
    if tenant_id is not None:
        wanted = wanted.where(WatchedClock.tenant_id == tenant_id)
    found = await session.scalars(wanted.order_by(WatchedClock.due_at).limit(MOST))
    return found.all()


@dataclass(frozen=True, slots=True)
class Accounts:
    """A township's period: what its offices were late with, whom it waited for, whole cases.

    Of the days whole cases were late, `whole_theirs` are those of others it had to wait for.
    """

    offices: tuple[Figures, ...]
    peers: tuple[Figures, ...]
    whole_times: int
    whole_days: int
    whole_theirs: int

    @property
    def times(self) -> int:
        return sum(one.times for one in self.offices)

    @property
    def days(self) -> int:
        return sum(one.days for one in self.offices)

    @property
    def longest(self) -> int:
        return max((one.longest for one in self.offices), default=0)


def accounts_of(
    clocks: Sequence[WatchedClock], calendar: Calendar, period: Period, *, now: datetime
) -> Accounts:
    """Adds up the late clocks of one tenant, each against the party that was late.

    Only the days of the period count in it: what ran on from the month before was counted there.
    """
    offices: dict[str, Figures] = {}
    peers: dict[str, Figures] = {}
    whole_times = whole_days = whole_theirs = 0
    for clock in clocks:
        if clock.key in WHOLE:
            if clock.key == "promised":
                ours, theirs = charged(clock, clocks, calendar, now=now)
                whole_times += bool(period.only(ours | theirs))
                whole_days += len(period.only(ours))
                whole_theirs += len(period.only(theirs))
            continue
        days = period.only(late_days(clock, calendar, now=now))
        if not days:
            continue
        is_ours = clock.peer_id is None
        name = clock.office_name if is_ours else clock.party_name
        figures = (offices if is_ours else peers).setdefault(name, Figures(name))
        figures.add(len(days), is_running=clock.ended_at is None)

    def worst_first(kept: dict[str, Figures]) -> tuple[Figures, ...]:
        return tuple(sorted(kept.values(), key=lambda one: (-one.days, one.name)))

    return Accounts(worst_first(offices), worst_first(peers), whole_times, whole_days, whole_theirs)

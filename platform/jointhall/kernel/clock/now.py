"""The time of day at the counter: Beijing time, which a test may set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Protocol

# China has kept one zone without summer time since 1991; a fixed offset needs no zone files.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved on."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def move_on(self, by: timedelta) -> None:
        self.at += by


_clock: Clock = SystemClock()


def now() -> datetime:
    """This moment, in Beijing time."""
    return _clock.now().astimezone(BEIJING)


def today() -> date:
    """Today's date in Beijing."""
    return now().date()


def on_which_day(moment: datetime) -> date:
    """The Beijing date a moment falls on."""
    return moment.astimezone(BEIJING).date()


@contextmanager
def clock_at(clock: Clock | datetime) -> Iterator[Clock]:
    """Let the whole process see another clock, workers in it included."""
    global _clock
    before = _clock
    _clock = FixedClock(clock) if isinstance(clock, datetime) else clock
    try:
        yield _clock
    finally:
        _clock = before


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When the counter is open on a working day (办公时间)."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)

    def closing_on(self, day: date) -> datetime:
        """When a day's business ends; a deadline falls then (Civil Code, article 203)."""
        return datetime.combine(day, self.closes, BEIJING)

    def is_open_at(self, moment: datetime) -> bool:
        """Whether the counter is open at that time of day, leaving aside which day it is."""
        return self.opens <= moment.astimezone(BEIJING).time() < self.closes

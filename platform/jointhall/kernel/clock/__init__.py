"""The clock (时限): what day it is, which days are worked, and when something is due."""

from jointhall.kernel.clock.now import (
    BEIJING,
    Clock,
    FixedClock,
    SystemClock,
    clock_at,
    now,
    on_which_day,
    today,
)

__all__ = [
    "BEIJING",
    "Clock",
    "FixedClock",
    "SystemClock",
    "clock_at",
    "now",
    "on_which_day",
    "today",
]

"""The light (时限灯) of a deadline: a colour, and always the word that says the same."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil

from jointhall.kernel.clock.calendar import Calendar, national_calendar
from jointhall.kernel.clock.now import BEIJING, OpeningHours, on_which_day
from jointhall.kernel.clock.reckoning import Reckoning, Unit
from jointhall.kernel.words import _

HOUR = timedelta(hours=1)
NEAR_DAYS = 1
NEAR_HOURS = 4


class Colour(StrEnum):
    """The colours of a light; each is always shown with its word."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Light:
    """What to show beside a deadline; left is in the limit's own unit, negative when overdue."""

    colour: Colour
    words: str
    left: int

    @property
    def state(self) -> str:
        """What the pages call this colour."""
        return {"green": "ok", "yellow": "soon", "red": "late", "paused": "paused"}[self.colour]


def light(
    due: Reckoning | date | datetime,
    now: datetime,
    *,
    unit: Unit | str = Unit.WORKING_DAY,
    calendar: Calendar | None = None,
    paused: bool = False,
    near: int | None = None,
) -> Light:
    """The light at this moment; yellow from `near` working days (or days, or hours) before."""
    if isinstance(due, Reckoning):
        unit, paused = due.unit, paused or due.paused
        due = due.due_at
    due_at = due if isinstance(due, datetime) else OpeningHours().closing_on(due)
    unit = Unit(unit)
    if unit is Unit.HOUR:
        return _by_hours(due_at, now, paused=paused, near=NEAR_HOURS if near is None else near)
    left = _days_left(due_at, now, unit, calendar or national_calendar())
    if paused:
        return Light(Colour.PAUSED, _("停表，不计时"), left)
    if left < 0:
        return Light(Colour.RED, _("已超期 %(n)s 天", n=-left), left)
    if left == 0:
        return Light(Colour.YELLOW, _("今天到期"), 0)
    if left <= (NEAR_DAYS if near is None else near):
        return Light(Colour.YELLOW, _("将到期，剩 %(n)s 天", n=left), left)
    return Light(Colour.GREEN, _("在期，剩 %(n)s 天", n=left), left)


def _days_left(due_at: datetime, now: datetime, unit: Unit, calendar: Calendar) -> int:
    today, due_on = now.astimezone(BEIJING).date(), on_which_day(due_at)
    plain = (due_on - today).days
    if unit is Unit.DAY:
        return plain
    left = calendar.working_days_between(today, due_on)
    # Past the day, even when only days off have gone by since: late is late.
    return min(left, -1) if plain < 0 else left


def _by_hours(due_at: datetime, now: datetime, *, paused: bool, near: int) -> Light:
    left = ceil((due_at - now) / HOUR)
    if paused:
        return Light(Colour.PAUSED, _("停表，不计时"), left)
    if now > due_at:
        over = max(1, ceil((now - due_at) / HOUR))
        return Light(Colour.RED, _("已超期 %(n)s 小时", n=over), -over)
    if left <= near:
        return Light(Colour.YELLOW, _("将到期，剩 %(n)s 小时", n=left), left)
    return Light(Colour.GREEN, _("在期，剩 %(n)s 小时", n=left), left)

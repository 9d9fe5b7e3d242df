"""When something of a case is due: reckoned with the county's calendar."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_of
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.reckoning import Reckoning, Unit
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place


async def due_in(
    session: AsyncSession, tools: Tools, place: Place, working_days: int, *, basis: str = ""
) -> Reckoning:
    """So many working days from today, with every day on the way there."""
    calendar = await calendar_of(session, place.county_id)
    today = on_which_day(tools.clock.now())
    return _reckoned(today, working_days, calendar.edition, _Held(calendar), basis)


class _Held:
    """A calendar as part of a cache key: its edition says all there is to say."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def __hash__(self) -> int:
        return hash(self.calendar.edition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.calendar.edition == self.calendar.edition


@lru_cache(maxsize=2048)
def _reckoned(start: date, length: int, _edition: str, held: _Held, basis: str) -> Reckoning:
    return reckon(start, length, Unit.WORKING_DAY, held.calendar, basis)

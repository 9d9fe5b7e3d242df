"""The working calendar a case is reckoned with."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.calendar import Calendar


async def calendar_of(session: AsyncSession) -> Calendar:
    """The working calendar in force here, asked for once in a transaction."""
    if "calendar" not in session.info:
        session.info["calendar"] = await calendar_here(session)
    calendar: Calendar = session.info["calendar"]
    return calendar

"""The clock stands (停表) while a notice is up, where the sheet says that law does not count it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import open_deadline_of
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import N_, _
from jointhall.service_items.flow import stops_the_clock
from jointhall.service_items.sheets import Sheet

from .dates import calendar_of
from .models import Case

GROUND = N_("公示")
_LIMITS = (("promised", "due_on"), ("statutory", "statutory_due_on"))


async def stand_for_notice(
    session: AsyncSession, tools: Tools, sheet: Sheet, case: Case, *, posted: date, until: date
) -> None:
    """Takes the days of a notice, from the one after its posting, out of both limits of a case."""
    if not stops_the_clock(sheet):
        return
    if await leave_out_notice(session, case, posted=posted, until=until):
        words = _("公示到%(day)s，这些天依法不算在办结时限里", day=day_words(until))
        case.note("clock.stood", by=SYSTEM, at=tools.clock.now(), words=words)


async def leave_out_notice(
    session: AsyncSession, case: Case, *, posted: date, until: date, only_again: bool = False
) -> bool:
    """The same without a word; whether any day moved.

    `only_again`: where it was left out before, and now ends on another day.
    """
    calendar, first, moved = await calendar_of(session), posted + timedelta(days=1), False
    for key, shown in _LIMITS:
        deadline = await open_deadline_of(session, "case", case.id, key)
        if deadline is None:
            continue
        begun = (first.isoformat(), GROUND)
        before = [one["last"] for one in deadline.pauses if (one["first"], one["ground"]) == begun]
        if before == [until.isoformat()] or (only_again and not before):
            continue
        deadline.leave_out(first, until, GROUND, calendar)
        setattr(case, shown, deadline.due_on)
        moved = True
    return moved

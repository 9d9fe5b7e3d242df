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
    session: AsyncSession, tools: Tools, sheet: Sheet, case: Case, *, after: date, until: date
) -> None:
    """Takes the days after one day, up to and including another, out of both limits of a case."""
    if not stops_the_clock(sheet) or until <= after:
        return
    calendar = await calendar_of(session)
    for key, shown in _LIMITS:
        deadline = await open_deadline_of(session, "case", case.id, key)
        if deadline is not None:
            deadline.leave_out(after + timedelta(days=1), until, GROUND, calendar)
            setattr(case, shown, deadline.due_on)
    words = _("公示到%(day)s，这些天依法不算在办结时限里", day=day_words(until))
    case.note("clock.stood", by=SYSTEM, at=tools.clock.now(), words=words)

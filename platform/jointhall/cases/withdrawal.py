"""Withdrawal (撤回): the applicant takes the matter back, and nobody has to answer any more."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.queries import edition_of

from .correspondence import write_letter
from .counters import place_of
from .course.calling_off import call_everything_off
from .models import Case


async def withdraw(session: AsyncSession, tools: Tools, case: Case, *, by: Actor) -> None:
    """Closes the case, takes its notice down, calls off every open task, here and elsewhere.

    The applicant has it in writing, so that nobody can say later that it was never withdrawn.
    """
    case.withdraw(by=by, at=tools.clock.now())
    await call_everything_off(session, tools, case)
    place = await place_of(tools, case.tenant_id)
    sheet = await edition_of(session, case.item_code, case.edition)
    await write_letter(session, tools, place, sheet, case, "withdrawal", by=by)

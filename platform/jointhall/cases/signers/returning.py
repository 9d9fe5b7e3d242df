"""Returning (退回后再接着办): when a step that was sent back is done, its sender goes on."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import deadlines_of
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Sheet

from ..clocks import start_answer_clock
from ..models import Case
from ..steps import Step, Task


async def take_up_again(
    session: AsyncSession, tools: Tools, sheet: Sheet, case: Case, task_id: UUID
) -> UUID | None:
    """Asks the one who sent the case back again, with the days they had at first.

    What others said in that step stands. Gives the step that is open again; None when it was the
    decision.
    """
    task = await session.get_one(Task, (case.tenant_id, task_id), with_for_update=True)
    limits = await deadlines_of(session, "task", task.id)
    task.become("open")
    task.due_on = await start_answer_clock(
        session, tools, "task", task.id, limits[0].length if limits else 1, task.party_name
    )
    step = None
    if task.step_id is not None:
        step = await session.get_one(Step, (case.tenant_id, task.step_id))
        step.become("open")
    case.step_code = step.code if step is not None else sheet.steps[-1].code
    name = step.name if step is not None else _("决定")
    words = _("退回的办好了，回到“%(step)s”接着办", step=name)
    case.note("step.returned", by=SYSTEM, at=tools.clock.now(), words=words)
    return None if step is None else step.id

"""Coming back (回到手里): whoever asked has a working day to say what becomes of the question."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import open_deadline
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import N_

from ..counters import place_of
from ..dates import calendar_of
from ..models import Case
from .threads import Thread

BACK_WITHIN = 1


async def lies_with_us_again(
    session: AsyncSession, tools: Tools, case: Case, thread: Thread
) -> None:
    """The day is ours, whoever it came back from."""
    now = tools.clock.now()
    thread.desk_since, thread.back_since = None, now
    deadline = await open_deadline(
        session, subject_kind="thread", subject_id=thread.id, key="back", start=now,
        length=BACK_WITHIN, basis=N_("退回来的一问，一个工作日内说怎么办"),
        owner=(await place_of(tools, case.tenant_id)).name, calendar=await calendar_of(session),
    )  # fmt: skip
    thread.back_due_on = deadline.due_on

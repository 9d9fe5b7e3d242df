"""Recall (撤回意见): one's own word taken back, while nobody has built on it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import run_on
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _

from ..clocks import stop_clocks
from ..course.clock import stand_with_the_case
from ..models import Case
from ..standing_in import Desk
from ..steps import Step, Task
from .table import must_be_possible
from .turns import added_to, call_off_below


async def recall(
    session: AsyncSession, tools: Tools, case: Case, task: Task, *, desk: Desk
) -> None:
    """Takes back a word: the seat is asked again, on the days it had; the history keeps both."""
    must_be_possible(desk, case, task, "recall")
    asker = None
    if task.step_id is not None:
        step = await session.get_one(Step, (case.tenant_id, task.step_id))
        if step.status != "open":
            raise Refusal(_("这一步已经结束了，意见不能再撤回。"), what_next=_too_late())
    if task.added_how == "before" and task.added_to is not None:
        asker = await session.get_one(Task, (case.tenant_id, task.added_to), with_for_update=True)
        if asker.status not in ("open", "waiting"):
            raise Refusal(_("请您看的人已经接着办了，意见不能再撤回。"), what_next=_too_late())
    now = tools.clock.now()
    behind = await added_to(session, task, how="after")
    if any(one.status == "done" for one in behind):
        raise Refusal(_("后面的人已经签了，意见不能再撤回。"), what_next=_too_late())
    by = desk.actor(task.office, task)
    task.take_back()
    await run_on(session, "task", task.id, as_of=on_which_day(now))
    await stand_with_the_case(session, tools, case, task)
    if asker is not None and asker.status == "open":
        asker.become("waiting")
    for one in behind:
        # Whom they have asked first is not needed until it is their turn again.
        await call_off_below(session, tools, one, how="before")
        await stop_clocks(session, "task", one.id, at=now)
        if one.status == "open":
            one.become("waiting")
    words = _("%(office)s%(who)s撤回了刚才的意见，重新看", office=by.office, who=by.name)
    case.note("task.recalled", by=by, at=now, words=words, task=task.key)


def _too_late() -> str:
    return _("有新的情况，写在内部备注里，或者告诉负责人。")

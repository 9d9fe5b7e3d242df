"""Sending back (退回): to any earlier step, from there all again or straight back to the sender."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Step as SheetStep
from jointhall.web.place import Place

from ..circulation import open_step
from ..clocks import stop_clocks
from ..models import Case
from ..queries import steps_of
from ..standing_in import Desk
from ..steps import Step, Task
from .calling_off import call_off_all
from .table import must_be_possible

AGAIN, STRAIGHT = "again", "straight"
SENT_BACK = "sent_back"


def steps_before(sheet: Sheet, opened: Sequence[Step], task: Task) -> Sequence[SheetStep]:
    """The steps before this task's that were taken, in the order of the sheet.

    None while its own step is suspended: somebody has sent that back already.
    """
    mine = next((one for one in opened if one.id == task.step_id), None)
    if mine is not None and mine.status == SENT_BACK:
        return ()
    codes = [step.code for step in sheet.steps]
    limit = codes.index(mine.code) if mine is not None else len(codes)
    taken = {one.code for one in opened}
    return [step for step in sheet.steps[:limit] if step.code in taken]


def may_come_straight_back(opened: Sequence[Step]) -> bool:
    """Not after a step that did not pass: those behind it were not taken, and none is skipped."""
    latest = {one.code: one.status for one in sorted(opened, key=lambda one: one.seq)}
    return "refused" not in latest.values()


async def send_back(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, case: Case, task: Task, *,
    to: str, how: str, desk: Desk, why: str,
) -> None:  # fmt: skip
    """Opens an earlier step again, with the reason; the case's own clocks go on meanwhile.

    `again`: every step from there is taken anew. `straight`: when that step is done the case comes
    back to this task, and what others have said in its step meanwhile stands.
    """
    must_be_possible(desk, case, task, "sending-back")
    step = await session.get_one(Step, (case.tenant_id, task.step_id)) if task.step_id else None
    if step is not None and step.status == SENT_BACK:
        raise Refusal(
            _("这一步已经有人退回去了，正在那里重新办。"), what_next=_("等它回来，再看要不要退。")
        )
    target = await _target(session, sheet, case, task, to=to, how=how)
    now, by = tools.clock.now(), desk.actor(task.office, task)
    if how == STRAIGHT:
        words = _("退回到“%(step)s”，办好直接回来", step=target.name)
    else:
        words = _("退回到“%(step)s”，从那里重新走", step=target.name)
    told = _("%(office)s%(words)s", office=by.office, words=words)
    case.note("task.sent_back", by=by, at=now, words=told, note=why, task=task.key, to=to, how=how)
    await stop_clocks(session, "task", task.id, at=now)
    if how == AGAIN:
        await call_off_all(session, tools, case, at=now, but=task)
    task.become(SENT_BACK)
    if step is not None and how == AGAIN:
        step.end(SENT_BACK, at=now)
    elif step is not None:
        step.become(SENT_BACK)
    await session.flush()
    opened = await open_step(
        session, tools, place, sheet, case, target,
        by=by, returns_to=task.id if how == STRAIGHT else None,
    )  # fmt: skip
    if not opened:
        raise Refusal(_("“%(step)s”现在没有人可以问，退不回去。", step=target.name))


async def _target(
    session: AsyncSession, sheet: Sheet, case: Case, task: Task, *, to: str, how: str
) -> SheetStep:
    troubles = {}
    opened = await steps_of(session, case)
    target = next((one for one in steps_before(sheet, opened, task) if one.code == to), None)
    if target is None:
        troubles["to"] = _("请选退回到哪一步。")
    if how not in (AGAIN, STRAIGHT):
        troubles["how"] = _("请选退回以后怎么走。")
    elif how == STRAIGHT and not may_come_straight_back(opened):
        troubles["how"] = _("有一步没有通过，后面的步骤还没走，只能从退到的那一步起重新走。")
    if troubles or target is None:
        raise BadForm(troubles)
    return target

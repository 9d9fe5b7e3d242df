"""Passing on (沿用意见): whoever agreed earlier in line is not asked the same again.

Only where the sheet says so (沿用前面的意见), only an agreement, and only when the very person who
gave it is who would answer now: nobody's word is passed on by somebody else.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Sheet

from ..clocks import stop_clocks
from ..models import Case
from ..steps import Step, Task
from ..visits import visit_of_task
from .hands import officers_for


async def pass_words_on(
    session: AsyncSession, tools: Tools, sheet: Sheet, case: Case, step: Step
) -> bool:
    """Answers the tasks of a step that was just opened by words already given; whether any was."""
    sheet_step = sheet.step(step.code)
    if sheet_step is None or not sheet_step.passes_on:
        return False
    earlier = await _words_before(session, sheet, case, step)
    asked = await session.scalars(
        select(Task).where(
            Task.tenant_id == case.tenant_id, Task.step_id == step.id, Task.status == "open",
            Task.peer_id.is_(None),
        )
    )  # fmt: skip
    now, passed = tools.clock.now(), False
    for task in list(asked):
        if await visit_of_task(session, task.id) is not None:
            continue
        hands = {str(id) for id in await officers_for(session, task)}
        said = next((one for one in earlier if one.answered_by_id in hands), None)
        if said is None:
            continue
        task.answer("agree", said.opinion, by=said.answered_by, by_id=said.answered_by_id, at=now)
        await stop_clocks(session, "task", task.id, at=now)
        who = said.answered_by
        words = _("%(who)s前面已经同意，“%(step)s”不再问第二遍", who=who, step=step.name)
        case.note("task.passed_on", by=SYSTEM, at=now, words=words, task=task.key)
        passed = True
    return passed


async def _words_before(session: AsyncSession, sheet: Sheet, case: Case, step: Step) -> list[Task]:
    """Agreements of our own in the steps before this one as they were taken last, newest first."""
    codes = [one.code for one in sheet.steps]
    before = codes[: codes.index(step.code)]
    opened = await session.scalars(
        select(Step)
        .where(Step.tenant_id == case.tenant_id, Step.case_id == case.id, Step.code.in_(before))
        .order_by(Step.seq)
    )
    latest = {one.code: one for one in opened}
    passed = [one.id for one in latest.values() if one.status == "agreed"]
    words = await session.scalars(
        select(Task)
        .where(
            Task.tenant_id == case.tenant_id, Task.step_id.in_(passed), Task.status == "done",
            Task.vote == "agree", Task.peer_id.is_(None), Task.answered_by_id != "",
        )
        .order_by(Task.answered_at.desc(), Task.id)
    )  # fmt: skip
    return list(words)

"""Calling off (不用再答): what is asked of somebody is taken back, here and by envelope."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.kernel.db import standing_of
from jointhall.kernel.tools import Tools

from ..clocks import stop_clocks
from ..joint.thanks import tell_the_desk, thanks_of
from ..joint.threads import Thread
from ..models import Case
from ..steps import Step, Task

UNSAID = ("open", "waiting", "sent_back", "bounced")
"""What a task is while its word is still to come."""


async def call_off(
    session: AsyncSession, tools: Tools, case: Case, task: Task, *, at: datetime
) -> None:
    """This party need not answer any more; another tenant hears why, and who decided it."""
    is_back = task.status == "bounced"
    task.call_off()
    await stop_clocks(session, "task", task.id, at=at)
    if task.peer_id is None:
        return
    await stop_clocks(session, "thread", task.id, at=at)
    thread = await session.get(Thread, (task.tenant_id, task.id), with_for_update=True)
    if thread is not None:
        thread.settle()
    if is_back:
        tell_the_desk(session, tools, case, task)
    said = await session.scalars(
        select(Task).where(
            Task.tenant_id == case.tenant_id, Task.step_id == task.step_id, Task.status == "done"
        )
    )
    thanks = thanks_of(case, said, county_id=standing_of(session).county_id)
    exchange.send(
        session, tools, to=task.peer_id, kind="approval.withdrawn", thread=task.id,
        body={"case_number": case.number, "words": thanks},
    )  # fmt: skip


async def call_off_all(
    session: AsyncSession, tools: Tools, case: Case, *, at: datetime, but: Task | None = None
) -> None:
    """Nobody need answer any more; steps that waited for somebody are over.

    `but` is a task that sees to itself, and to its step.
    """
    tasks = await session.scalars(
        select(Task)
        .where(Task.tenant_id == case.tenant_id, Task.case_id == case.id, Task.status.in_(UNSAID))
        .with_for_update()
    )
    for task in tasks:
        if task is not but:
            await call_off(session, tools, case, task, at=at)
    for step in await steps_not_over(session, case):
        if but is None or step.id != but.step_id:
            step.end("called_off", at=at)


async def steps_not_over(session: AsyncSession, case: Case) -> list[Step]:
    """The step that is open, and those that wait for what was sent back from them."""
    found = await session.scalars(
        select(Step).where(
            Step.tenant_id == case.tenant_id, Step.case_id == case.id, Step.finished_at.is_(None)
        )
    )
    return list(found)

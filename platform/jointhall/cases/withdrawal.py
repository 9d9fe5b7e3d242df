"""Withdrawal (撤回): the applicant takes the matter back, and nobody has to answer any more."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor

from .clocks import stop_clocks
from .models import Case
from .steps import Task


async def withdraw(session: AsyncSession, tools: Tools, case: Case, *, by: Actor) -> None:
    """Closes the case and calls off every open task, here and in other tenants."""
    now = tools.clock.now()
    case.withdraw(by=by, at=now)
    await stop_clocks(session, "case", case.id, at=now)
    tasks = await session.scalars(
        select(Task)
        .where(Task.tenant_id == case.tenant_id, Task.case_id == case.id, Task.status == "open")
        .with_for_update()
    )
    for task in tasks:
        task.call_off()
        await stop_clocks(session, "task", task.id, at=now)
        if task.peer_id is not None:
            exchange.send(
                session, tools, to=task.peer_id, kind="approval.withdrawn", thread=task.id,
                body={"case_number": case.number},
            )  # fmt: skip

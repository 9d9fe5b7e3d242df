"""Withdrawal (撤回): the applicant takes the matter back, and nobody has to answer any more."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.messages.actions import tell

from .clocks import stop_clocks
from .models import Case
from .notice_queries import hold_running, open_objections
from .notices import Standing
from .posting import KEY
from .steps import Task


async def withdraw(session: AsyncSession, tools: Tools, case: Case, *, by: Actor) -> None:
    """Closes the case, takes its notice down, calls off every open task, here and elsewhere."""
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
    # Held without a word on objections: an applicant's own transaction sees nobody else's.
    for notice in await hold_running(session, case):
        notice.end(Standing.WITHDRAWN, at=now)
        await stop_clocks(session, KEY, notice.id, at=now)
        if notice.open_objections:
            await later(session, let_lapse, notice_id=str(notice.id))


@job("cases.let_lapse")
async def let_lapse(work: Work, *, notice_id: str) -> None:
    """What was objected to is withdrawn: the objections need no answer, and objectors are told."""
    for objection in await open_objections(work.session, UUID(notice_id)):
        objection.lapse()
        await tell(
            work.session, work.tools.secrets, objection.resident_id, "objection.lapsed",
            _("您提过异议的公示%(number)s，申请人已经撤回申请，不用再核实。",
              number=objection.number.rpartition("-")[0]),
            f"/objections/{objection.number}", now=work.tools.clock.now(),
        )  # fmt: skip

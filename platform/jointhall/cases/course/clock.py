"""The limits of a case, moved together: longer, standing still, going on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.models import Deadline
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools

from ..dates import calendar_of
from ..models import Case
from ..standing_clock import GROUND as NOTICE
from ..steps import Task

LIMITS = {"promised": "due_on", "statutory": "statutory_due_on"}
"""The limits of a case, and where the case itself shows the day."""

ONE_DAY = timedelta(days=1)


async def limits_of(session: AsyncSession, case: Case, *, hold: bool = False) -> Sequence[Deadline]:
    """The limits of a case that run."""
    asked = _running(case, "case", [case.id], LIMITS)
    found = await session.scalars(asked.with_for_update() if hold else asked)
    return found.all()


async def stand_still(
    session: AsyncSession, tools: Tools, case: Case, *, ground: str, document: str, expected: date
) -> None:
    """From tomorrow no day counts, neither for the case nor for what our own offices have to do.

    Whoever was asked by envelope goes on looking: their days are theirs.
    """
    calendar = await calendar_of(session)
    first = on_which_day(tools.clock.now()) + ONE_DAY
    for deadline in await limits_of(session, case, hold=True):
        deadline.pause(first, ground, calendar, document=document, expected=expected)
        setattr(case, LIMITS[deadline.key], deadline.due_on)
    for task, deadline in await _own_tasks(session, case):
        deadline.pause(first, ground, calendar, document=document, expected=expected)
        task.due_on = deadline.due_on


async def go_on(
    session: AsyncSession, tools: Tools, case: Case, *, ground: str, stood_after: date
) -> None:
    """From tomorrow days count again; what was asked of an office meanwhile loses none either."""
    calendar, today = await calendar_of(session), on_which_day(tools.clock.now())
    for deadline in await limits_of(session, case, hold=True):
        deadline.resume(today, calendar)
        setattr(case, LIMITS[deadline.key], deadline.due_on)
    for task, deadline in await _own_tasks(session, case):
        if deadline.is_paused:
            deadline.resume(today, calendar)
        else:
            first = max(on_which_day(deadline.start_at), stood_after) + ONE_DAY
            if first <= today:
                deadline.leave_out(first, today, ground, calendar)
        task.due_on = deadline.due_on


async def stand_with_the_case(session: AsyncSession, tools: Tools, case: Case, task: Task) -> None:
    """A word that was taken back: its clock stands, and stood, where a procedure made all stand."""
    calendar, today = await calendar_of(session), on_which_day(tools.clock.now())
    of_case = (await limits_of(session, case))[0].pauses
    stood = [pause for pause in of_case if pause["ground"] != NOTICE]
    for one, deadline in await _own_tasks(session, case):
        if one.id == task.id:
            deadline.stand_like(stood, calendar, as_of=today)
            task.due_on = deadline.due_on


async def expect(session: AsyncSession, case: Case, *, expected: date) -> None:
    """It takes longer than was thought: the day everything is due moves along."""
    calendar = await calendar_of(session)
    for deadline in await limits_of(session, case, hold=True):
        deadline.expect(expected, calendar)
        setattr(case, LIMITS[deadline.key], deadline.due_on)
    for task, deadline in await _own_tasks(session, case):
        deadline.expect(expected, calendar)
        task.due_on = deadline.due_on


async def _own_tasks(session: AsyncSession, case: Case) -> list[tuple[Task, Deadline]]:
    found = await session.scalars(
        select(Task)
        .where(
            Task.tenant_id == case.tenant_id,
            Task.case_id == case.id,
            Task.peer_id.is_(None),
            Task.status.in_(("open", "waiting")),
        )
        .with_for_update()
    )
    tasks = {task.id: task for task in found}
    limits = await session.scalars(_running(case, "task", tasks, ("answer",)).with_for_update())
    return [(tasks[limit.subject_id], limit) for limit in limits]


def _running(case: Case, kind: str, ids: Iterable[UUID], keys: Iterable[str]) -> Select[Deadline]:
    return (
        select(Deadline)
        .where(
            Deadline.tenant_id == case.tenant_id,
            Deadline.subject_kind == kind,
            Deadline.subject_id.in_(list(ids)),
            Deadline.key.in_(list(keys)),
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
        )
        .order_by(Deadline.opened_at, Deadline.id)
    )

"""The clocks of a case (时限): statutory and promised, and one for each party asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import Moved, open_deadline, when_moved
from jointhall.kernel.clock.reckoning import Unit
from jointhall.kernel.db import tenant_of
from jointhall.kernel.plain import run
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import N_
from jointhall.service_items.sheets import Limit, Sheet
from jointhall.web.place import Place

from .dates import calendar_of
from .models import Case
from .queries import hold_case
from .steps import Referral, Task

UNITS = {"workday": Unit.WORKING_DAY, "day": Unit.DAY, "hour": Unit.HOUR}


async def start_clocks(
    session: AsyncSession, place: Place, sheet: Sheet, case: Case, *, at: datetime
) -> None:
    """Both limits run from the day of acceptance, which is not counted (行政许可法 42, 82)."""
    law = sheet.laws[0] if sheet.laws else None
    basis = f"{law.name}{law.article}" if law else ""
    promised = N_("本事项的承诺办结时限")
    case.due_on = await _start(
        session, at, case.id, "promised", sheet.promised_limit, promised, place.name
    )
    if sheet.statutory_limit is not None:
        case.statutory_due_on = await _start(
            session, at, case.id, "statutory", sheet.statutory_limit, basis, place.name
        )


async def start_answer_clock(
    session: AsyncSession, tools: Tools, kind: str, id: UUID, working_days: int, owner: str
) -> date:
    """The days a party has to answer (`task` or `referral`); counted against that party alone."""
    deadline = await open_deadline(
        session,
        subject_kind=kind,
        subject_id=id,
        key="answer",
        start=tools.clock.now(),
        length=working_days,
        basis=N_("办事指南里这一步的期限"),
        owner=owner,
        calendar=await calendar_of(session),
    )
    return deadline.due_on


async def _start(
    session: AsyncSession,
    at: datetime,
    id: UUID,
    key: str,
    limit: Limit,
    basis: str,
    owner: str,
) -> date:
    deadline = await open_deadline(
        session,
        subject_kind="case",
        subject_id=id,
        key=key,
        start=at,
        length=limit.count,
        unit=UNITS[limit.unit.code],
        basis=basis,
        owner=owner,
        calendar=await calendar_of(session),
    )
    return deadline.due_on


async def stop_clocks(session: AsyncSession, kind: str, id: UUID, *, at: datetime) -> None:
    """What was due is done: the clocks of a case, task or referral have nothing more to count."""
    await run(session, _STOP, tenant_of(session), kind, id, at)


_STOP = """
    update deadlines set met_at = $4
    where tenant_id = $1 and subject_kind = $2 and subject_id = $3
      and met_at is null and cancelled_at is null
    """


@when_moved("case")
async def case_moved(session: AsyncSession, moved: Moved) -> None:
    """The calendar was changed: the case shows its new day."""
    case = await hold_case(session, moved.deadline.subject_id)
    # Not `moved.after`: a notice of the case may have moved it on since.
    if moved.deadline.key == "promised":
        case.due_on = moved.deadline.due_on
    elif moved.deadline.key == "statutory":
        case.statutory_due_on = moved.deadline.due_on


def day_follows(subject_kind: str, model: type[Any]) -> None:
    """Rows of this kind show the day to which their limit was moved with the calendar."""

    @when_moved(subject_kind)
    async def moved_on(session: AsyncSession, moved: Moved) -> None:
        row = await session.get(model, (moved.deadline.tenant_id, moved.deadline.subject_id))
        if row is not None:
            row.due_on = moved.after


day_follows("task", Task)
day_follows("referral", Referral)

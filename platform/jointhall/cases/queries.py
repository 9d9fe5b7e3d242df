"""Cases and tasks, found by who may ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.records.models import JournalLine

from .models import Case, Draft, HistoryLine
from .status import Status
from .steps import Step, Task


async def hold_case(session: AsyncSession, id: UUID) -> Case:
    """The case, held until the commit, so that acts on it come one after another."""
    case = await session.scalar(_HOLD, {"id": id})
    if case is None:
        raise NotHere(_("没有这件办件。"))
    return case


async def case_numbered(session: AsyncSession, number: str, *, hold: bool = False) -> Case:
    """The case of this number here; to a stranger it is not there."""
    case = await session.scalar(_HOLD_NUMBERED if hold else _NUMBERED, {"number": number})
    if case is None:
        raise NotHere(_("没有这件办件。"), what_next=_("请核对编号，或者打电话请工作人员帮您查。"))
    return case


_BY_ID = select(Case).where(Case.id == bindparam("id"))
_NUMBERED = select(Case).where(Case.number == bindparam("number"))
_HOLD = _BY_ID.with_for_update()
_HOLD_NUMBERED = _NUMBERED.with_for_update()


async def find_case(
    session: AsyncSession, id: UUID, *, resident_id: UUID | None = None
) -> Case | None:
    """The case of this id, if there is one: a draft that was sent keeps its id."""
    case: Case | None = await session.scalar(_BY_ID, {"id": id})
    if case is not None and resident_id is not None and case.resident_id != resident_id:
        return None
    return case


async def resident_case(
    session: AsyncSession, number: str, *, resident_id: UUID, hold: bool = False
) -> Case:
    """The resident's own case of this number."""
    case = await case_numbered(session, number, hold=hold)
    if case.resident_id != resident_id:
        raise NotHere(_("没有这件办件。"), what_next=_("请核对编号，或者打电话请工作人员帮您查。"))
    return case


async def cases_of_resident(session: AsyncSession, resident_id: UUID) -> Sequence[Case]:
    """All of a resident's cases that this door shows, newest first."""
    found = await session.scalars(
        select(Case)
        .where(Case.resident_id == resident_id)
        .order_by(Case.filed_at.desc())
        .limit(200)
    )
    return found.all()


async def drafts_of_resident(session: AsyncSession, resident_id: UUID) -> Sequence[Draft]:
    """What a resident began and has not sent, at this door, the latest first."""
    found = await session.scalars(
        select(Draft)
        .where(Draft.resident_id == resident_id, Draft.sent_at.is_(None))
        .order_by(Draft.updated_at.desc())
        .limit(50)
    )
    return found.all()


async def officers_acts_on(
    session: AsyncSession, case: Case, *, most: int = 40
) -> Sequence[JournalLine]:
    """What officers here did with a case, or that they looked at it, the latest first."""
    found = await session.scalars(
        select(JournalLine)
        .where(
            JournalLine.tenant_id == case.tenant_id,
            JournalLine.subject == f"case:{case.id}",
            JournalLine.actor_kind == "officer",
        )
        .order_by(JournalLine.seq.desc())
        .limit(most)
    )
    return found.all()


async def history_of(session: AsyncSession, case: Case) -> Sequence[HistoryLine]:
    """Every line of the case's history, oldest first."""
    found = await session.scalars(
        select(HistoryLine)
        .where(HistoryLine.tenant_id == case.tenant_id, HistoryLine.case_id == case.id)
        .order_by(HistoryLine.seq)
    )
    return found.all()


async def last_became(session: AsyncSession, case: Case, status: Status) -> HistoryLine | None:
    """The newest line of the history that says the case became this; None when it never did."""
    found: HistoryLine | None = await session.scalar(
        select(HistoryLine)
        .where(
            HistoryLine.tenant_id == case.tenant_id,
            HistoryLine.case_id == case.id,
            HistoryLine.act == f"case.{status.value}",
        )
        .order_by(HistoryLine.seq.desc())
        .limit(1)
    )
    return found


async def steps_of(session: AsyncSession, case: Case) -> Sequence[Step]:
    found = await session.scalars(
        select(Step)
        .where(Step.tenant_id == case.tenant_id, Step.case_id == case.id)
        .order_by(Step.seq)
    )
    return found.all()


async def tasks_of(session: AsyncSession, case: Case) -> Sequence[Task]:
    """All tasks of a case, in the order they were opened."""
    found = await session.scalars(
        select(Task)
        .where(Task.tenant_id == case.tenant_id, Task.case_id == case.id)
        .order_by(Task.opened_at, Task.id)
    )
    return found.all()


async def task_of(session: AsyncSession, id: UUID) -> Task:
    """An open or answered task of our own by its id."""
    task = await session.scalar(select(Task).where(Task.id == id, Task.peer_id.is_(None)))
    if task is None:
        raise NotHere(_("没有这项任务。"))
    return task

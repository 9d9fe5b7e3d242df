"""The case and the task an envelope is about, held, so that what comes is taken one by one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange import Received
from jointhall.exchange.models import Envelope

from ..models import Case
from ..steps import Referral, Task


async def asked_on(session: AsyncSession, received: Received) -> tuple[Case | None, Task | None]:
    """Our question that this envelope speaks about, whoever it lies with by now."""
    asked = {"id": received.thread}
    case = await session.scalar(_CASE, asked)
    task = await session.scalar(_TASK, asked) if case is not None else None
    if task is not None and not await _has_to_do_with_it(session, task, received.from_id):
        return None, None
    return case, task


async def _has_to_do_with_it(session: AsyncSession, task: Task, from_id: UUID) -> bool:
    """Whether the sender is whom it lies with, or somebody we once wrote to about it."""
    if from_id in (task.peer_id, task.tenant_id):
        return True
    written = select(Envelope.id).where(
        Envelope.tenant_id == task.tenant_id, Envelope.thread == task.id,
        Envelope.peer_id == from_id, Envelope.direction == "out",
    )  # fmt: skip
    return await session.scalar(written.limit(1)) is not None


async def referral_asked(session: AsyncSession, received: Received) -> Referral | None:
    """What the sender asks of us on this thread, held."""
    found: Referral | None = await session.scalar(
        _REFERRAL, {"id": received.thread, "peer_id": received.from_id}
    )
    return found


# The case is held before its task is read, so that answers are counted one after another.
_CASE = (
    select(Case)
    .join(Task, and_(Task.tenant_id == Case.tenant_id, Task.case_id == Case.id))
    .where(Task.id == bindparam("id"))
    .with_for_update(of=Case)
)
_TASK = select(Task).where(Task.id == bindparam("id")).with_for_update()
_REFERRAL = (
    select(Referral)
    .where(Referral.id == bindparam("id"), Referral.peer_id == bindparam("peer_id"))
    .with_for_update()
)

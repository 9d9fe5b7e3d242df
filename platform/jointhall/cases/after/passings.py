"""A passing on of a case (转送记录), as either side keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant

from ..models import Case
from ..status import Status


class Passing(OfTenant, Base):
    """One passing on of a case, as either side keeps it; its id is the thread of its envelopes."""

    __tablename__ = "case_passings"

    case_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    direction: Mapped[str]
    peer_id: Mapped[UUID]
    peer_name: Mapped[str]
    why: Mapped[str]
    passed_at: Mapped[datetime]
    status: Mapped[str]
    returned_why: Mapped[str] = mapped_column(default="")
    hops: Mapped[int]
    envelope_id: Mapped[UUID]


async def passings_of(session: AsyncSession, case: Case) -> Sequence[Passing]:
    """Every time a case went or came, the first one first."""
    found = await session.scalars(
        select(Passing)
        .where(Passing.tenant_id == case.tenant_id, Passing.case_id == case.id)
        .order_by(Passing.passed_at, Passing.id)
    )
    return found.all()


async def gone_to(session: AsyncSession, case: Case) -> Passing | None:
    """Where a case that was passed on is now, once it was taken there."""
    taken = [one for one in await passings_of(session, case) if one.status == "taken"]
    return taken[-1] if taken and taken[-1].direction == "out" else None


async def last_passing(session: AsyncSession, case: Case) -> Passing | None:
    """Where a case is going or went, while it stands as passed on here."""
    if case.status != Status.PASSED_ON:
        return None
    out = [one for one in await passings_of(session, case) if one.direction == "out"]
    return out[-1] if out else None

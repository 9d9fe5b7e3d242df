"""Envelopes found again: by what they are about, and by whom they went to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of

from .models import Envelope


async def envelopes_about(session: AsyncSession, threads: Iterable[UUID]) -> Sequence[Envelope]:
    """This tenant's copies of what was asked and answered on these threads, in order."""
    wanted = list(threads)
    if not wanted:
        return []
    found = await session.scalars(
        select(Envelope)
        .where(Envelope.tenant_id == tenant_of(session), Envelope.thread.in_(wanted))
        .order_by(Envelope.sent_at, Envelope.seq)
    )
    return found.all()


async def latest_envelopes(session: AsyncSession, *, most: int = 100) -> Sequence[Envelope]:
    """The newest envelopes to and from this tenant."""
    found = await session.scalars(
        select(Envelope)
        .where(Envelope.tenant_id == tenant_of(session))
        .order_by(Envelope.sent_at.desc(), Envelope.id.desc())
        .limit(most)
    )
    return found.all()


@dataclass(frozen=True, slots=True)
class Exchanged:
    """How much went between this tenant and one other: sent, of that on its way, received."""

    peer_id: UUID
    sent: int
    on_its_way: int
    received: int


async def exchanged_with(session: AsyncSession) -> list[Exchanged]:
    """One line for each tenant this one has written to or heard from."""
    is_out = Envelope.direction == "out"
    rows = await session.execute(
        select(
            Envelope.peer_id,
            func.count().filter(is_out).label("sent"),
            func.count().filter(is_out, Envelope.delivered_at.is_(None)).label("on_its_way"),
            func.count().filter(~is_out).label("received"),
        )
        .where(Envelope.tenant_id == tenant_of(session))
        .group_by(Envelope.peer_id)
        .order_by(Envelope.peer_id)
    )
    return [Exchanged(**row._mapping) for row in rows]

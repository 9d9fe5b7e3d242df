"""Questions about urgings, watched clocks and orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _

from .models import ASKING, Order, Urging, WatchedClock


async def urgings_of(
    session: AsyncSession, subject_kind: str, subject_ids: Iterable[UUID]
) -> Sequence[Urging]:
    """How often these were urged, and by whom, oldest first."""
    found = await session.scalars(
        select(Urging)
        .where(
            Urging.tenant_id == tenant_of(session),
            Urging.subject_kind == subject_kind,
            Urging.subject_id.in_(list(subject_ids)),
        )
        .order_by(Urging.urged_at, Urging.nth)
    )
    return found.all()


async def next_nth(session: AsyncSession, subject_kind: str, subject_id: UUID) -> int:
    """Which urging of this subject the next one is; going up the line is none."""
    counted = await session.scalar(
        select(func.count()).where(
            Urging.tenant_id == tenant_of(session),
            Urging.subject_kind == subject_kind,
            Urging.subject_id == subject_id,
            Urging.level.in_(ASKING),
        )
    )
    return int(counted or 0) + 1


async def clock_watched(session: AsyncSession, id: UUID, *, tenant_id: UUID) -> WatchedClock:
    """One watched clock of this tenant; to a stranger it is not there."""
    found = await session.scalar(
        select(WatchedClock).where(WatchedClock.tenant_id == tenant_id, WatchedClock.id == id)
    )
    if found is None:
        raise NotHere(_("没有这一项。"), what_next=_("可能已经办完了，回督办页看看。"))
    return found


async def order_of(session: AsyncSession, id: UUID, *, hold: bool = False) -> Order:
    """One order of this tenant."""
    asked = select(Order).where(Order.tenant_id == tenant_of(session), Order.id == id)
    found = await session.scalar(asked.with_for_update() if hold else asked)
    if found is None:
        raise NotHere(_("没有这份督办通知单。"))
    return found


async def orders_here(session: AsyncSession, *, most: int = 200) -> Sequence[Order]:
    """All orders issued or received here, open ones first, then the newest."""
    found = await session.scalars(
        select(Order)
        .where(Order.tenant_id == tenant_of(session))
        .order_by(Order.status, Order.issued_at.desc(), Order.id)
        .limit(most)
    )
    return found.all()


async def orders_about(session: AsyncSession, clock_ids: Iterable[UUID]) -> dict[UUID, Order]:
    """The newest order about each of these clocks."""
    found = await session.scalars(
        select(Order)
        .where(Order.tenant_id == tenant_of(session), Order.clock_id.in_(list(clock_ids)))
        .order_by(Order.issued_at)
    )
    return {one.clock_id: one for one in found}

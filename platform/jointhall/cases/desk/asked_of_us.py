"""What other tenants asked of this one (别处来的): by what became of it."""

from __future__ import annotations

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of

from ..steps import Referral
from .paging import Key, Page, Turn, page_of

PAGE = 50
OPEN = ("open", "waiting")


async def referrals_found(
    session: AsyncSession, *, status: str, turn: Turn | None = None, most: int = PAGE
) -> Page:
    """What others asked of this tenant: open ones by what is due, the rest newest first."""
    turn, is_open = turn or Turn(), status in OPEN
    place = Referral.due_on if is_open else Referral.asked_at
    asked = select(Referral).where(
        Referral.tenant_id == tenant_of(session), Referral.status == status
    )
    is_down = is_open == turn.is_back
    if turn.key:
        here, there = tuple_(place, Referral.id), tuple_(turn.key.value, turn.key.id)
        asked = asked.where(here < there if is_down else here > there)
    order = (place.desc(), Referral.id.desc()) if is_down else (place, Referral.id)
    found = await session.scalars(asked.order_by(*order).limit(most + 1))
    return page_of(
        found.all(), turn, most,
        lambda one: Key(one.due_on if is_open else one.asked_at, one.id),
    )  # fmt: skip


async def referral_counts(session: AsyncSession) -> dict[str, int]:
    """How many referrals there are of each status."""
    rows = await session.execute(
        select(Referral.status, func.count().label("how_many"))
        .where(Referral.tenant_id == tenant_of(session))
        .group_by(Referral.status)
    )
    return {row.status: row.how_many for row in rows}

"""Lists at the desk (办件台账): all cases of a tenant, what others asked, what one officer did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of

from .models import Case
from .numbers import tidy
from .status import Status
from .steps import Referral

PAGE = 50


async def cases_found(
    session: AsyncSession,
    *,
    said: str = "",
    item: str = "",
    status: str = "",
    page: int = 1,
    most: int = PAGE,
) -> Sequence[Case]:
    """Cases of this tenant, newest number first; one more than `most` when there are more."""
    found = await session.scalars(
        _asked(session, said, item, status)
        .order_by(Case.number.desc())
        .limit(most + 1)
        .offset((page - 1) * most)
    )
    return found.all()


def _asked(session: AsyncSession, said: str, item: str, status: str) -> Select[Case]:
    """By number or its end, or by words of the public title; names are sealed, not searched."""
    asked = select(Case).where(Case.tenant_id == tenant_of(session))
    said = said.strip()
    if said:
        number = tidy(said)
        words = said.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        asked = asked.where(
            or_(
                Case.number == number,
                Case.number.endswith(f"-{number.zfill(4)}", autoescape=True),
                Case.title.ilike(f"%{words}%"),
                Case.item_title.ilike(f"%{words}%"),
            )
        )
    if item:
        asked = asked.where(Case.item_title == item)
    if status in set(Status):
        asked = asked.where(Case.status == status)
    return asked


async def case_counts(session: AsyncSession) -> dict[tuple[str, str], int]:
    """How many cases there are of each item and status: (item, status) → count."""
    rows = await session.execute(
        select(Case.item_title, Case.status, func.count())
        .where(Case.tenant_id == tenant_of(session))
        .group_by(Case.item_title, Case.status)
    )
    return {(item, status): count for item, status, count in rows}


async def referrals_found(
    session: AsyncSession, *, status: str, page: int = 1, most: int = PAGE
) -> Sequence[Referral]:
    """What others asked of this tenant: open ones by what is due, the rest newest first."""
    is_open = status == "open"
    order = (Referral.due_on, Referral.id) if is_open else (Referral.asked_at.desc(), Referral.id)
    found = await session.scalars(
        select(Referral)
        .where(Referral.tenant_id == tenant_of(session), Referral.status == status)
        .order_by(*order)
        .limit(most + 1)
        .offset((page - 1) * most)
    )
    return found.all()


async def referral_counts(session: AsyncSession) -> dict[str, int]:
    """How many referrals there are of each status."""
    rows = await session.execute(
        select(Referral.status, func.count().label("how_many"))
        .where(Referral.tenant_id == tenant_of(session))
        .group_by(Referral.status)
    )
    return {row.status: row.how_many for row in rows}


@dataclass(frozen=True, slots=True)
class Done:
    """One thing an officer did: when, in the history's words, on which matter."""

    at: datetime
    words: str
    number: str
    title: str
    item: str
    referral_id: UUID | None


async def done_by(
    session: AsyncSession, officer_id: UUID, *, page: int = 1, most: int = PAGE
) -> list[Done]:
    """What this officer did here, the newest first; one more than `most` when there are more."""
    rows = await session.execute(
        _DONE,
        {
            "tenant_id": tenant_of(session),
            "officer": str(officer_id),
            "most": most + 1,
            "skip": (page - 1) * most,
        },
    )
    return [Done(**row._mapping) for row in rows]


_DONE = text(
    """
    select h.at, h.words, c.number, c.title, c.item_title as item, null::uuid as referral_id
    from case_history h join cases c on c.tenant_id = h.tenant_id and c.id = h.case_id
    where h.tenant_id = :tenant_id and h.who_kind = 'officer' and h.who_id = :officer
      and h.act not in ('case.under_review', 'step.opened')
    union all
    select r.answered_at, r.vote, r.case_number, r.title, r.item_title, r.id
    from referrals r
    where r.tenant_id = :tenant_id and r.answered_by_id = :officer
      and r.answered_at is not null
    order by at desc limit :most offset :skip
    """
)

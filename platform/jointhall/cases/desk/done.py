"""Lists at the desk: what others asked (别处来的), what one officer did (已办)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import TextClause, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of

from .desk.paging import Key, Page, Turn, page_of
from .steps import Referral

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


@dataclass(frozen=True, slots=True)
class Done:
    """One thing an officer did: when, in the history's words, on which matter."""

    at: datetime
    id: UUID
    words: str
    number: str
    title: str
    item: str
    referral_id: UUID | None


async def done_by(
    session: AsyncSession, officer_id: UUID, *, turn: Turn | None = None, most: int = PAGE
) -> Page:
    """What this officer did here, the newest first."""
    turn = turn or Turn()
    values = {
        "tenant_id": tenant_of(session), "officer": str(officer_id), "most": most + 1,
        **({"key": turn.key.value, "id": turn.key.id} if turn.key else {}),
    }  # fmt: skip
    rows = await session.execute(_done(is_down=not turn.is_back, is_after=bool(turn.key)), values)
    found = [Done(**row._mapping) for row in rows]
    return page_of(found, turn, most, lambda row: Key(row.at, row.id))


@cache
def _done(*, is_down: bool, is_after: bool) -> TextClause:
    compared, down = ("<", " desc") if is_down else (">", "")
    # A history line has no id of its own: its place in its case is worked into the case's.
    line = "(md5(h.case_id::text || h.seq::text))::uuid"
    history = f" and (h.at, {line}) {compared} (cast(:key as timestamptz), cast(:id as uuid))"
    referral = (
        f" and (r.answered_at, r.id) {compared} (cast(:key as timestamptz), cast(:id as uuid))"
    )
    return text(
        f"""
    with mine as (
        (select h.at, {line} as id, h.words, h.case_id, null::uuid as referral_id
         from case_history h
         where h.tenant_id = :tenant_id and h.who_kind = 'officer' and h.who_id = :officer
           and h.act not in ('case.under_review', 'step.opened'){history if is_after else ""}
         order by h.at{down}, {line}{down} limit :most)
        union all
        (select r.answered_at, r.id, r.vote, null, r.id
         from referrals r
         where r.tenant_id = :tenant_id and r.answered_by_id = :officer
           and r.answered_at is not null{referral if is_after else ""}
         order by r.answered_at{down}, r.id{down} limit :most)
        order by at{down}, id{down} limit :most)
    select m.at, m.id, m.words, coalesce(c.number, r.case_number) as number,
           coalesce(c.title, r.title) as title, coalesce(c.item_title, r.item_title) as item,
           m.referral_id
    from mine m
    left join cases c on c.tenant_id = :tenant_id and c.id = m.case_id
    left join referrals r on r.tenant_id = :tenant_id and r.id = m.referral_id
    order by m.at{down}, m.id{down}
    """  # noqa: S608 — put together from our own words
    )

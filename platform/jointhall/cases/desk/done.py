"""What one officer did (已办), found and counted by one and the same condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of

from .paging import Key, Page, Turn, page_of

PAGE = 50
LINES = """h.tenant_id = :tenant_id and h.who_kind = 'officer' and h.who_id = :officer
    and h.act not in ('case.under_review', 'step.opened')"""
"""An officer's own lines in the histories (`h`); what follows from an act by itself is no act."""
ANSWERS = """r.tenant_id = :tenant_id and r.answered_by_id = :officer
    and r.answered_at is not null"""
"""What an officer answered to other tenants (`r`); it stands in no history of ours."""


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
         where {LINES}{history if is_after else ""}
         order by h.at{down}, {line}{down} limit :most)
        union all
        (select r.answered_at, r.id, coalesce(r.vote, r.status), null, r.id
         from referrals r
         where {ANSWERS}{referral if is_after else ""}
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

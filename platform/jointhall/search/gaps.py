"""What people asked for and did not find (搜不到的): the county's list of what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import standing_of
from jointhall.kernel.plain import run

LONGEST = 20
MOST = 500
"""A township's list is no longer than this: a robot does not fill it for ever."""
_NUMBERS = re.compile(r"[0-9x]{5,}", re.I)


@dataclass(frozen=True, slots=True)
class Missed:
    """One thing people ask for in vain, over the whole county."""

    said: str
    times: int
    last_at: datetime
    tenants: tuple[UUID, ...]


def kept_words(said: str) -> str | None:
    """The words as they may be kept: short, without numbers of people or phones; None when not."""
    plain = " ".join(said.split())
    if not 2 <= len(plain) <= LONGEST or _NUMBERS.search(plain):
        return None
    return plain


async def note_gap(session: AsyncSession, said: str, *, at: datetime) -> None:
    """Counts that this was asked for here and nothing was found."""
    words, standing = kept_words(said), standing_of(session)
    if words is None:
        return
    await run(session, _NOTE, standing.tenant_id, words, standing.county_id, at, MOST)


async def gaps_of(session: AsyncSession, *, most: int = 200) -> list[Missed]:
    """What is asked for in vain in this county, the most frequent first; the county asks."""
    rows = await run(session, _OF_COUNTY, standing_of(session).tenant_id, most)
    return [Missed(row["said"], row["times"], row["last_at"], tuple(row["tenants"]))
            for row in rows]  # fmt: skip


_NOTE = """
    insert into search_gaps as g (tenant_id, said, county_id, times, last_at)
    select $1, $2, $3, 1, $4
    where (select count(*) from search_gaps where tenant_id = $1) < $5
       or exists (select from search_gaps where tenant_id = $1 and said = $2)
    on conflict (tenant_id, said)
    do update set times = g.times + 1, last_at = greatest(g.last_at, excluded.last_at)
    """
_OF_COUNTY = """
    select said, sum(times)::int as times, max(last_at) as last_at, array_agg(tenant_id) as tenants
    from search_gaps where county_id = $1
    group by said order by sum(times) desc, max(last_at) desc limit $2
    """

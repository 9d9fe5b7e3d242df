"""Looking something up (查找): the best of what is this place's own and what is its county's.

Every term is read from its own corner of one index, best first and no further than it helps, so
that a common word costs no more than a rare one. Only equality is asked for: that may use the
index behind the wall, other comparisons may not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import standing_of
from jointhall.kernel.plain import run

from .terms import asked

FURTHEST = 400
"""How many things of one term are weighed; those it says most about come first."""
WRITTEN = 0.6
WELL = 0.4
"""The part of what is written that the best has to meet, for its sound not to be asked."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, whose, and how much speaks for it (0 to 1)."""

    tenant_id: UUID
    kind: str
    ref: str
    title: str
    points: float


async def look_up(
    session: AsyncSession, said: Sequence[str], *, kinds: Sequence[str], most: int = 40
) -> list[Hit]:
    """What answers to any of these ways of saying it, the best first.

    How it sounds is asked only when what is written is not met well: sounds are alike too often.
    """
    terms: dict[str, float] = {}
    for words in said:
        for one in asked(words):
            terms[one.term] = max(one.weight, terms.get(one.term, 0.0))
    written = {term: weight for term, weight in terms.items() if weight >= WRITTEN}
    hits = await _look(session, written, kinds, most)
    if hits and hits[0].points >= WELL:
        return hits
    return await _look(session, terms, kinds, most) if len(terms) > len(written) else hits


async def _look(
    session: AsyncSession, terms: Mapping[str, float], kinds: Sequence[str], most: int
) -> list[Hit]:
    if not terms:
        return []
    standing = standing_of(session)
    places = [standing.tenant_id, standing.county_id]
    rows = await run(
        session, _LOOK, list(dict.fromkeys(place for place in places if place)), list(terms),
        list(terms.values()), FURTHEST, list(kinds), most,
    )  # fmt: skip
    return [Hit(*row) for row in rows]


_LOOK = """
    with given as (select * from unnest($2::text[], $3::real[]) as given (term, weight)),
    met as (
        select near.tenant_id, near.number, given.weight, near.rank, near.term
        from unnest($1::uuid[]) as place (id) cross join given cross join lateral (
            select tenant_id, number, rank, term from search_terms
            where tenant_id = place.id and term = given.term
            order by rank, number limit $4) near),
    rare as (select term, 1 / ln(2 + count(*)) as rarity from met group by term),
    whole as (
        select sum(weight * coalesce(rarity, 1 / ln(2))) as points
        from given left join rare using (term)),
    added as (
        select tenant_id, number, sum(weight * rarity / sqrt(rank)) as points
        from met join rare using (term) group by tenant_id, number),
    best as (
        select tenant_id, number, points from added order by points desc limit $6 * 2)
    select e.tenant_id, e.kind, e.ref, e.title,
           (b.points / (select points from whole))::float8 as points
    from best b join search_entries e on e.tenant_id = b.tenant_id and e.number = b.number
    where e.kind = any($5) order by b.points desc, e.title limit $6
    """

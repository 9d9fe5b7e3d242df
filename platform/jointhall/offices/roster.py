"""The roster of a day (值班表): who is there, who stands in for whom, who answers for a post."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import today
from jointhall.kernel.db import tenant_of
from jointhall.kernel.plain import run

CODES = {"负责人": "head", "经办人": "clerk"}
"""What posts are called here → what sheets call them (岗位)."""


@dataclass(frozen=True)
class Roster:
    """Everybody who serves here with name and posts, and whom those who are away have named."""

    names: Mapping[UUID, str] = field(default_factory=dict)
    held: Mapping[UUID, frozenset[tuple[str, str]]] = field(default_factory=dict)
    """Officer → the posts they hold, as office code and post code."""
    away: Mapping[UUID, UUID | None] = field(default_factory=dict)
    """Who is away today → who stands in, if somebody was named."""

    def is_there(self, officer: UUID) -> bool:
        return officer in self.names and officer not in self.away

    def does_the_work_of(self, officer: UUID) -> UUID | None:
        """Who does what lies with this officer today: they themselves, or whoever stands in.

        A substitute who is away too hands on to theirs; None when nobody was named who is there.
        """
        seen: set[UUID] = set()
        one: UUID | None = officer
        while one is not None and one not in seen:
            if self.is_there(one):
                return one
            seen.add(one)
            one = self.away.get(one)
        return None

    @cached_property
    def stood_in_for(self) -> Mapping[UUID, frozenset[UUID]]:
        """Officer → those whose work they do today besides their own."""
        found: dict[UUID, set[UUID]] = {}
        for officer in self.away:
            other = self.does_the_work_of(officer)
            if other is not None:
                found.setdefault(other, set()).add(officer)
        return {officer: frozenset(others) for officer, others in found.items()}

    @cached_property
    def manned(self) -> frozenset[UUID]:
        """Those whose work is done by somebody today."""
        return frozenset(one for one in self.names if self.does_the_work_of(one) is not None)

    def answering(self, office: str, post: str = "", stands_in: str = "") -> frozenset[UUID]:
        """Who answers what lies with a post of an office.

        Whoever holds it or does their work; else the post that stands in (替补岗位); else everybody
        of the office; and when all of them are away with nobody named, all of them all the same.
        """
        for wanted in (post, stands_in):
            if wanted and (found := self._doing(office, wanted)):
                return found
        return self._doing(office, "") or frozenset(self._holders(office, ""))

    @cached_property
    def _done_by(self) -> dict[tuple[str, str], frozenset[UUID]]:
        return {}

    def _doing(self, office: str, post: str) -> frozenset[UUID]:
        """Who does the work of this post there today; reckoned once."""
        found = self._done_by.get((office, post))
        if found is None:
            found = self._done_by[office, post] = self._there(self._holders(office, post))
        return found

    @cached_property
    def _in_office(self) -> Mapping[str, Sequence[tuple[UUID, str]]]:
        """Office → who holds which post there: a list of what waits asks for every one of them."""
        found: dict[str, list[tuple[UUID, str]]] = {}
        for officer, posts in self.held.items():
            for office, code in posts:
                found.setdefault(office, []).append((officer, code))
        return found

    def _holders(self, office: str, post: str) -> set[UUID]:
        there = self._in_office.get(office, ())
        return {officer for officer, code in there if post in ("", code)}

    def _there(self, officers: Iterable[UUID]) -> frozenset[UUID]:
        doing = (self.does_the_work_of(officer) for officer in officers)
        return frozenset(one for one in doing if one is not None)


async def roster_on(session: AsyncSession, day: date | None = None) -> Roster:
    """The roster of this tenant on a day, today when none is given."""
    rows = await run(session, _ROSTER, tenant_of(session), day or today())
    names: dict[UUID, str] = {}
    held: dict[UUID, set[tuple[str, str]]] = {}
    away: dict[UUID, UUID | None] = {}
    for row in rows:
        id = row["id"]
        names[id] = row["name"]
        if row["office"] is not None:
            held.setdefault(id, set()).add((row["office"], CODES.get(row["title"], "")))
        if row["is_away"]:
            away[id] = row["substitute_id"]
    return Roster(names, {id: frozenset(posts) for id, posts in held.items()}, away)


_ROSTER = """
    select o.id, o.name, f.code as office, p.title, a.id is not null as is_away, a.substitute_id
    from officers o
    left join posts p on p.tenant_id = o.tenant_id and p.officer_id = o.id
        and p.from_on <= $2 and (p.until_on is null or p.until_on >= $2)
    left join offices f on f.tenant_id = p.tenant_id and f.id = p.office_id
    left join absences a on a.tenant_id = o.tenant_id and a.officer_id = o.id
        and a.ended_at is null and $2 between a.from_on and a.until_on
    where o.tenant_id = $1 and o.status = 'active'
    """

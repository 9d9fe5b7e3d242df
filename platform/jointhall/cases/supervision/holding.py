"""Who is told at each level of the line (找谁): holder, head, leader; nobody is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.offices.reporting import ReportingTo, Standing, line_above
from jointhall.offices.roster import Roster, roster_on

from .reminding import officers_who_may


@dataclass(frozen=True, slots=True)
class Found:
    """Who is told at one level, and whether somebody stood in for nobody (`is_nobody`)."""

    people: tuple[Standing, ...]
    is_nobody: bool = False


ABLE = {"desk": "desk:rule"}
"""What lies with no office lies with whoever may do it: the permission, by kind of subject."""


async def found_at(
    session: AsyncSession, level: str, office: str, *, of: tuple[str, UUID], today: date
) -> Found:
    """Who is to be told at this level: where there is no head, the whole office in their stead.

    `of` is what it is about: the kind of subject and its id.
    """
    line = await line_above(session, office)
    roster = await roster_on(session, today)
    people = _doing(roster, await _at(session, level, line, of))
    if not people and level in ("holder", "head"):
        people = _doing(roster, line.holders)
        return Found(people, is_nobody=level == "head" or not people)
    return Found(people, is_nobody=not people)


def _doing(roster: Roster, people: Sequence[Standing]) -> tuple[Standing, ...]:
    """The same, and beside each who is away the one who stands in (替岗).

    Nobody, when all of them are away and nobody was named.
    """
    there = {
        one: Standing(one, roster.names[one])
        for one in (roster.does_the_work_of(person.id) for person in people)
        if one is not None
    }
    return tuple(({one.id: one for one in people} | there).values()) if there else ()


async def _at(
    session: AsyncSession, level: str, line: ReportingTo, of: tuple[str, UUID]
) -> tuple[Standing, ...]:
    if level == "holder":
        kind, id = of
        if kind in ABLE:
            return await officers_who_may(session, ABLE[kind])
        named = await _named(session, id) if kind == "task" else ()
        return named or line.holders
    return line.heads if level == "head" else line.leaders


async def _named(session: AsyncSession, task_id: UUID) -> tuple[Standing, ...]:
    """The officer a task lies with, and the one who had it done by them."""
    rows = await session.execute(_NAMED, {"tenant_id": tenant_of(session), "id": task_id})
    return tuple(Standing(row.id, row.name) for row in rows)


_NAMED = text(
    """
    select f.id, f.name from case_tasks t
    join officers f on f.tenant_id = t.tenant_id and f.id in (t.holder_id, t.principal_id)
    where t.tenant_id = :tenant_id and t.id = :id and f.status = 'active'
    order by f.name, f.id
    """
)

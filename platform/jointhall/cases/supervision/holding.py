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


@dataclass(frozen=True, slots=True)
class Found:
    """Who is told at one level, and whether somebody stood in for nobody (`is_nobody`)."""

    people: tuple[Standing, ...]
    is_nobody: bool = False


async def found_at(
    session: AsyncSession, level: str, office: str, *, task_id: UUID | None, today: date
) -> Found:
    """Who is to be told at this level: where there is no head, the whole office in their stead."""
    line = await line_above(session, office)
    people = await _at(session, level, line, task_id)
    people = await _with_substitutes(session, people, today)
    if not people and level == "head":
        return Found(await _with_substitutes(session, line.holders, today), is_nobody=True)
    return Found(people, is_nobody=not people)


async def _at(
    session: AsyncSession, level: str, line: ReportingTo, task_id: UUID | None
) -> tuple[Standing, ...]:
    if level == "holder":
        named = await _named(session, task_id) if task_id is not None else ()
        return named or line.holders
    return line.heads if level == "head" else line.leaders


async def _named(session: AsyncSession, task_id: UUID) -> tuple[Standing, ...]:
    """The officer a task lies with, and the one who had it done by them."""
    rows = await session.execute(_NAMED, {"tenant_id": tenant_of(session), "id": task_id})
    return tuple(Standing(row.id, row.name) for row in rows)


async def _with_substitutes(
    session: AsyncSession, people: Sequence[Standing], today: date
) -> tuple[Standing, ...]:
    """The same, and beside each who is away the one who stands in (替岗)."""
    if not people:
        return ()
    rows = await session.execute(
        _SUBSTITUTES,
        {
            "tenant_id": tenant_of(session),
            "ids": [one.id for one in people],
            "today": today,
        },
    )
    more = {row.id: Standing(row.id, row.name) for row in rows}
    return tuple(({one.id: one for one in people} | more).values())


_NAMED = text(
    """
    select f.id, f.name from case_tasks t
    join officers f on f.tenant_id = t.tenant_id and f.id in (t.holder_id, t.principal_id)
    where t.tenant_id = :tenant_id and t.id = :id and f.status = 'active'
    order by f.name, f.id
    """
)
_SUBSTITUTES = text(
    """
    select distinct f.id, f.name from absences a
    join officers f on (f.tenant_id, f.id) = (a.tenant_id, a.substitute_id)
    where a.tenant_id = :tenant_id and a.officer_id = any(cast(:ids as uuid[]))
      and a.ended_at is null and :today between a.from_on and a.until_on and f.status = 'active'
    order by f.name, f.id
    """
)

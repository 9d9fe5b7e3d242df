"""The reporting line (汇报关系): who holds posts in an office, its head, the leader over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.clock import today
from jointhall.kernel.db import Base, tenant_of
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record

from .models import Office


class ReportingLine(Base):
    """Which leader an office reports to (分管领导), where that is said."""

    __tablename__ = "reporting_lines"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[UUID] = mapped_column(primary_key=True)
    leader_id: Mapped[UUID]
    set_at: Mapped[datetime]
    set_by: Mapped[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody in the line: an officer by id and name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ReportingTo:
    """The line above one office, each level possibly empty."""

    holders: tuple[Standing, ...] = ()
    heads: tuple[Standing, ...] = ()
    leaders: tuple[Standing, ...] = ()


async def line_above(session: AsyncSession, code: str) -> ReportingTo:
    """Who holds posts in the office of this code, who heads it, which leader it reports to.

    Said nowhere, the head of the office above stands for its own, and everybody in the leaders'
    office for the leader.
    """
    rows = (
        await session.execute(
            _LINE, {"tenant_id": tenant_of(session), "code": code, "today": today()}
        )
    ).all()
    by_level: dict[str, dict[UUID, Standing]] = {}
    for row in rows:
        by_level.setdefault(row.level, {})[row.id] = Standing(row.id, row.name)

    def of(*levels: str) -> tuple[Standing, ...]:
        found = next((by_level[level] for level in levels if level in by_level), {})
        return tuple(found.values())

    return ReportingTo(of("holder"), of("head", "above"), of("named", "leader"))


async def leader_of(session: AsyncSession, office: Office) -> UUID | None:
    """The leader that is said for an office, if one is."""
    found: UUID | None = await session.scalar(
        select(ReportingLine.leader_id).where(
            ReportingLine.tenant_id == office.tenant_id, ReportingLine.office_id == office.id
        )
    )
    return found


async def report_to(
    session: AsyncSession, office: Office, leader_id: UUID | None, *, by: Actor, at: datetime
) -> None:
    """Says which leader an office reports to; None leaves it to whoever leads."""
    if await leader_of(session, office) == leader_id:
        return
    await session.execute(
        delete(ReportingLine).where(
            ReportingLine.tenant_id == office.tenant_id, ReportingLine.office_id == office.id
        )
    )
    words = _("%(office)s不再指定分管领导", office=office.name)
    if leader_id is not None:
        name = next((one.name for one in await leaders_here(session) if one.id == leader_id), None)
        if name is None:
            raise BadForm({"leader": _("请从名单里选一位领导。")})
        words = _("%(office)s由%(name)s分管", office=office.name, name=name)
        session.add(
            ReportingLine(
                tenant_id=office.tenant_id, office_id=office.id, leader_id=leader_id,
                set_at=at, set_by=by.in_full,
            )
        )  # fmt: skip
    record(session, "office.reports_to", who=by, subject=f"office:{office.id}", words=words)


def leader_in(said: str) -> UUID | None:
    """The leader a form names; raises BadForm for what is no officer's id."""
    try:
        return UUID(said) if said else None
    except ValueError as error:
        raise BadForm({"leader": _("请从名单里选一位领导。")}) from error


async def leaders_here(session: AsyncSession) -> tuple[Standing, ...]:
    """Everybody who may be named as the leader of an office: who holds a leading post."""
    rows = await session.execute(_LEADERS, {"tenant_id": tenant_of(session), "today": today()})
    return tuple(Standing(row.id, row.name) for row in rows)


_POSTS = """
    from posts p
    join officers f on (f.tenant_id, f.id) = (p.tenant_id, p.officer_id) and f.status = 'active'
    join offices o on (o.tenant_id, o.id) = (p.tenant_id, p.office_id)
    where p.tenant_id = :tenant_id and p.from_on <= :today
      and (p.until_on is null or p.until_on >= :today)
"""

_LEADERS = text(
    f"select distinct f.id, f.name {_POSTS} and (o.kind = 'leader' or p.title = '负责人')"
    " order by f.name, f.id"
)

_LINE = text(
    f"""
    with held as (select f.id, f.name, o.id as office_id, o.code, o.kind, p.title {_POSTS}),
    here as (select id, parent_id from offices where tenant_id = :tenant_id and code = :code)
    select 'holder' as level, id, name from held where code = :code
    union select 'head', id, name from held where code = :code and title = '负责人'
    union select 'above', h.id, h.name from held h join here on here.parent_id = h.office_id
        where h.title = '负责人'
    union select 'named', f.id, f.name from reporting_lines r
        join here on here.id = r.office_id
        join officers f on (f.tenant_id, f.id) = (r.tenant_id, r.leader_id)
        where r.tenant_id = :tenant_id and f.status = 'active'
    union select 'leader', id, name from held where kind = 'leader'
    order by level, name, id
    """  # noqa: S608 — put together from our own words
)

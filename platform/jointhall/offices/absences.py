"""Absences (请假、出差): who is away from when to when, and who stands in for them (替岗)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.db import Base, OfTenant, tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.people.models import Officer
from jointhall.people.queries import officer_by_id
from jointhall.records.journal import record
from jointhall.tenancy.permitted import permitted_here

LONGEST_DAYS = 366
ANSWERING = ("case:accept", "case:review", "case:decide", "referral:answer")
"""What somebody who stands in has to be allowed as well: otherwise the work lies where it lay."""


class Absence(OfTenant, Base):
    """One officer away from a day through a day, with who does their work meanwhile."""

    __tablename__ = "absences"

    officer_id: Mapped[UUID]
    substitute_id: Mapped[UUID | None]
    from_on: Mapped[date]
    until_on: Mapped[date]
    told_by: Mapped[str]
    told_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


@dataclass(frozen=True, slots=True)
class Told:
    """What the form says of an absence."""

    substitute_id: UUID | None
    from_on: date | None
    until_on: date | None


async def go_away(
    session: AsyncSession, officer: Officer, told: Told, *, by: Actor, now: datetime, today: date
) -> Absence:
    """Notes an absence; what lies with this officer goes to the substitute on those days."""
    troubles = await _troubles(session, officer, told, today)
    if troubles:
        raise BadForm(troubles)
    assert told.from_on is not None
    assert told.until_on is not None
    absence = Absence(
        tenant_id=officer.tenant_id, id=new_id(), officer_id=officer.id,
        substitute_id=told.substitute_id, from_on=told.from_on, until_on=told.until_on,
        told_by=by.in_full, told_at=now,
    )  # fmt: skip
    session.add(absence)
    other = await officer_by_id(session, told.substitute_id) if told.substitute_id else None
    days = _("%(first)s到%(last)s", first=day_words(told.from_on), last=day_words(told.until_on))
    words = _("%(who)s%(days)s不在岗", who=officer.name, days=days)
    if other is not None:
        words = _("%(told)s，由%(other)s替岗", told=words, other=other.name)
    record(session, "officer.away", who=by, subject=f"officer:{officer.id}", words=words)
    return absence


async def come_back(session: AsyncSession, absence: Absence, *, by: Actor, now: datetime) -> None:
    """The absence ends now, or never begins."""
    if absence.ended_at is not None:
        raise Refusal(_("这一次已经取消了。"))
    absence.ended_at = now
    officer = await officer_by_id(session, absence.officer_id)
    name = officer.name if officer is not None else ""
    words = _("%(who)s回来了，自己的事自己办", who=name)
    record(session, "officer.back", who=by, subject=f"officer:{absence.officer_id}", words=words)


async def absence_by_id(session: AsyncSession, id: UUID) -> Absence:
    found = await session.get(Absence, (tenant_of(session), id), with_for_update=True)
    if found is None:
        raise NotHere(_("没有这次请假。"))
    return found


async def absences_from(session: AsyncSession, day: date) -> Sequence[Absence]:
    """Those of this tenant that are not over on this day, the first to begin in front."""
    found = await session.scalars(
        select(Absence)
        .where(
            Absence.tenant_id == tenant_of(session),
            Absence.ended_at.is_(None),
            Absence.until_on >= day,
        )
        .order_by(Absence.from_on, Absence.id)
    )
    return found.all()


async def _troubles(
    session: AsyncSession, officer: Officer, told: Told, today: date
) -> dict[str, str]:
    troubles = {}
    first, last = told.from_on, told.until_on
    if first is None:
        troubles["from_on"] = _("请写从哪一天起。")
    if last is None:
        troubles["until_on"] = _("请写到哪一天为止。")
    if first is not None and last is not None:
        if last < first:
            troubles["until_on"] = _("最后一天不能早于第一天。")
        elif last < today:
            troubles["until_on"] = _("这几天已经过去了。")
        elif (last - first).days > LONGEST_DAYS:
            troubles["until_on"] = _("最多写一年。")
        elif await _overlaps(session, officer.id, first, last):
            troubles["from_on"] = _("这几天已经写过了，要改就先取消那一次。")
    if told.substitute_id is not None and not troubles:
        trouble = await _unfit(session, officer, told.substitute_id)
        if trouble:
            troubles["substitute"] = trouble
        elif first and last and await _overlaps(session, told.substitute_id, first, last):
            troubles["substitute"] = _("他这几天也不在，请换一位。")
    return troubles


async def _overlaps(session: AsyncSession, officer_id: UUID, first: date, last: date) -> bool:
    found = await session.scalar(
        select(Absence.id).where(
            Absence.tenant_id == tenant_of(session), Absence.officer_id == officer_id,
            Absence.ended_at.is_(None), Absence.from_on <= last, Absence.until_on >= first,
        )
    )  # fmt: skip
    return found is not None


async def _unfit(session: AsyncSession, officer: Officer, substitute_id: UUID) -> str:
    """Why this one cannot stand in; empty when they can."""
    other = await officer_by_id(session, substitute_id)
    if other is None or other.status != "active" or other.id == officer.id:
        return _("请选一位在岗的同事。")
    allowed = await permitted_here(session)
    lacks = allowed.get(officer.id, frozenset()) - allowed.get(other.id, frozenset())
    if lacks & set(ANSWERING):
        return _("他的角色办不了这位同事的事，请换一位，或者请管理员先给他角色。")
    return ""

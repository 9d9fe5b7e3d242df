"""Reminding (提醒): what officers are told, each of them once, on a page of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put, run
from jointhall.kernel.words import in_chinese
from jointhall.offices.reporting import Standing
from jointhall.people.queries import officers_here
from jointhall.tenancy.policy import rules_of

from .models import Reminder

SHOWN = 50


async def remind(
    session: AsyncSession,
    officers: Iterable[UUID],
    kind: str,
    words: str,
    link_path: str,
    *,
    at: datetime,
) -> int:
    """Tells each of these officers here, in the transaction of the act; how many that were."""
    made = [
        Reminder(
            tenant_id=tenant_of(session), id=new_id(), officer_id=officer, kind=kind,
            words=in_chinese(words), link_path=link_path, made_at=at,
        )
        for officer in dict.fromkeys(officers)
    ]  # fmt: skip
    if made:
        await put(session, *made)
    return len(made)


async def reminders_of(
    session: AsyncSession, officer_id: UUID, *, most: int = SHOWN
) -> Sequence[Reminder]:
    """What this officer was told, the newest first."""
    found = await session.scalars(
        select(Reminder)
        .where(Reminder.tenant_id == tenant_of(session), Reminder.officer_id == officer_id)
        .order_by(Reminder.made_at.desc(), Reminder.id)
        .limit(most)
    )
    return found.all()


async def unread_reminders(session: AsyncSession, officer_id: UUID) -> int:
    """How many of them this officer has not put away."""
    (row,) = await run(session, _UNREAD, tenant_of(session), officer_id)
    counted: int = row[0]
    return counted


_UNREAD = """
    select count(*) from reminders where tenant_id = $1 and officer_id = $2 and read_at is null
    """


async def put_away(
    session: AsyncSession, officer_id: UUID, *, at: datetime, id: UUID | None = None
) -> None:
    """Read: one of them, or all there are; other people's stay as they are."""
    done = (
        update(Reminder)
        .where(
            Reminder.tenant_id == tenant_of(session),
            Reminder.officer_id == officer_id,
            Reminder.read_at.is_(None),
        )
        .values(read_at=at)
    )
    await session.execute(done if id is None else done.where(Reminder.id == id))


async def officers_who_may(session: AsyncSession, permission: str) -> tuple[Standing, ...]:
    """Everybody active here whose role holds this permission."""
    rules = await rules_of(session, tenant_of(session))
    able = {one for kind, one, other in rules if kind == "p" and other == permission}
    named = able | {who for kind, who, role in rules if kind == "g" and role in able}
    return tuple(
        Standing(one.id, one.name)
        for one in await officers_here(session)
        if f"officer:{one.id}" in named
    )

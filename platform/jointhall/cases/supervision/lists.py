"""The lists (红黄牌): what is past its day, what is near, what others keep us waiting for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.words import _

from .climbing import left_of
from .ladder import due_words, rung_of
from .lying import path_of
from .models import Order, Urging, WatchedClock
from .queries import orders_about

MOST = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A clock as a list shows it: its light with the word, and the order about it if there is one.

    `told` says how far up the line it has been reported, and when.
    """

    clock: WatchedClock
    state: str
    words: str
    left: int
    order: Order | None = None
    told: str = ""

    @property
    def path(self) -> str:
        return path_of(self.clock)


@dataclass(frozen=True, slots=True)
class Lists:
    """The three lists of one tenant, the latest first."""

    red: tuple[Row, ...]
    yellow: tuple[Row, ...]
    waiting: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many red and yellow clocks one tenant has."""

    red: int = 0
    yellow: int = 0


async def lists_here(
    session: AsyncSession, calendar: Calendar, *, now: datetime, tenant_id: UUID | None = None
) -> Lists:
    """What is red and what is yellow here, or, for a county, in one of its townships."""
    tenant_id = tenant_id or tenant_of(session)
    near = calendar.next_working_day(on_which_day(now))
    found = (await session.scalars(_running(tenant_id).where(WatchedClock.due_on <= near))).all()
    orders = await orders_about(session, [one.id for one in found])
    told = await _told_up(session, [one.subject_id for one in found])
    rows = [
        _row(one, calendar, now, orders.get(one.id), told.get((one.subject_id, one.due_on), ""))
        for one in found
    ]
    rows.sort(key=lambda row: (row.left, row.clock.due_at, row.clock.id))
    own = [row for row in rows if row.clock.peer_id is None]
    return Lists(
        tuple(row for row in own if row.state == "late"),
        tuple(row for row in own if row.state == "soon"),
        tuple(row for row in rows if row.clock.peer_id is not None and row.state == "late"),
    )


def _running(tenant_id: UUID) -> Select[WatchedClock]:
    return (
        select(WatchedClock)
        .where(
            WatchedClock.tenant_id == tenant_id,
            WatchedClock.ended_at.is_(None),
            ~WatchedClock.is_paused,
        )
        .order_by(WatchedClock.due_at, WatchedClock.id)
        .limit(MOST)
    )


def _row(
    clock: WatchedClock, calendar: Calendar, now: datetime, order: Order | None, told: str
) -> Row:
    left = left_of(clock, calendar, now)
    return Row(clock, "late" if left < 0 else "soon", due_words(left), left, order, told)


async def _told_up(session: AsyncSession, ids: list[UUID]) -> dict[tuple[UUID, date], str]:
    """The highest level each of these was reported at; a county sees its own alone."""
    found = await session.scalars(
        select(Urging)
        .where(
            Urging.tenant_id == tenant_of(session), Urging.is_by_clock,
            Urging.subject_id.in_(ids), Urging.direction != "received",
        )
        .order_by(Urging.nth)
    )  # fmt: skip
    return {(one.subject_id, one.due_on): _told_words(one) for one in found}


def _told_words(one: Urging) -> str:
    when = day_words(on_which_day(one.urged_at))
    if one.level == "peer":
        return _("%(when)s系统催过", when=when)
    level = _(rung_of(one.level).name)
    if one.is_nobody and not one.told:
        return _("%(when)s要报%(level)s，没有人，往上报了", when=when, level=level)
    if one.level == "holder":
        return _("%(when)s提醒过%(level)s", when=when, level=level)
    return _("%(when)s报给了%(level)s", when=when, level=level)


async def counts_of_townships(
    session: AsyncSession, calendar: Calendar, *, now: datetime
) -> dict[UUID, Count]:
    """Red and yellow of every tenant this one may see: a county's townships, and its own."""
    today = on_which_day(now)
    rows = await session.execute(
        _COUNTS, {"now": now, "today": today, "near": calendar.next_working_day(today)}
    )
    return {row.tenant_id: Count(row.red, row.yellow) for row in rows}


_COUNTS = text(
    """
    select tenant_id,
           count(*) filter (where due_on < :today or (unit = 'hour' and due_at < :now)) as red,
           count(*) filter (where due_on >= :today and not (unit = 'hour' and due_at < :now))
               as yellow
    from watched_clocks
    where ended_at is null and not is_paused and peer_id is null and due_on <= :near
    group by tenant_id
    """
)


async def late_orders(session: AsyncSession, *, now: datetime) -> Sequence[Order]:
    """Orders issued from here whose reply is past its day."""
    found = await session.scalars(
        select(Order)
        .where(
            Order.tenant_id == tenant_of(session),
            Order.direction != "received",
            Order.status == "open",
            Order.reply_by < on_which_day(now),
        )
        .order_by(Order.reply_by, Order.id)
    )
    return found.all()

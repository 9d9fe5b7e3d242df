"""Watching (盯时限): clocks that come near are put on the list, and told up the line day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place

from ..counters import directory_of
from ..dates import calendar_of
from .climbing import climb, tell_all, told_before
from .lying import FROM
from .models import BY_THEMSELVES, WatchedClock

log = structlog.get_logger(__name__)

EVERY_SECONDS = 300
AT_ONCE = 200


@each("supervision.look", seconds=EVERY_SECONDS)
async def look_everywhere(tools: Tools) -> None:
    """Every tenant's clocks in turn; one tenant's trouble is not its neighbours'."""
    for place in await directory_of(tools).everyone():
        try:
            await look(tools, place)
        except Exception as error:
            log.warning("clocks not looked at", tenant=place.slug, error=repr(error)[:300])


async def look(tools: Tools, place: Place) -> int:
    """Puts what came near on this tenant's list and goes up the line; how many levels that were."""
    now = tools.clock.now()
    async with tools.database.transaction(place.standing()) as session:
        await put_on_list(session, place, now=now)
        near = await _near(session, now=now)
    climbed = 0
    for some in _batched(near):
        try:
            climbed += await _report(tools, place, some, now=now)
        except Exception as error:
            log.warning("clocks told one by one", tenant=place.slug, error=repr(error)[:300])
            climbed += await _report_each(tools, place, some, now=now)
    return climbed


async def put_on_list(session: AsyncSession, place: Place, *, now: datetime) -> None:
    """Every open clock of any kind whose day is today, past, or the next working day."""
    calendar = await calendar_of(session)
    await session.execute(
        _PUT,
        {
            "tenant_id": tenant_of(session), "county_id": place.county_id, "here": place.name,
            "near": calendar.next_working_day(on_which_day(now)), "now": now,
            # A notice hangs until midnight, after the hour at which a counter closes.
            "today": on_which_day(now),
            "by_themselves": [f"{kind}/{key}" for kind, key in BY_THEMSELVES],
        },
    )  # fmt: skip


async def _near(session: AsyncSession, *, now: datetime) -> Sequence[UUID]:
    """The watched clocks still running that are near their day or past it."""
    calendar = await calendar_of(session)
    found = await session.scalars(
        select(WatchedClock.id)
        .where(
            WatchedClock.tenant_id == tenant_of(session),
            WatchedClock.ended_at.is_(None),
            ~WatchedClock.is_paused,
            WatchedClock.due_on <= calendar.next_working_day(on_which_day(now)),
        )
        .order_by(WatchedClock.id)
    )
    return found.all()


def _batched(ids: Sequence[UUID]) -> list[Sequence[UUID]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]


async def _report(tools: Tools, place: Place, ids: Sequence[UUID], *, now: datetime) -> int:
    """Goes up the line with these clocks in one transaction; how many levels that were."""
    async with tools.database.transaction(place.standing()) as session:
        calendar = await calendar_of(session)
        found = await session.scalars(
            select(WatchedClock)
            .where(
                WatchedClock.tenant_id == tenant_of(session),
                WatchedClock.id.in_(ids),
                WatchedClock.ended_at.is_(None),
                ~WatchedClock.is_paused,
            )
            .order_by(WatchedClock.id)
        )
        clocks = found.all()
        told = await told_before(session, clocks)
        climbs = [
            one
            for clock in clocks
            for one in await climb(session, tools, place, clock, calendar, told[clock.id], now=now)
        ]
        await tell_all(session, tools, climbs)
    return len(climbs)


async def _report_each(tools: Tools, place: Place, ids: Sequence[UUID], *, now: datetime) -> int:
    """The same one by one, so that a clock that cannot be told keeps no other from being told."""
    climbed = 0
    for id in ids:
        try:
            climbed += await _report(tools, place, [id], now=now)
        except Exception as error:
            log.error("clock not told", tenant=place.slug, clock=str(id), error=repr(error)[:300])
    return climbed


_PUT = text(
    f"""
    insert into watched_clocks (tenant_id, id, county_id, subject_kind, subject_id, key, case_id,
        case_number, item_title, office, office_name, peer_id, party_name, unit, due_on, due_at,
        pauses, seen_at)
    select d.tenant_id, d.id, :county_id, d.subject_kind, d.subject_id,
           case when t.kind = 'decide' then 'decision' else d.key end, c.id,
           w.case_number, w.item_title, w.office, coalesce(f.name, :here), w.peer_id,
           case when w.peer_id is null then :here
                else coalesce(t.party_name, a.to_name, d.owner) end,
           d.unit, d.due_on, d.due_at, d.pauses, :now
    {FROM}
    left join offices f on (f.tenant_id, f.code) = (d.tenant_id, w.office)
    where d.tenant_id = :tenant_id and d.met_at is null and d.cancelled_at is null
      and d.due_on <= :near
      and not jsonb_path_exists(d.pauses, '$[*] ? (@.last == null)')
      and (d.due_on < :today
           or d.subject_kind || '/' || d.key <> all(cast(:by_themselves as text[])))
    on conflict (tenant_id, id) do update
        set office = excluded.office, office_name = excluded.office_name
        where watched_clocks.office <> excluded.office
    """  # noqa: S608 — put together from our own words
)

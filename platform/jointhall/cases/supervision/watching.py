"""Watching (盯时限): clocks that come near are put on the list, and told up the line day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place

from ..counters import directory_of
from ..dates import calendar_of
from .climbing import climb, tell_all
from .models import MATTERS, WatchedClock

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
    climbed, last = 0, None
    while True:
        async with tools.database.transaction(place.standing()) as session:
            calendar = await calendar_of(session)
            page = await _running(session, calendar, now=now, after=last)
            climbs = [
                one
                for clock in page
                for one in await climb(session, tools, place, clock, calendar, now=now)
            ]
            await tell_all(session, tools, climbs)
        climbed += len(climbs)
        if len(page) < AT_ONCE:
            return climbed
        last = page[-1].id


async def put_on_list(session: AsyncSession, place: Place, *, now: datetime) -> None:
    """Every open clock whose day is today, past, or the next working day."""
    calendar = await calendar_of(session)
    near = calendar.next_working_day(on_which_day(now))
    kinds = [f"{kind}/{key}" for kind, key in MATTERS if key != "decision"]
    await session.execute(
        _PUT,
        {
            "tenant_id": tenant_of(session), "county_id": place.county_id, "here": place.name,
            "kinds": kinds, "near": near, "now": now,
        },
    )  # fmt: skip


async def _running(
    session: AsyncSession, calendar: Calendar, *, now: datetime, after: UUID | None
) -> Sequence[WatchedClock]:
    """Watched clocks still running that have come to a level nobody was told at for that day."""
    today = on_which_day(now)
    wanted = (
        select(WatchedClock)
        .where(
            WatchedClock.tenant_id == tenant_of(session),
            WatchedClock.ended_at.is_(None),
            ~WatchedClock.is_paused,
            WatchedClock.due_on <= calendar.next_working_day(today),
        )
        .order_by(WatchedClock.id)
        .limit(AT_ONCE)
    )
    if after is not None:
        wanted = wanted.where(WatchedClock.id > after)
    return (await session.scalars(wanted)).all()


_PUT = text(
    """
    insert into watched_clocks (tenant_id, id, county_id, subject_kind, subject_id, key, case_id,
        case_number, item_title, office, office_name, peer_id, party_name, unit, due_on, due_at,
        seen_at)
    select d.tenant_id, d.id, :county_id, d.subject_kind, d.subject_id,
           case when t.kind = 'decide' then 'decision' else d.key end, c.id,
           coalesce(c.number, r.case_number, s.case_number, m.case_number, ''),
           coalesce(c.item_title, r.item_title, s.item_title, m.item_title, ''),
           w.office, coalesce(f.name, :here), t.peer_id,
           case when t.peer_id is null then :here else t.party_name end,
           d.unit, d.due_on, d.due_at, :now
    from deadlines d
    left join case_tasks t on d.subject_kind = 'task' and (t.tenant_id, t.id)
        = (d.tenant_id, d.subject_id)
    left join referrals r on d.subject_kind = 'referral' and (r.tenant_id, r.id)
        = (d.tenant_id, d.subject_id)
    left join supervision_orders s on d.subject_kind = 'order' and (s.tenant_id, s.id)
        = (d.tenant_id, d.subject_id)
    left join case_tasks b on d.subject_kind = 'thread' and (b.tenant_id, b.id)
        = (d.tenant_id, d.subject_id)
    left join case_deliveries v on d.subject_kind = 'delivery' and (v.tenant_id, v.id)
        = (d.tenant_id, d.subject_id)
    left join desk_matters m on d.subject_kind = 'desk' and (m.tenant_id, m.id)
        = (d.tenant_id, d.subject_id)
    left join cases c on c.tenant_id = d.tenant_id
        and c.id = coalesce(t.case_id, b.case_id, v.case_id,
                            case when d.subject_kind = 'case' then d.subject_id end)
    cross join lateral (select coalesce(t.office, r.office, s.office,
        (select o.office from case_tasks o where o.tenant_id = c.tenant_id and o.case_id = c.id
           and o.status = 'open' and o.peer_id is null order by o.due_on, o.id limit 1),
        c.office, '') as office) w
    left join offices f on (f.tenant_id, f.code) = (d.tenant_id, w.office)
    where d.tenant_id = :tenant_id and d.met_at is null and d.cancelled_at is null
      and d.subject_kind || '/' || d.key = any(cast(:kinds as text[]))
      and d.due_on <= :near
      and not jsonb_path_exists(d.pauses, '$[*] ? (@.last == null)')
      and coalesce(t.id, r.id, s.id, m.id, c.id) is not null
    on conflict (tenant_id, id) do update
        set office = excluded.office, office_name = excluded.office_name
        where watched_clocks.office <> excluded.office
    """
)

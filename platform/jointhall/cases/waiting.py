"""What waits for an officer's offices (待办): to accept, to review, to decide, to answer.

One question for the rows of a page and one for all the counts, whatever there is to count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.db import tenant_of
from jointhall.web.viewer import Viewer

from .progress import ACCEPTANCE_WITHIN

Kind = Literal["accept", "review", "decide", "referral", "correction", "objection"]

PAGE = 50
LOOKS_BACK = 90
"""Days of filing told apart; what was filed before them is overdue all the same."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, `since` when; `due_on` is None while the clock stands still."""

    kind: Kind
    id: UUID
    number: str
    item: str
    title: str
    applicant_sealed: bytes | None
    peer_name: str
    channel: str
    since: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Tally:
    """So many things of one kind and item due on one day."""

    kind: Kind
    item: str
    due_on: date | None
    count: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of it is shown: due from and until a day, paused, of one item."""

    due_from: date | None = None
    due_until: date | None = None
    is_paused: bool | None = None
    item: str = ""


async def waiting_for(
    session: AsyncSession,
    viewer: Viewer,
    *,
    today: date,
    calendar: Calendar,
    wanted: Wanted | None = None,
    page: int = 1,
    most: int = PAGE,
) -> list[Waiting]:
    """A page of what waits for this officer, the most urgent first, what stands still last."""
    asked = wanted or Wanted()
    rows = await session.execute(
        _ROWS,
        {
            **_about(session, viewer, today, calendar),
            "due_from": asked.due_from,
            "due_until": asked.due_until,
            "is_paused": asked.is_paused,
            "item": asked.item or None,
            "most": most,
            "skip": (page - 1) * most,
        },
    )
    return [Waiting(**row._mapping) for row in rows]


async def tallies_for(
    session: AsyncSession, viewer: Viewer, *, today: date, calendar: Calendar
) -> list[Tally]:
    """How much waits for this officer, by kind, item and day: every count of the page."""
    rows = await session.execute(_COUNTS, _about(session, viewer, today, calendar))
    return [Tally(**row._mapping) for row in rows]


def _about(
    session: AsyncSession, viewer: Viewer, today: date, calendar: Calendar
) -> dict[str, Any]:
    days = _filing_days(today, calendar)
    return {
        "tenant_id": tenant_of(session),
        "offices": list(viewer.office_ids),
        "may_accept": viewer.may("case:accept"),
        "may_review": viewer.may("case:review"),
        "may_decide": viewer.may("case:decide"),
        "may_answer": viewer.may("referral:answer"),
        "filed_on": [day for day, _due in days],
        "accept_by": [due for _day, due in days],
        "first_day": days[0][0],
        "last_day": today,
    }


def _filing_days(today: date, calendar: Calendar) -> Sequence[tuple[date, date]]:
    """By which day a case filed on each of the last days is to be accepted (行政许可法 32)."""
    first = today - timedelta(days=LOOKS_BACK)
    ahead = [first + timedelta(days=step) for step in range(LOOKS_BACK + 60)]
    worked = [day for day in ahead if calendar.is_working_day(day)]
    return [
        (day, worked[bisect_right(worked, day) + ACCEPTANCE_WITHIN - 1])
        for day in ahead
        if day <= today
    ]


# Lean on purpose: sorted and counted before anything wide is fetched, and every look into another
# row goes by its primary key, so that no plan can turn into a product of two tables.
_WAITING = """
with here as (
    select code, id = any(cast(:offices as uuid[])) as is_mine
    from offices where tenant_id = :tenant_id),
elsewhere as (select code from here where not is_mine),
waiting as (
    select 'accept' as kind, c.id, c.id as case_id, c.item_title as item, c.updated_at as since,
           a.accept_by as due_on
    from cases c
    join unnest(cast(:filed_on as date[]), cast(:accept_by as date[])) as a (day, accept_by)
      on a.day = least(greatest((c.updated_at at time zone 'Asia/Shanghai')::date,
                                cast(:first_day as date)), cast(:last_day as date))
    where c.tenant_id = :tenant_id and c.status = 'submitted' and cast(:may_accept as boolean)
      and c.office not in (select code from elsewhere)
    union all
    select 'correction', c.id, c.id, c.item_title, c.updated_at, null
    from cases c
    where c.tenant_id = :tenant_id and c.status = 'correction_asked'
      and cast(:may_accept as boolean) and c.office not in (select code from elsewhere)
    union all
    select t.kind, t.id, t.case_id,
           (select c.item_title from cases c
            where c.tenant_id = t.tenant_id and c.id = t.case_id),
           t.opened_at, t.due_on
    from case_tasks t
    where t.tenant_id = :tenant_id and t.status = 'open' and t.peer_id is null
      and t.office not in (select code from elsewhere)
      and ((t.kind = 'review' and cast(:may_review as boolean))
           or (t.kind = 'decide' and cast(:may_decide as boolean)))
    union all
    select 'referral', r.id, null, r.item_title, r.asked_at, r.due_on
    from referrals r
    where r.tenant_id = :tenant_id and r.status = 'open' and cast(:may_answer as boolean)
      and r.office not in (select code from elsewhere)
    union all
    select 'objection', o.id, o.case_id,
           (select c.item_title from cases c
            where c.tenant_id = o.tenant_id and c.id = o.case_id),
           o.filed_at, o.due_on
    from case_objections o
    where o.tenant_id = :tenant_id and o.status = 'open' and cast(:may_review as boolean)
      and o.office not in (select code from elsewhere))
"""

_ROWS = text(
    _WAITING  # noqa: S608 — put together from our own words
    + """
, picked as (
    select kind, id, case_id, item, since, due_on from waiting
    where (cast(:is_paused as boolean) is null or (due_on is null) = :is_paused)
      and (cast(:due_from as date) is null or due_on >= :due_from)
      and (cast(:due_until as date) is null or due_on <= :due_until)
      and (cast(:item as text) is null or item = :item)
    order by due_on nulls last, since, id
    limit :most offset :skip)
select w.kind, w.id, coalesce(o.number, c.number, r.case_number) as number, w.item,
       coalesce(c.title, r.title) as title, c.applicant_sealed,
       coalesce(r.peer_name, '') as peer_name,
       case when o.id is null then coalesce(c.channel, 'envelope') else 'notice' end as channel,
       w.since, w.due_on
from picked w
left join cases c on c.tenant_id = :tenant_id and c.id = w.case_id
left join referrals r on r.tenant_id = :tenant_id and r.id = w.id and w.kind = 'referral'
left join case_objections o on o.tenant_id = :tenant_id and o.id = w.id and w.kind = 'objection'
order by w.due_on nulls last, w.since, w.id
"""
)

_COUNTS = text(
    _WAITING
    + """
select kind, item, due_on, count(*) as count from waiting group by kind, item, due_on
"""
)

"""What waits for an officer's offices (待办): to accept, to review, to decide, to answer.

One question for the rows of a page and all the counts beside it, whatever there is to count; what
a viewer may not do is not even asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.db import tenant_of
from jointhall.web.viewer import Viewer

from ..standing_in import Desk
from ..status import ACCEPTANCE_WITHIN
from .asking import ask, literally
from .paging import FOREVER, Key, Page, Turn, page_of
from .waits import COLUMNS_OF_A_WAIT, OFFICES_HERE, WAITS

PAGE = 50
ONE_DAY = timedelta(days=1)
WORKING_DAYS_AHEAD = 10
"""Working days told apart when counting, each by itself."""
LOOKS_BACK = 90
"""Days of filing told apart; what was filed before them is overdue all the same."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, `since` when; `due_on` is None while the clock stands still."""

    kind: str
    id: UUID
    case_id: UUID | None
    number: str
    item: str
    title: str
    office: str
    applicant_sealed: bytes | None
    peer_name: str
    channel: str
    since: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Tally:
    """So many things of one kind and item due on one day.

    What is overdue counts as due yesterday, what is due after the horizon as due on it.
    """

    kind: str
    item: str
    due_on: date | None
    count: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of it is shown, and in which order."""

    due_from: date | None = None
    due_until: date | None = None
    is_paused: bool | None = None
    item: str = ""
    kind: str = ""
    office: str = ""
    channel: str = ""
    words: str = ""
    sort: str = "due"
    is_down: bool = False


SORT_KINDS: dict[str, type] = {"due": date, "since": datetime, "item": str}
"""What each order sorts by: the type of a page's key."""


async def waiting_for(
    session: AsyncSession,
    desk: Desk,
    *,
    today: date,
    calendar: Calendar,
    wanted: Wanted | None = None,
    turn: Turn | None = None,
    most: int = PAGE,
) -> Page:
    """A page of what waits for this officer, the most urgent first, what stands still last."""
    asked, turn = wanted or Wanted(), turn or Turn()
    kinds = _kinds(desk.viewer)
    if not kinds:
        return Page(())
    rows = await ask(
        session,
        _rows(kinds, _conditions(asked), asked.sort, asked.is_down != turn.is_back, bool(turn.key)),
        {**_about(session, desk, today, calendar, kinds), **_for_rows(asked, turn, most)},
    )
    return page_of([Waiting(*row) for row in rows], turn, most, lambda row: _key(row, asked.sort))


async def waiting_and_tallies(
    session: AsyncSession,
    desk: Desk,
    *,
    today: date,
    calendar: Calendar,
    wanted: Wanted,
    turn: Turn,
    most: int = PAGE,
) -> tuple[Page, list[Tally]]:
    """That page and `tallies_for` at once: all that waits is gone through one time for both."""
    kinds = _kinds(desk.viewer)
    if not kinds:
        return Page(()), []
    is_down = wanted.is_down != turn.is_back
    rows = await ask(
        session,
        _both(kinds, _conditions(wanted), wanted.sort, is_down, bool(turn.key)),
        {
            **_about(session, desk, today, calendar, kinds),
            **_for_rows(wanted, turn, most),
            **_for_counts(today, calendar),
        },
    )
    found = [Waiting(*row[:-2]) for row in rows if row["counts"] is None]
    tallies = _unpacked((row["kind"], row["item"], *row[-2:]) for row in rows if row["counts"])
    return page_of(found, turn, most, lambda row: _key(row, wanted.sort)), tallies


async def tallies_for(
    session: AsyncSession, desk: Desk, *, today: date, calendar: Calendar
) -> list[Tally]:
    """How much waits for this officer, by kind, item and day: every count of the page."""
    kinds = _kinds(desk.viewer)
    if not kinds:
        return []
    values = _about(session, desk, today, calendar, kinds) | _for_counts(today, calendar)
    return _unpacked(await ask(session, _counts(kinds), values))


async def how_many(
    session: AsyncSession,
    desk: Desk,
    *,
    today: date,
    calendar: Calendar,
    wanted: Sequence[Wanted],
) -> list[int]:
    """How much of it each of these asks for, all in one question."""
    kinds = _kinds(desk.viewer)
    if not kinds or not wanted:
        return [0] * len(wanted)
    filters: list[str] = []
    values: dict[str, Any] = {}
    for nth, one in enumerate(wanted):
        said = [_CONDITIONS[name].replace(":", f":w{nth}_") for name in _conditions(one)]
        filters.append(f"count(*) filter (where {' and '.join(said) or 'true'})")
        values |= {f"w{nth}_{name}": value for name, value in values_of(one).items()}
    question = f"{_all(kinds)} select {', '.join(filters)} from waiting w {_CASE_OF}"  # noqa: S608
    (row,) = await ask(session, question, _about(session, desk, today, calendar, kinds) | values)
    return list(row)


def _unpacked(rows: Iterable[Sequence[Any]]) -> list[Tally]:
    return [
        Tally(kind, item, day, count)
        for kind, item, days, counts in rows
        for day, count in zip(days, counts, strict=True)
    ]


def _for_rows(asked: Wanted, turn: Turn, most: int) -> dict[str, Any]:
    key = {"key": turn.key.value, "id": turn.key.id} if turn.key else {}
    return {**values_of(asked), **key, "most": most + 1}


def _for_counts(today: date, calendar: Calendar) -> dict[str, Any]:
    return {"before": today - ONE_DAY, "horizon": horizon_of(today, calendar)}


def horizon_of(today: date, calendar: Calendar) -> date:
    """From which day on what is due later is counted as one: past every day a page tells apart."""
    day = today
    for _nth in range(WORKING_DAYS_AHEAD):
        day = calendar.next_working_day(day)
    return max(day, today + timedelta(days=7)) + ONE_DAY


def values_of(asked: Wanted) -> dict[str, Any]:
    """What the conditions of a wanted part are filled with."""
    values = {
        "due_from": asked.due_from, "due_until": asked.due_until, "item": asked.item,
        "kind": asked.kind, "of_office": asked.office, "channel": asked.channel,
        "words": f"%{literally(asked.words)}%",
    }  # fmt: skip
    return {name: value for name, value in values.items() if value and value != "%%"}


def _conditions(asked: Wanted) -> tuple[str, ...]:
    """The names of the conditions a wanted part sets."""
    said = list(values_of(asked))
    if asked.is_paused is not None:
        said.append("paused" if asked.is_paused else "running")
    return tuple(said)


_CHANNEL = """(case when w.kind = 'objection' then 'notice'
                    else coalesce(c.channel, 'envelope') end)"""
_CONDITIONS = {
    "channel": f"{_CHANNEL} = cast(:channel as text)",
    "due_from": "w.due_on >= cast(:due_from as date)",
    "due_until": "w.due_on <= cast(:due_until as date)",
    "item": "w.item = cast(:item as text)",
    "kind": "w.kind = cast(:kind as text)",
    "of_office": "w.office = cast(:of_office as text)",
    "words": "(coalesce(c.title, r.title, d.title) ilike cast(:words as text)"
    " or w.item ilike cast(:words as text)"
    " or coalesce(c.number, r.case_number, d.case_number) ilike :words)",
    "paused": "w.due_on is null",
    "running": "w.due_on is not null",
}
_CASE_OF = """
    left join cases c on c.tenant_id = :tenant_id and c.id = w.case_id
    left join referrals r on r.tenant_id = :tenant_id and r.id = w.id and w.kind = 'referral'
    left join supervision_orders s on s.tenant_id = :tenant_id and s.id = w.id and w.kind = 'order'
    left join desk_matters d on d.tenant_id = :tenant_id and d.id = w.id and w.kind = 'desk'
"""
_NEEDS_CASE = {"channel", "words"}
_SORTS = {
    "due": ("coalesce(w.due_on, date '9999-12-31')", "date"),
    "since": ("w.since", "timestamptz"),
    "item": ("w.item", "text"),
}


def _key(row: Waiting, sort: str) -> Key:
    value = {"due": row.due_on or FOREVER, "since": row.since, "item": row.item}[sort]
    return Key(value, row.id)


def _kinds(viewer: Viewer) -> tuple[str, ...]:
    return tuple(wait.kind for wait in WAITS if viewer.may(wait.permission))


def _all(kinds: tuple[str, ...]) -> str:
    """Everything of these kinds that lies with the viewer, as the CTE `waiting`."""
    parts = " union all ".join(wait.rows for wait in WAITS if wait.kind in kinds)
    return f"""
with recursive {OFFICES_HERE},
waiting ({COLUMNS_OF_A_WAIT}) as ({parts})
"""


# Lean on purpose: sorted and counted before anything wide is fetched, and every look into another
# row goes by its primary key, so that no plan can turn into a product of two tables.
@cache
def _picked(
    conditions: tuple[str, ...], sort: str, is_down: bool, is_after: bool
) -> tuple[str, str]:
    """The rows of one page as the CTE `picked`, and everything a row shows."""
    value, kind = _SORTS[sort]
    said = [_CONDITIONS[name] for name in conditions]
    if is_after:
        compared = "<" if is_down else ">"
        said.append(f"({value}, w.id) {compared} (cast(:key as {kind}), cast(:id as uuid))")
    down = " desc" if is_down else ""
    joined = _CASE_OF if _NEEDS_CASE.intersection(conditions) else ""
    picked = f"""
, picked as materialized (
    select w.*, {value} as place from waiting w {joined}
    where {" and ".join(said) or "true"}
    order by {value}{down}, w.id{down} limit :most)"""  # noqa: S608 — our own words
    shown = f"""
select w.kind, w.id, w.case_id,
       coalesce(o.number, c.number, r.case_number, d.case_number, s.case_number) as number,
       w.item, coalesce(c.title, r.title, d.title, s.matter) as title, w.office,
       c.applicant_sealed, coalesce(r.peer_name, d.from_name, s.peer_name, '') as peer_name,
       {_CHANNEL} as channel, w.since, w.due_on
       /*more*/
from picked w {_CASE_OF}
left join case_objections o on o.tenant_id = :tenant_id and o.id = w.id and w.kind = 'objection'
order by w.place{down}, w.id{down}"""  # noqa: S608 — our own words
    return picked, shown


@cache
def _rows(
    kinds: tuple[str, ...], conditions: tuple[str, ...], sort: str, is_down: bool, is_after: bool
) -> str:
    picked, shown = _picked(conditions, sort, is_down, is_after)
    return f"{_all(kinds)}{picked}{shown}"


_SPAN = """case when due_on is not null then
    least(greatest(due_on, cast(:before as date)), cast(:horizon as date)) end"""
# One row for a kind and item with all its days: a few dozen rows instead of a thousand.
_TALLIES = f"""
select kind, item, array_agg(due_on) as days, array_agg(count) as counts
from (select kind, item, {_SPAN} as due_on, count(*) as count from waiting group by 1, 2, 3) each
group by kind, item"""  # noqa: S608 — put together from our own words


@cache
def _counts(kinds: tuple[str, ...]) -> str:
    return f"{_all(kinds)}{_TALLIES}"


@cache
def _both(
    kinds: tuple[str, ...], conditions: tuple[str, ...], sort: str, is_down: bool, is_after: bool
) -> str:
    picked, shown = _picked(conditions, sort, is_down, is_after)
    shown = shown.replace("/*more*/", ", null::date[] as days, null::bigint[] as counts")
    return f"""{_all(kinds)}{picked}
({shown})
union all
select kind, null, null, null, item, null, null, null, null, null, null, null, days, counts
from ({_TALLIES}) tallies"""  # noqa: S608 — put together from our own words


def _about(
    session: AsyncSession,
    desk: Desk,
    today: date,
    calendar: Calendar,
    kinds: tuple[str, ...],
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "tenant_id": tenant_of(session), "held": sorted(desk.held), "names": sorted(desk.names),
        "stood_for": desk.stood_for,
    }  # fmt: skip
    if {"review", "decide"}.intersection(kinds):
        values |= {
            "whole": (whole := desk.whole), "posts": desk.posts_in(desk.held.difference(whole)),
            "manned": list(desk.roster.manned),
        }  # fmt: skip
    if "accept" in kinds:
        days = _filing_days(today, calendar)
        values |= {
            "accept_by": [due for _day, due in days],
            "first_day": days[0][0],
            "last_day": today,
        }
    return values


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

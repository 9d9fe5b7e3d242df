"""Cases found (办件台账): filtered, sorted and counted by one and the same condition.

The list and every number beside it are made of the same words, so a count cannot say otherwise
than the list it leads to.
"""

# ruff: noqa: S608 — put together from our own words, values are bound

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of

from ..numbers import tidy
from ..status import OPEN, Status
from .asked import Asked, sort_of
from .asking import ask, literally
from .paging import FOREVER, Key, Page, page_of, turn_of

PAGE = 50

SORT_KINDS: dict[str, type] = {"number": str, "due": date, "filed": datetime, "item": str}
_SORTS = {
    "number": ("c.number", "text"),
    "due": (f"coalesce(c.due_on, date '{FOREVER}')", "date"),
    "filed": ("c.filed_at", "timestamptz"),
    "item": ("c.item_title", "text"),
}
_OPEN = ", ".join(f"'{status}'" for status in sorted(OPEN))
_IS_OPEN = f"c.status in ({_OPEN})"
OPEN_STATUS = "open"
"""Asked for as a status: whatever is not decided yet."""


@dataclass(frozen=True, slots=True)
class Found:
    """One case as a list shows it."""

    id: UUID
    number: str
    title: str
    item_title: str
    status: str
    office: str
    channel: str
    applicant_sealed: bytes
    filed_at: datetime
    due_on: date | None
    statutory_due_on: date | None

    @property
    def is_open(self) -> bool:
        return Status(self.status) in OPEN


@dataclass(frozen=True, slots=True)
class Days:
    """The days that lights go by: before `today` is late, until `near` is soon."""

    today: date
    near: date


async def cases_found(
    session: AsyncSession, asked: Asked, days: Days, officer_id: UUID, *, most: int = PAGE
) -> Page:
    """A page of the cases asked for."""
    sort, is_down = sort_of(asked, "cases")
    turn = turn_of(asked.after, asked.before, SORT_KINDS[sort])
    is_down = is_down != turn.is_back
    said, values = conditions(asked, days, officer_id)
    place, kind = _SORTS[sort]
    if turn.key:
        compared = "<" if is_down else ">"
        said.append(f"({place}, c.id) {compared} (cast(:key as {kind}), cast(:id as uuid))")
        values |= {"key": turn.key.value, "id": turn.key.id}
    down = " desc" if is_down else ""
    # Narrow rows are sorted, wide ones fetched for one page only.
    question = f"""
        with picked as materialized (
            select c.id, {place} as place from cases c
            where c.tenant_id = :tenant_id{"".join(f" and {one}" for one in said)}
            order by {place}{down}, c.id{down} limit :most)
        select c.id, c.number, c.title, c.item_title, c.status, c.office, c.channel,
               c.applicant_sealed, c.filed_at, c.due_on, c.statutory_due_on
        from picked p join cases c on c.tenant_id = :tenant_id and c.id = p.id
        order by p.place{down}, p.id{down}
    """
    values |= {"tenant_id": tenant_of(session), "most": most + 1}
    found = [Found(*row) for row in await ask(session, question, values)]
    return page_of(found, turn, most, lambda row: _key(row, sort))


async def cases_by_id(session: AsyncSession, ids: Sequence[UUID]) -> list[Found]:
    """These cases, in the order they are given in."""
    rows = await ask(session, _BY_ID, {"tenant_id": tenant_of(session), "ids": list(ids)})
    found = {row["id"]: Found(*row) for row in rows}
    return [found[id] for id in ids if id in found]


@dataclass(frozen=True, slots=True)
class CaseTally:
    """So many cases of one item and status, and how many of them have which light."""

    item: str
    status: str
    count: int
    lights: Mapping[str, int]

    def matching(self, asked: Asked) -> int:
        """How many of them are asked for, by what `adds_up`."""
        if asked.item not in ("", self.item):
            return 0
        if asked.status == OPEN_STATUS:
            fits = self.status in OPEN
        else:
            fits = asked.status not in set(Status) or asked.status == self.status
        return (self.lights[asked.light] if asked.light else self.count) if fits else 0


def adds_up(asked: Asked) -> bool:
    """Whether tallies can tell how many are asked for: by item, status and light alone."""
    return asked == Asked(
        item=asked.item, status=asked.status, light=asked.light, sort=asked.sort, cols=asked.cols,
        view=asked.view, after=asked.after, before=asked.before,
    )  # fmt: skip


async def cases_counted(
    session: AsyncSession,
    asked: Sequence[Asked],
    days: Days,
    officer_id: UUID,
    *,
    has_all: bool = False,
) -> tuple[list[CaseTally], list[int]]:
    """Cases by item and status, and how many each of these asks for, in one walk through them.

    Unless the tallies are to have all, only open cases are gone through where nobody asks further.
    """
    counts: list[str] = []
    values: dict[str, Any] = {
        "tenant_id": tenant_of(session), "today": days.today, "near": days.near,
    }  # fmt: skip
    apart = {one for one in asked if one.q or one.mine == "watched"}
    walked = [one for one in asked if one not in apart and not adds_up(one)]
    for nth, one in enumerate(walked):
        said, its = conditions(one, days, officer_id, mark=f"w{nth}_")
        counts.append(f"count(*) filter (where {' and '.join(said)})")
        values |= its
    counts += [
        "count(c.due_on)",
        "count(*) filter (where c.due_on < cast(:today as date))",
        "count(*) filter (where c.due_on <= cast(:near as date))",
    ]
    has_all = has_all or not all(_is_open_only(one) for one in asked if one not in apart)
    rows = await ask(
        session,
        f"""select c.item_title, c.status, count(*), {", ".join(counts)}
            from cases c where c.tenant_id = :tenant_id{"" if has_all else f" and {_IS_OPEN}"}
            group by c.status, c.item_title""",
        values,
    )
    tallies = [CaseTally(row[0], row[1], row[2], _lights_of(*row[1:3], *row[-3:])) for row in rows]
    found = dict(
        zip(apart, await _counted_apart(session, list(apart), days, officer_id), strict=True)
    )
    found |= {one: sum(row[3 + nth] for row in rows) for nth, one in enumerate(walked)}
    return tallies, [
        found[one] if one in found else sum(tally.matching(one) for tally in tallies)
        for one in asked
    ]


def _lights_of(status: str, count: int, clocked: int, late: int, till_near: int) -> dict[str, int]:
    """The lights of so many cases of one status; what is decided has none. See `_LIGHTS`."""
    if status not in OPEN:
        return dict.fromkeys(_LIGHTS, 0)
    return {
        "late": late, "soon": till_near - late, "ok": clocked - till_near,
        "paused": count - clocked,
    }  # fmt: skip


def _is_open_only(asked: Asked) -> bool:
    return bool(asked.light) or asked.mine == "hand" or asked.status in (OPEN_STATUS, *OPEN)


async def _counted_apart(
    session: AsyncSession, asked: Sequence[Asked], days: Days, officer_id: UUID
) -> list[int]:
    """How many cases each of these asks for, all in one question, each by its own best way."""
    if not asked:
        return []
    counts: list[str] = []
    values: dict[str, Any] = {"tenant_id": tenant_of(session)}
    for nth, one in enumerate(asked):
        said, its = conditions(one, days, officer_id, mark=f"w{nth}_")
        where = "".join(f" and {words}" for words in said)
        counts.append(f"(select count(*) from cases c where c.tenant_id = :tenant_id{where})")
        values |= its
    (row,) = await ask(session, f"select {', '.join(counts)}", values)
    return list(row)


async def how_many_of_each_light(
    session: AsyncSession,
    asked: Asked,
    days: Days,
    officer_id: UUID,
    tallies: Sequence[CaseTally],
) -> dict[str, int]:
    """How many cases of what is asked there are of each light, and under "" of all of them.

    Added up from the tallies of all cases where they can tell it.
    """
    if adds_up(asked):
        return {
            light: sum(tally.matching(replace(asked, light=light)) for tally in tallies)
            for light in ("", *_LIGHTS)
        }
    said, values = conditions(replace(asked, light=""), days, officer_id)
    filters = [f"count(*) filter (where {words})" for words in _LIGHTS.values()]
    where = "".join(f" and {words}" for words in said)
    (row,) = await ask(
        session,
        f"select count(*), {', '.join(filters)} from cases c where c.tenant_id = :tenant_id{where}",
        {"tenant_id": tenant_of(session), "today": days.today, "near": days.near, **values},
    )
    return dict(zip(("", *_LIGHTS), row, strict=True))


def conditions(
    asked: Asked, days: Days, officer_id: UUID, *, mark: str = ""
) -> tuple[list[str], dict[str, Any]]:
    """What a case has to be to be asked for, as SQL with its values, named with this mark."""
    said: list[str] = []
    values: dict[str, Any] = {}

    def where(condition: str, **its: Any) -> None:
        for name, value in its.items():
            condition = condition.replace(f":{name}", f":{mark}{name}")
            values[f"{mark}{name}"] = value
        said.append(condition)

    if asked.q:
        where(_WORDS, **_words(asked.q))
    if asked.item:
        where("c.item_title = :item", item=asked.item)
    if asked.status == OPEN_STATUS:
        where(_IS_OPEN)
    elif asked.status in set(Status):
        where("c.status = :status", status=asked.status)
    if asked.office:
        where("c.office = :office", office=asked.office)
    if asked.channel:
        where("c.channel = :channel", channel=asked.channel)
    if asked.filed_from:
        where(f"{_FILED_ON} >= cast(:filed_from as date)", filed_from=asked.filed_from)
    if asked.filed_until:
        where(f"{_FILED_ON} <= cast(:filed_until as date)", filed_until=asked.filed_until)
    if asked.light:
        words, its = _LIGHTS[asked.light], {"today": days.today, "near": days.near}
        where(words, **{name: day for name, day in its.items() if f":{name}" in words})
    if asked.mine == "watched":
        where(_WATCHED, me=officer_id)
    elif asked.mine == "hand":
        where(_IN_HAND, me=str(officer_id))
    return said, values


def _words(said: str) -> Mapping[str, str]:
    number = tidy(said)
    end = literally(number.zfill(4))
    return {"number": number, "ending": f"%-{end}", "words": f"%{literally(said)}%"}


def _key(row: Found, sort: str) -> Key:
    value = {
        "number": row.number, "due": row.due_on or FOREVER, "filed": row.filed_at,
        "item": row.item_title,
    }[sort]  # fmt: skip
    return Key(value, row.id)


# By number or its end, or by words of the public title; names are sealed, not searched.
_WORDS = (
    "(c.number = :number or c.number like :ending"
    " or c.title ilike :words or c.item_title ilike :words)"
)
_FILED_ON = "(c.filed_at at time zone 'Asia/Shanghai')::date"
_LIGHTS = {
    "late": f"({_IS_OPEN} and c.due_on < cast(:today as date))",
    "soon": f"({_IS_OPEN} and c.due_on between cast(:today as date) and cast(:near as date))",
    "ok": f"({_IS_OPEN} and c.due_on > cast(:near as date))",
    "paused": f"({_IS_OPEN} and c.due_on is null)",
}
_WATCHED = """c.id in (select w.case_id from case_watches w
    where w.tenant_id = :tenant_id and w.officer_id = :me)"""
# Once through the officer's own lines, not once for each case.
_IN_HAND = f"""({_IS_OPEN} and c.id in (select h.case_id from case_history h
    where h.tenant_id = :tenant_id and h.who_kind = 'officer' and h.who_id = :me))"""
_BY_ID = """
    select c.id, c.number, c.title, c.item_title, c.status, c.office, c.channel,
           c.applicant_sealed, c.filed_at, c.due_on, c.statutory_due_on
    from cases c where c.tenant_id = :tenant_id and c.id = any(cast(:ids as uuid[]))
    """

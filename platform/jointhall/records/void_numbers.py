"""Numbers nobody gives again (作废号): given before the data went back, and gone from it.

People hold letters and receipts with them. So each counter goes on behind them, and the register
says why they are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import run
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.web.place import Place

from .journal import record

UNSEEN = 20
"""So many numbers of each counter may have been given in the minute that an archive lags behind."""

COMMITTED_WITHIN = timedelta(hours=1)
"""A letter of an earlier time may have been committed after the moment by so much at most."""

Key = str
"""What tells one row of numbers in a table from another, as JSON: its series, its year, its day."""

Told = Callable[[Place, Mapping[str, Any], str], str]


@dataclass(frozen=True, slots=True)
class Counter:
    """A table of last numbers: what they number, what a day says of its key, how one is written."""

    table: str
    name: Callable[[], str]
    key_on: Callable[[date], dict[str, Any]]
    told: Told
    digits: int = 1
    codes: str = ""
    """The codes printed beside its numbers since a time: tenant, key, number, code."""


COUNTERS: dict[str, Counter] = {}


def numbered_by(counter: Counter) -> None:
    """Registers a table of last numbers."""
    COUNTERS[counter.table] = counter


@dataclass(slots=True)
class Given:
    """What had been given when the data was left behind: last numbers, and codes by number."""

    last: dict[tuple[UUID, str, Key], int] = field(default_factory=dict)
    codes: dict[tuple[UUID, str, Key], dict[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Void:
    """A row of the register: from which number to which, since when and why."""

    counter: str
    key: Key
    first: int
    last: int
    why: str
    voided_at: datetime

    def told(self, place: Place) -> str:
        return _told(place, self.counter, self.key, self.first, self.last)


async def numbers_given(url: str, *, since: datetime | None) -> Given:
    """Reads all counters of a database from above the wall, and the codes of letters since then."""
    given = Given()
    connection = await asyncpg.connect(url)
    try:
        for counter in COUNTERS.values():
            if await connection.fetchval("select to_regclass($1)", counter.table) is None:
                continue  # a database of before there was such a counter
            for row in await connection.fetch(_LAST.format(table=counter.table)):
                given.last[row["tenant_id"], counter.table, _key(row["key"])] = row["last"]
            if since is not None and counter.codes:
                for row in await connection.fetch(counter.codes, since - COMMITTED_WITHIN):
                    key = (row["tenant_id"], counter.table, _key(row["key"]))
                    given.codes.setdefault(key, {})[row["number"]] = row["code"]
    finally:
        await connection.close()
    return given


async def pass_over(tools: Tools, given: Given, *, unseen: int, why: str) -> int:
    """Moves all counters behind what was given and `unseen` more; how many numbers are void."""
    many = 0
    for place in await tools.outside["directory"].everyone():
        many += await pass_over_in(tools, place, given, unseen=unseen, why=why)
    return many


async def pass_over_in(tools: Tools, place: Place, given: Given, *, unseen: int, why: str) -> int:
    """What `pass_over` does, in one tenant."""
    today, many = on_which_day(tools.clock.now()), 0
    async with tools.database.transaction(place.standing()) as session:
        for counter in COUNTERS.values():
            here = await _last_here(session, counter)
            goal = {
                key: last
                for (tenant_id, table, key), last in given.last.items()
                if (tenant_id, table) == (place.tenant_id, counter.table)
            }
            for key in {_on(counter, key, today) for key in here | goal} if unseen else ():
                goal[key] = max(goal.get(key, 0), here.get(key, 0)) + unseen
            for key, last in goal.items():
                first = here.get(key, 0) + 1
                if last < first:
                    continue
                codes = given.codes.get((place.tenant_id, counter.table, key), {})
                lost = [code for number, code in codes.items() if number >= first]
                void = Void(counter.table, key, first, last, why, tools.clock.now())
                await _keep(session, place, void, lost)
                many += last - first + 1
    return many


async def voided_here(session: AsyncSession) -> Sequence[Void]:
    """This tenant's register, the newest first."""
    return [Void(**row) for row in await run(session, _REGISTER, tenant_of(session))]


async def last_given(session: AsyncSession, place: Place, today: date) -> list[tuple[str, str]]:
    """What each counter of this year or day has come to: what it numbers, and its last number."""
    found = []
    for counter in COUNTERS.values():
        for key, last in sorted((await _last_here(session, counter)).items()):
            if key == _on(counter, key, today):
                found.append((counter.name(), _told(place, counter.table, key, last, last)))
    return found


async def void_code(session: AsyncSession, code: str) -> bool:
    """Whether this code stood on a letter whose record is gone."""
    return bool(await run(session, _CODED, tenant_of(session), code))


async def _last_here(session: AsyncSession, counter: Counter) -> dict[Key, int]:
    statement = f"{_LAST.format(table=counter.table)} where tenant_id = $1"
    rows = await run(session, statement, tenant_of(session))
    return {_key(row["key"]): row["last"] for row in rows}


async def _keep(session: AsyncSession, place: Place, void: Void, codes: list[str]) -> None:
    row = _parts(void.key) | {"tenant_id": str(place.tenant_id), "last": void.last}
    await run(session, _GO_ON.format(table=void.counter), orjson.dumps(row).decode())
    await run(
        session, _KEEP, place.tenant_id, new_id(), void.counter, void.key, void.first, void.last,
        void.why, codes, void.voided_at,
    )  # fmt: skip
    record(
        session, "number.voided", who=SYSTEM, subject=f"numbers:{void.counter}",
        words=_("%(numbers)s 作废：%(why)s", numbers=void.told(place), why=void.why),
    )  # fmt: skip


def _on(counter: Counter, key: Key, day: date) -> Key:
    """The same row of numbers, on that day."""
    return _key(_parts(key) | counter.key_on(day))


def _key(parts: str | dict[str, Any]) -> Key:
    read = orjson.loads(parts) if isinstance(parts, str) else parts
    return orjson.dumps(read, option=orjson.OPT_SORT_KEYS).decode()


def _parts(key: Key) -> dict[str, Any]:
    parts: dict[str, Any] = orjson.loads(key)
    return parts


def _told(place: Place, table: str, key: Key, first: int, last: int) -> str:
    counter = COUNTERS[table]
    numbers = "—".join(f"{number:0{counter.digits}d}" for number in sorted({first, last}))
    return counter.told(place, _parts(key), numbers)


_LAST = "select tenant_id, (to_jsonb(n) - 'tenant_id' - 'last')::text as key, last from {table} n"
_GO_ON = """
    insert into {table} select * from jsonb_populate_record(null::{table}, $1::jsonb)
    on conflict on constraint pk_{table} do update set last = excluded.last
    """
_KEEP = """
    insert into void_numbers
        (tenant_id, id, counter, key, first, last, why, codes, voided_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    """
_REGISTER = """
    select counter, key, first, last, why, voided_at from void_numbers
    where tenant_id = $1 order by voided_at desc, counter, key
    """
_CODED = "select 1 from void_numbers where tenant_id = $1 and $2 = any(codes) limit 1"

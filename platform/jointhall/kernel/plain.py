"""Statements straight to the driver, for the paths that every case takes.

The same connection and the same transaction as the session's, at a quarter of its cost. What the
session still holds back is not written first: whoever needs that flushes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import asyncpg
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached

from .db import Base, driver_of

_DIALECT = dialect()  # type: ignore[no-untyped-call]


async def run(session: AsyncSession, statement: str, *values: Any) -> Sequence[asyncpg.Record]:
    """The rows of one statement; its values stand as $1, $2 …"""
    rows: list[asyncpg.Record] = await driver_of(session).fetch(statement, *values)
    return rows


async def run_each(session: AsyncSession, statement: str, values: Iterable[Sequence[Any]]) -> None:
    """One statement for each of these values in turn, all sent in one message."""
    await driver_of(session).executemany(statement, values)


async def put(session: AsyncSession, *rows: Base) -> None:
    """Writes new rows of one table now, in their order; the session does not watch over them."""
    insertion, columns = _insertion(type(rows[0]))
    await run_each(session, insertion, [[read(row) for read in columns] for row in rows])


async def put_and_watch(session: AsyncSession, row: Base) -> None:
    """Writes a new row now, and lets the session watch over it as over one it has read."""
    for attribute in type(row).__mapper__.column_attrs:
        # What was left out is null there too: nothing has to be read again.
        setattr(row, attribute.key, getattr(row, attribute.key))
    await put(session, row)
    make_transient_to_detached(row)
    session.add(row)


@cache
def _insertion(kind: type[Base]) -> tuple[str, tuple[Callable[[Base], Any], ...]]:
    attributes = kind.__mapper__.column_attrs
    names = [attribute.columns[0].name for attribute in attributes]
    values = ", ".join(f"${n}" for n in range(1, len(names) + 1))
    reads = tuple(_reading(attribute.key, attribute.columns[0]) for attribute in attributes)
    return f"insert into {kind.__tablename__} ({', '.join(names)}) values ({values})", reads  # noqa: S608


def _reading(key: str, column: Any) -> Callable[[Base], Any]:
    """How a column's value is read off a row: its default put in, in the driver's form."""
    written = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)

    def read(row: Base) -> Any:
        value = getattr(row, key)
        if value is None and column.default is not None:
            value = column.default.arg if column.default.is_scalar else column.default.arg(None)
            setattr(row, key, value)
        return value if value is None or written is None else written(value)

    return read

"""PostgreSQL: one transaction per request or job, opened with its tenant in one round trip."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from .ids import new_id
from .who import Standing

_PLAIN = re.compile(r"[A-Za-z0-9_.:\-]*")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the platform."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012
        list[dict[str, str]]: JSONB,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        str: Text,
    }


class OfTenant:
    """A row that belongs to one tenant: `tenant_id` leads its key, so no reference can cross."""

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-2)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


class LostCommit(Exception):
    """The database did not keep what was asked of it, although no statement had failed."""


AnySession = AsyncSession | Session
"""A verb on a model meets the plain session, everybody else the async one; both share `info`."""

AtCommit = Callable[[AsyncSession], Awaitable[None]]
AfterCommit = Callable[[], None]


def at_commit(session: AnySession, key: str, act: AtCommit) -> None:
    """Do this last before the commit, once per key: so chains are locked as briefly as can be."""
    session.info.setdefault("at_commit", {}).setdefault(key, act)


def after_commit(session: AnySession, key: str, act: AfterCommit) -> None:
    """Do this when the commit has succeeded and not otherwise, once per key."""
    session.info.setdefault("after_commit", {})[key] = act


def standing_of(session: AnySession) -> Standing:
    """Who this transaction was opened for."""
    standing = session.info["standing"]
    assert isinstance(standing, Standing)
    return standing


def driver_of(session: AnySession) -> Any:
    """The driver's own connection, inside the session's transaction; see `plain`."""
    return session.info["driver"]


def tenant_of(session: AnySession) -> UUID:
    """The tenant this transaction was opened in."""
    tenant_id = standing_of(session).tenant_id
    assert tenant_id is not None, "this act needs a tenant"
    return tenant_id


def opening(standing: Standing, *, read_only: bool) -> str:
    """BEGIN and the standing in one message, so that the wall costs no round trip.

    The simple protocol takes no parameters, so every value has to be plain: identifiers and hex.
    """
    sets = []
    for name, value in standing.settings().items():
        if not _PLAIN.fullmatch(name) or not _PLAIN.fullmatch(value):
            raise ValueError(f"{name} is not plain")
        sets.append(f"set_config('{name}', '{value}', true)")
    begin = "BEGIN READ ONLY" if read_only else "BEGIN"
    return f"{begin}; SELECT {', '.join(sets)}" if sets else begin


class Database:
    """The pool of one event loop; the connections know nobody until a transaction says who asks."""

    def __init__(self, url: str, *, size: int = 10, name: str = "hall") -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            with_driver(url),
            # We say BEGIN ourselves, with the tenant in the same message; see `opening`.
            isolation_level="AUTOCOMMIT",
            pool_size=size,
            max_overflow=0,
            pool_timeout=10,
            # The one used last has its plans at hand; a pool in turn keeps all of them cold.
            pool_use_lifo=True,
            # Every transaction ends by our own COMMIT or ROLLBACK, or its connection is thrown out.
            pool_reset_on_return=None,
            # What a statement was given may be personal: it does not go into error texts and logs.
            hide_parameters=True,
            connect_args={
                "server_settings": {
                    "application_name": name,
                    "statement_timeout": "15000",
                    "lock_timeout": "8000",
                    "idle_in_transaction_session_timeout": "60000",
                    "jit": "off",
                    "timezone": "UTC",
                }
            },
        )

    @asynccontextmanager
    async def transaction(
        self, standing: Standing, *, read_only: bool = False
    ) -> AsyncIterator[AsyncSession]:
        """A session inside one transaction; commits at the end, rolls back on any error."""
        async with self._connection() as (connection, raw):
            await raw.execute(opening(standing, read_only=read_only))
            session = AsyncSession(connection, expire_on_commit=False)
            session.info["standing"] = standing
            session.info["driver"] = raw
            kept = False
            try:
                yield session
                await _finish(session)
                if await raw.execute("COMMIT") != "COMMIT":
                    raise LostCommit("a statement had failed and its error was swallowed")
                kept = True
            finally:
                if not kept:
                    await _undo(connection, raw)
                await session.close()
        for act in session.info.get("after_commit", {}).values():
            act()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[tuple[AsyncConnection, Any]]:
        connection = await self.engine.connect()
        try:
            raw = await _driver(connection)
            if raw.is_closed():
                # The server went away while this connection slept: throw it out, take another.
                await connection.invalidate()
                await connection.close()
                await self.engine.dispose()
                connection = await self.engine.connect()
                raw = await _driver(connection)
            yield connection, raw
        finally:
            await connection.close()

    async def close(self) -> None:
        await self.engine.dispose()


@asynccontextmanager
async def acting_in(session: AsyncSession, standing: Standing) -> AsyncIterator[None]:
    """The same transaction, standing in another tenant a while: for a county that makes one.

    What was left for the commit is done before the standing changes, in the tenant it belongs to.
    """
    before = standing_of(session)
    await _finish(session)
    await _stand(session, standing)
    yield
    await _finish(session)
    await _stand(session, before)


async def _stand(session: AsyncSession, standing: Standing) -> None:
    told = dict.fromkeys(("hall.tenant", "hall.county", "hall.resident", "hall.door"), "")
    told |= standing.settings()
    # One statement for all of them: a county that joins 3,000 townships stands in each.
    await session.execute(
        text("select set_config(name, value, true) from unnest(cast(:names as text[]),"
             " cast(:values as text[])) as told (name, value)"),
        {"names": list(told), "values": list(told.values())},
    )  # fmt: skip
    session.info["standing"] = standing


async def _finish(session: AsyncSession) -> None:
    await _write(session)
    acts: dict[str, AtCommit] = session.info.get("at_commit", {})
    while acts:
        for key in sorted(acts):
            await acts.pop(key)(session)
        await _write(session)


async def _write(session: AsyncSession) -> None:
    if session.new or session.dirty or session.deleted:
        await session.flush()


async def _undo(connection: AsyncConnection, raw: Any) -> None:
    try:
        await raw.execute("ROLLBACK")
    except Exception:
        await connection.invalidate()


async def _driver(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection


def with_driver(url: str) -> str:
    return re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql+asyncpg://", url)

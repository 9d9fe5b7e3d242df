"""Alembic's door: migrations run as the owner, with short lock waits, one transaction each."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from jointhall.kernel.db import with_driver


def run(connection: Connection) -> None:
    connection.execute(text("set lock_timeout = '5s'"))
    connection.execute(text("set statement_timeout = '10min'"))
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def main() -> None:
    url = context.config.get_main_option("sqlalchemy.url")
    assert url, "migrations are run by `hall migrate`, which says where"
    engine = create_async_engine(with_driver(url))
    async with engine.connect() as connection:
        # Two services starting at once must not migrate at once.
        await connection.execute(text("select pg_advisory_lock(hashtext('hall migrate'))"))
        await connection.commit()
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(main())

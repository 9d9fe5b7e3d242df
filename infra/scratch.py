"""Databases for one run alone: made on a server of the run's home, filled, and gone afterwards."""

from __future__ import annotations

import asyncio
import secrets as randomness
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import asyncpg

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.files import FolderStore
from jointhall.kernel.migrating import migrate
from jointhall.kernel.private_postgres import SUPERUSER, PrivatePostgres, start, stop
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools


@contextmanager
def scratch_databases(home: Path, many: int = 1) -> Iterator[tuple[PrivatePostgres, list[str]]]:
    """The server of this home and so many databases with the newest schema."""
    server = start(home)
    run = randomness.token_hex(4)
    names = [f"hall_{home.name}_{run}_{nth}" for nth in range(many)]
    try:
        first, *others = names
        _say(server, f'create database "{first}" owner hall_owner')
        migrate(server.url("hall_owner", first))
        for name in others:
            _say(server, f'create database "{name}" owner hall_owner template "{first}"')
        for name in names:
            # Nothing here has to outlive a crash of the machine.
            _say(server, f'alter database "{name}" set synchronous_commit = off')
        yield server, names
    finally:
        for name in names:
            _say(server, f'drop database if exists "{name}" with (force)')
        if server.was_started:
            stop(home)


def scratch_tools(url: str, folder: Path, *, at: datetime, size: int) -> Tools:
    """Tools over such a database, on a day that stands still; the caller closes the database."""
    return Tools(
        Database(url, size=size), FixedClock(at),
        FolderStore(folder / "files", secret=b"a secret for the links of one run"),
        Secrets(b"a master key for one run, 32 byt"), public_url="https://hall.test",
    )  # fmt: skip


def _say(server: PrivatePostgres, statement: str) -> None:
    async def say() -> None:
        connection = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
        await connection.execute(statement)
        await connection.close()

    asyncio.run(say())

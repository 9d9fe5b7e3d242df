"""What every bench stands on: a private PostgreSQL, a fresh database, a county with townships."""

from __future__ import annotations

import asyncio
import os
import secrets as randomness
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

from jointhall import routes as _every_subject  # noqa: F401
from jointhall.kernel.clock import SystemClock
from jointhall.kernel.db import Database
from jointhall.kernel.files import FolderStore
from jointhall.kernel.migrating import migrate
from jointhall.kernel.private_postgres import PrivatePostgres, start
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.tenancy.actions import confirm, make_county
from jointhall.tenancy.directory import TenantDirectory
from jointhall.tenancy.newcomers import Newcomer
from jointhall.web.faces import default_face
from jointhall.web.place import Place

HOME = Path(__file__).parents[2] / ".cache" / "bench"


def fresh_database() -> tuple[PrivatePostgres, str]:
    """A server of the bench's own, and a new database with the newest schema in it."""
    server = start(HOME)
    name = f"bench_{randomness.token_hex(4)}"
    asyncio.run(_say(server.url("hall_owner"), f'create database "{name}"'))
    migrate(server.url("hall_owner", name))
    return server, name


def processor_seconds(server: PrivatePostgres) -> float:
    """What the server's processes have used so far, with those that have ended."""
    ticks = 0
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and (process / "cwd").readlink() == server.data:
                # The name in brackets may hold blanks; what follows it does not.
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                ticks += sum(int(field) for field in fields[11:15])
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def drop_database(server: PrivatePostgres, name: str) -> None:
    # Not its owner's to end: what a killed child left connected is another role's.
    asyncio.run(_say(server.url("postgres"), f'drop database "{name}" with (force)'))


async def _say(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


class Phones:
    """A gateway that takes every message at once: how fast the provider is, is not measured."""

    is_twin = True

    def __init__(self) -> None:
        self.rung = 0

    async def send(
        self, _phone: str, _template: str, _params: Mapping[str, str], _key: str, /
    ) -> str:
        self.rung += 1
        return str(self.rung)


@asynccontextmanager
async def tools_over(
    url: str, *, size: int, home: Path | None = None, secrets: Secrets | None = None
) -> AsyncIterator[Tools]:
    """Tools as the service has them, over this database."""
    with TemporaryDirectory() as folder:
        place = home or Path(folder)
        secrets = secrets or Secrets(b"a master key of the bench's own!")
        database = Database(url, size=size)
        files = FolderStore(place / "files", secret=secrets.token("files").encode())
        await files.ready()
        tools = Tools(database, SystemClock(), files, secrets)
        outside = {
            "directory": TenantDirectory(database),
            "keys": place / "keys",
            "demo": True,
            "sms": Phones(),
        }
        try:
            yield replace(tools, outside=outside)
        finally:
            await database.close()


async def county_with(tools: Tools, townships: int) -> tuple[Place, list[Place]]:
    """A county and so many townships under it, each complete."""
    today = tools.clock.now().date()
    county = await make_county(tools.database, "430321", "湘潭县", on=today, host="bench.test")
    newcomers = []
    for number in range(townships):
        code = f"430321{100 + number % 100:03d}000" if townships <= 100 else f"43{number:07d}000"
        newcomers.append(
            Newcomer(code, f"样{number}镇", f"bench-{number}", default_face(code), "0731-55550000")
        )
    async with tools.database.transaction(county.standing()) as session:
        made = await confirm(session, county, newcomers, who=SYSTEM, on=today)
    tools.outside["directory"].forget()
    return county, made

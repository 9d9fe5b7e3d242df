"""One real PostgreSQL for the session, a fresh database in it, the tools every test stands on."""

from __future__ import annotations

import asyncio
import secrets as randomness
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import asyncpg
import pytest

from jointhall import routes as _every_subject  # noqa: F401  what each gives a new tenant
from jointhall.kernel.clock import BEIJING, FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.files import FolderStore
from jointhall.kernel.migrating import migrate
from jointhall.kernel.private_postgres import SUPERUSER, PrivatePostgres, start
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.service_items.joining import counties_begin_with
from tests.builders.items import few_items
from tests.builders.walled import WalledCounty, a_walled_county

HOME = Path(__file__).parents[1] / ".cache" / "test"
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=BEIJING)
"""A Monday morning with an ordinary week on both sides."""

# Most tests make a county; one that needs every item publishes `library()` itself.
counties_begin_with(few_items)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys first: they take longest, and nothing should be waited for at the end."""
    items.sort(key=lambda item: item.path.parent.name != "journeys")


@pytest.fixture(scope="session")
def server() -> PrivatePostgres:
    """The private server; it stays up between runs, so that the next one starts at once."""
    return start(HOME)


@pytest.fixture(scope="session")
def database_name(server: PrivatePostgres) -> Iterator[str]:
    """A database of this run's own, with the newest schema; dropped afterwards."""
    name = f"hall_test_{randomness.token_hex(4)}"
    asyncio.run(_as_owner(server, f'create database "{name}"'))
    migrate(server.url("hall_owner", name))
    yield name
    asyncio.run(_as_owner(server, f'drop database "{name}" with (force)'))


async def _as_owner(server: PrivatePostgres, statement: str) -> None:
    connection = await asyncpg.connect(server.url("hall_owner", "hall"))
    await connection.execute(statement)
    await connection.close()


@pytest.fixture(scope="session")
async def database(server: PrivatePostgres, database_name: str) -> AsyncIterator[Database]:
    """The database as the service sees it: the application's role, behind the wall."""
    made = Database(server.url("hall_app", database_name), size=12)
    yield made
    await made.close()


@pytest.fixture(scope="session")
def owner_url(server: PrivatePostgres, database_name: str) -> str:
    return server.url("hall_owner", database_name)


@pytest.fixture(scope="session")
async def owner(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    """The owner's connection: for reading the catalogue, and for tampering like an intruder."""
    connection = await asyncpg.connect(owner_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def secrets() -> Secrets:
    return Secrets(b"a master key for tests, 32 bytes")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, secrets: Secrets) -> FolderStore:
    folder = tmp_path_factory.mktemp("files")
    return FolderStore(folder, secret=secrets.token("files").encode())


@pytest.fixture
def tools(database: Database, clock: FixedClock, files: FolderStore, secrets: Secrets) -> Tools:
    return Tools(database, clock, files, secrets, public_url="https://hall.test")


@pytest.fixture(scope="session")
async def above(server: PrivatePostgres, database_name: str) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection, above the wall: the only one that sees every tenant's rows."""
    connection = await asyncpg.connect(server.url(SUPERUSER, database_name))
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
async def walled(database: Database, files: FolderStore, secrets: Secrets) -> WalledCounty:
    """Townships that hold every kind of record and must not see each other; read, not changed."""
    tools = Tools(database, FixedClock(NOW), files, secrets, public_url="https://hall.test")
    return await a_walled_county(tools)

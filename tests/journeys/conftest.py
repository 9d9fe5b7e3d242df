"""One running hall and one browser for all journeys; a walk for each person in them."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from playwright.async_api import Browser, async_playwright

from jointhall.kernel.private_postgres import PrivatePostgres
from tests.builders.running import RunningHall, a_running_hall
from tests.builders.walk import SIZES, Walk
from tests.journeys.signing_in import Desks

HOME = Path(__file__).parents[2] / ".cache" / "journeys" / os.getenv("PYTEST_XDIST_WORKER", "one")
"""Side by side (`make test`), each process has a hall of its own."""

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
"""`make setup-browser` sees that there is one; `make test BROWSER=no` leaves the journeys out."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip

Walks = Callable[..., AbstractAsyncContextManager[Walk]]


@pytest.fixture(scope="session")
def hall(server: PrivatePostgres) -> Iterator[RunningHall]:
    """`hall up` with the demo county, over a database of this run's own."""
    name = f"hall_journeys_{secrets.token_hex(4)}"
    asyncio.run(_as_owner(server, f'create database "{name}"'))
    with a_running_hall(
        HOME, service_url=server.url("hall_app", name), owner_url=server.url("hall_owner", name)
    ) as running:
        yield running
    asyncio.run(_as_owner(server, f'drop database "{name}" with (force)'))


async def _as_owner(server: PrivatePostgres, statement: str) -> None:
    connection = await asyncpg.connect(server.url("hall_owner", "hall"))
    await connection.execute(statement)
    await connection.close()


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def walk(hall: RunningHall, chromium: Browser) -> Walks:
    """`async with walk("phone") as resident:`; `also` goes to the browser's context."""

    @asynccontextmanager
    async def begin(size: str = "phone", **also: Any) -> AsyncIterator[Walk]:
        wide, high = SIZES[size]
        context = await chromium.new_context(
            viewport={"width": wide, "height": high}, locale="zh-CN",
            timezone_id="Asia/Shanghai", color_scheme="light", has_touch=size == "phone", **also,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        made = Walk(context, await context.new_page(), hall.url, size)
        try:
            yield made
            await made.settle()
        finally:
            await context.close()

    return begin


@pytest.fixture(scope="session")
def desks(hall: RunningHall) -> Desks:
    """Officers' sessions, each opened once and used by every journey."""
    return Desks(hall.url)

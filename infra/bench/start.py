"""P8: how long a second start takes to the first page, and the memory with 3,000 tenants."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from tempfile import mkdtemp

from jointhall.kernel.private_postgres import stop

from . import ground, many_tenants
from .figures import Figure
from .serving import hall

START_BAR, MEMORY_BAR = 5.0, 300.0


def measure(*, short: bool) -> list[Figure]:
    return [_second_start(1 if short else 3), _memory(100 if short else 1000)]


def _second_start(times: int) -> Figure:
    home = Path(mkdtemp(prefix="hall-bench-"))
    took = []
    with hall("up", home):
        pass
    for _ in range(times):
        began = time.monotonic()
        with hall("up", home):
            took.append(time.monotonic() - began)
    stop(home)
    best = min(took)
    return Figure(
        "P8", "second start to the first page", round(best, 2), "s", START_BAR, best <= START_BAR,
        more={"all": [round(seconds, 2) for seconds in took]},
    )  # fmt: skip


def _memory(visited: int) -> Figure:
    server, name = ground.fresh_database()
    try:
        url, watch = server.url("hall_app", name), server.url("postgres", name)
        asyncio.run(_prepare(url, watch))
        with hall("serve", Path(mkdtemp(prefix="hall-bench-")), DATABASE_URL=url) as service:
            at_first = service.memory_mb()
            for n in range(1, visited + 1):
                service.get(f"/t/many-{n}/")
            memory = service.memory_mb()
    finally:
        ground.drop_database(server, name)
    return Figure(
        "P8", f"memory with {many_tenants.TENANTS} tenants", round(memory), "MB", MEMORY_BAR,
        memory <= MEMORY_BAR, more={"at_first": round(at_first), "home_pages_visited": visited},
    )  # fmt: skip


async def _prepare(url: str, watch: str) -> None:
    async with ground.tools_over(url, size=4) as tools:
        county, _one = await ground.county_with(tools, 1)
        await many_tenants.put_in(watch, str(county.tenant_id))

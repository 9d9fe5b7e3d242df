"""P1: a public page, from the cache and at its first rendering, against bare routes.

Ratios are of requests for each second of the server's processor, so that other work on the
machine does not count; requests by the clock are told beside them.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from . import ground
from .figures import Figure, against
from .load import Load, get_request, put_load
from .serving import bare, hall

CACHED_BAR, FIRST_BAR = 0.60, 0.40


def measure(*, short: bool) -> list[Figure]:
    many, few = (3000, 300) if short else (20_000, 2000)
    server, name = ground.fresh_database()
    try:
        url = server.url("hall_app", name)
        asyncio.run(_prepare(url))
        with TemporaryDirectory() as home, hall("serve", Path(home), DATABASE_URL=url) as service:
            pages = {"home": "/t/bench-0/", "guide": "/t/bench-0/items/facility_farmland"}
            kept = {}
            for what, path in pages.items():
                put_load(service, [get_request(path)] * 100)
                kept[what] = put_load(service, [get_request(path)] * many)
            # An unknown word in the address makes each of them a page that was never made before.
            fresh = {
                what: put_load(service, [get_request(f"{path}?n={n}") for n in range(few)])
                for what, path in pages.items()
            }
        with bare("pages") as plain:
            put_load(plain, [get_request("/json")] * 100)
            json = put_load(plain, [get_request("/json")] * many)
            put_load(plain, [get_request("/page")] * 100)
            page = put_load(plain, [get_request("/page")] * many)
    finally:
        ground.drop_database(server, name)
    return [
        *(_figure(f"township {what} from the cache", load, json, CACHED_BAR)
          for what, load in kept.items()),
        *(_figure(f"township {what} rendered the first time", load, page, FIRST_BAR)
          for what, load in fresh.items()),
    ]  # fmt: skip


def _figure(what: str, load: Load, bound: Load, bar: float) -> Figure:
    return against(
        "P1", what, load.rate_of_processor, bound.rate_of_processor,
        unit="requests a second of its processor", bar=bar, by_the_clock=round(load.rate),
        bound_by_the_clock=round(bound.rate), statuses=load.statuses,
    )  # fmt: skip


async def _prepare(url: str) -> None:
    async with ground.tools_over(url, size=4) as tools:
        await ground.county_with(tools, 3)

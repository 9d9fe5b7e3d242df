"""One replica for `approvals`: workers and relay as in the service, and people who use it."""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import sys
import time
from contextlib import AsyncExitStack, suppress

import asyncpg
import uvloop

from jointhall.kernel.brokers import Jobs, Workers, broker_for
from jointhall.kernel.log import set_up
from jointhall.kernel.relay import Relay
from jointhall.kernel.tools import Tools

from . import ground
from .approving import Tally, Watcher, a_resident, one

WORKERS = 4


class LazyTools:
    """Tools made in the workers' loop: a pool belongs to one event loop."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._made: Tools | None = None

    async def __call__(self) -> Tools:
        async with self._lock:
            if self._made is None:
                making = ground.tools_over(self._url, size=WORKERS * 2 + 2)
                self._made = await self._stack.enter_async_context(making)
        return self._made


async def people(url: str, watch: str, first: int, many: int, at_once: int) -> None:
    async with ground.tools_over(url, size=at_once + 4) as tools:
        everyone = await tools.outside["directory"].everyone()
        county = next(place for place in everyone if place.is_county)
        towns = [place for place in everyone if not place.is_county]
        resident_id = await a_resident(tools, "13812345678")
        watcher = Watcher(watch)
        watching = asyncio.create_task(watcher.run())
        jobs = Jobs(broker_for(None), LazyTools(url))
        workers = Workers(jobs, WORKERS)
        workers.start()
        relay = Relay(tools.database, jobs.send, has_room=jobs.has_room)
        relay.start()

        async def through(numbers: itertools.count[int], until: int, tally: Tally) -> None:
            for n in numbers:
                if n >= until:
                    return
                here, there = towns[n % len(towns)], towns[(n + 1) % len(towns)]
                await one(tools, watcher, county, here, there, resident_id, tally)

        async def all_of(until: int) -> Tally:
            tally, numbers = Tally(), itertools.count(first)
            await asyncio.gather(*[through(numbers, first + until, tally) for _ in range(at_once)])
            return tally

        await all_of(max(2, at_once // 4))
        await _quiet(watch)
        # As the service does once it stands: what is loaded stays.
        gc.collect()
        gc.freeze()
        print("ready", flush=True)
        if not await asyncio.to_thread(sys.stdin.readline):
            sys.exit("whoever measures is gone")
        began, used = time.time(), time.process_time()
        tally = await all_of(many)
        told = {
            "decided": tally.decided, "seen": tally.seen, "began": began, "ended": time.time(),
            "processor": time.process_time() - used,
        }  # fmt: skip
        print(json.dumps(told), flush=True)
        # Its workers go on: what its relay took may be the other replica's.
        await asyncio.to_thread(sys.stdin.readline)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await relay.stop()
        await asyncio.to_thread(workers.stop)
        await asyncio.to_thread(jobs.close)


async def _quiet(watch: str) -> None:
    """Waits until the letters of the first few are made: what is loaded once is loaded then."""
    connection = await asyncpg.connect(watch)
    left = "select count(*) from outbox where done_at is null and not_before <= now()"
    while await connection.fetchval(left):  # noqa: ASYNC110 - another program does the work
        await asyncio.sleep(0.2)
    await connection.close()


if __name__ == "__main__":
    set_up(level="error", as_json=False)
    url, watch, *numbers = sys.argv[1:]
    uvloop.run(people(url, watch, *map(int, numbers)))

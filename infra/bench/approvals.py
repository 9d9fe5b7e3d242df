"""P6: whole approvals that cross townships, from submission to decision, workers running.

Two processes as two replicas of the service would be, each with its own workers and relay, share
the machine's two cores with PostgreSQL. Letters are numbered in the measured transactions and
rendered after: the relay lets them wait while people wait.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from typing import Any

import asyncpg

from . import ground
from .figures import Figure

REPLICAS = 2
TOWNSHIPS = 10
BAR = 100.0
SEEN_BAR = 0.5


def measure(*, short: bool) -> list[Figure]:
    server, name = ground.fresh_database()
    try:
        asyncio.run(_prepare(server.url("hall_app", name)))
        app, watch = server.url("hall_app", name), server.url("postgres", name)
        quiet = _run([_Replica(app, watch, first=0, many=15 if short else 40, at_once=1)])
        replicas = [
            _Replica(app, watch, first=n, many=250 if short else 600, at_once=10)
            for n in range(REPLICAS)
        ]
        used = ground.processor_seconds(server)
        whole = _run(replicas)
        used = ground.processor_seconds(server) - used
        left = asyncio.run(_letters(watch))
    finally:
        ground.drop_database(server, name)
    return [_speed(whole, used, left), _sight(quiet)]


def _speed(told: list[dict[str, Any]], database_used: float, letters: dict[str, int]) -> Figure:
    decided = sum(one["decided"] for one in told)
    seconds = max(one["ended"] for one in told) - min(one["began"] for one in told)
    python = sum(one["processor"] for one in told) / decided
    database = database_used / decided
    rate = decided / seconds
    return Figure(
        "P6", "whole cross-township approvals", round(rate, 1), "a second", BAR, rate >= BAR,
        more={
            "decided": decided, "seconds": round(seconds, 2),
            "processor_ms_python": round(python * 1000, 2),
            "processor_ms_postgres": round(database * 1000, 2),
            # Other work on the machine slows the clock, the processor time far less.
            "two_cores_alone_would_give": round(2 / (python + database), 1),
            "letters": letters,
        },
    )  # fmt: skip


def _sight(told: list[dict[str, Any]]) -> Figure:
    seen = sorted(seconds for one in told for seconds in one["seen"])
    p95 = seen[int(len(seen) * 0.95)]
    return Figure(
        "P6", "the other township sees its task, p95, quiet", round(p95 * 1000), "ms",
        SEEN_BAR * 1000, p95 <= SEEN_BAR, more={"median_ms": round(seen[len(seen) // 2] * 1000)},
    )  # fmt: skip


async def _prepare(url: str) -> None:
    async with ground.tools_over(url, size=4) as tools:
        await ground.county_with(tools, TOWNSHIPS)


async def _letters(url: str) -> dict[str, int]:
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("select status, count(*) from letters group by 1")
    await connection.close()
    return {row["status"]: row["count"] for row in rows}


class _Replica:
    """A child process; it says when it is ready, begins when told, and tells what came of it."""

    def __init__(self, app: str, watch: str, *, first: int, many: int, at_once: int) -> None:
        told = [app, watch, str(first), str(many), str(at_once)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "infra.bench.replica", *told],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"LOG_LEVEL": "warning"},
        )  # fmt: skip
        assert self._process.stdin
        assert self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout

    def wait_ready(self) -> None:
        assert self._out.readline() == "ready\n", "a replica did not come up"

    def begin(self) -> None:
        self._in.write("go\n")
        self._in.flush()

    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._out.readline())
        return told

    def end(self) -> None:
        self._in.close()
        self._process.wait(60)


def _run(replicas: list[_Replica]) -> list[dict[str, Any]]:
    for replica in replicas:
        replica.wait_ready()
    time.sleep(0.5)
    for replica in replicas:
        replica.begin()
    told = [replica.told() for replica in replicas]
    for replica in replicas:
        replica.end()
    return told

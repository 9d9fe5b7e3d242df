"""A load generator: raw sockets kept open, requests written beforehand, in a process of its own.

The same for the service and for its bound. It reads a list of requests from stdin as JSON, sends
each once, and tells how long that took.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import uvloop

from .serving import Serving


@dataclass(frozen=True, slots=True)
class Load:
    """What a load came to: requests a second, and for each second of the server's processor."""

    rate: float
    rate_of_processor: float
    statuses: dict[str, int]
    waited: Sequence[float] = ()
    """How long each request waited for its whole answer, in milliseconds, the shortest first."""

    def within(self, part: float) -> float:
        """In how many milliseconds this part of the requests was answered."""
        return self.waited[min(int(len(self.waited) * part), len(self.waited) - 1)]


def put_load(
    serving: Serving, requests: Sequence[str], *, at_once: int = 16, pause: float = 0
) -> Load:
    """Sends these requests, each once, so many at a time.

    With a pause each connection waits so many seconds between an answer and its next request.
    """
    used = serving.processor_seconds()
    done = subprocess.run(
        [sys.executable, "-m", "infra.bench.load", str(serving.port), str(at_once), str(pause)],
        input=json.dumps(list(requests)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    used = serving.processor_seconds() - used
    told = json.loads(done.stdout)
    many = len(requests)
    return Load(many / told["seconds"], many / max(used, 0.01), told["statuses"], told["waited"])


def get_request(path: str, **headers: str) -> str:
    lines = [f"GET {path} HTTP/1.1", "host: bench.test", "accept-encoding: gzip"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""])


def post_request(path: str, body: str, headers: dict[str, str]) -> str:
    lines = [
        f"POST {path} HTTP/1.1", "host: bench.test", f"content-length: {len(body)}",
        "content-type: application/x-www-form-urlencoded",
    ]  # fmt: skip
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", body])


async def _send_all(
    port: int, requests: list[str], at_once: int, pause: float
) -> dict[str, object]:
    left = iter(request.encode() for request in requests)
    statuses: dict[str, int] = {}
    waited: list[float] = []

    async def one_connection(nth: int) -> None:
        # Nobody begins in the same moment as everybody else.
        await asyncio.sleep(pause * nth / at_once)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in left:
            asked = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            status = head[9:12].decode()
            statuses[status] = statuses.get(status, 0) + 1
            length = head.lower().find(b"content-length:")
            if length >= 0:
                await reader.readexactly(int(head[length + 15 : head.index(b"\r\n", length)]))
            elif b"chunked" in head.lower():
                while (size := int(await reader.readline(), 16)) > 0:
                    await reader.readexactly(size + 2)
                await reader.readline()
            waited.append(round((time.perf_counter() - asked) * 1000, 2))
            await asyncio.sleep(pause)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*[one_connection(nth) for nth in range(at_once)])
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "statuses": statuses, "waited": sorted(waited)}


if __name__ == "__main__":
    told = uvloop.run(
        _send_all(int(sys.argv[1]), json.load(sys.stdin), int(sys.argv[2]), float(sys.argv[3]))
    )
    print(json.dumps(told))

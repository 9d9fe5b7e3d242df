"""A network that breaks: every so many connections, the reply is cut in the middle."""

from __future__ import annotations

import asyncio
from contextlib import suppress

AMOUNT = 64 * 1024


class Cutting:
    """A way to a service over which every nth reply comes in part only, and then no more."""

    def __init__(self, port: int, *, every: int) -> None:
        self._port, self._every = port, every
        self._came = 0
        self.cut = 0
        self.port = 0
        self._carrying: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Cutting:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self._server is not None
        self._server.close()
        for carrying in self._carrying:
            carrying.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    def _take(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        carrying = asyncio.create_task(self._carry(near, back))
        self._carrying.add(carrying)
        carrying.add_done_callback(self._carrying.discard)

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._came += 1
        is_cut = self._came % self._every == 0
        try:
            far, on = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            back.close()
            return
        asking = asyncio.create_task(_pour(near, on))
        try:
            while piece := await far.read(AMOUNT):
                if is_cut:
                    # The service has done its work and believes that it has answered.
                    back.write(piece[: len(piece) // 2])
                    await back.drain()
                    self.cut += 1
                    break
                back.write(piece)
                await back.drain()
        except OSError:
            pass  # the other side went first
        finally:
            asking.cancel()
            for writer in (back, on):
                with suppress(OSError):
                    writer.transport.abort() if is_cut else writer.close()


async def _pour(near: asyncio.StreamReader, on: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await near.read(AMOUNT):
            on.write(piece)
            await on.drain()

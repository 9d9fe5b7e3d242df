"""One place's door at a real port of this machine, for a browser that runs scripts."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from granian.constants import Interfaces
from granian.server.embed import Server

from jointhall.kernel.tools import Tools
from tests.builders.web import a_house, a_service


@asynccontextmanager
async def served(tools: Tools) -> AsyncIterator[str]:
    """The address under which the whole service answers, in this process and on its database."""
    service = a_service()
    service.house = a_house(tools)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(
        service, address="127.0.0.1", port=port, interface=Interfaces.ASGINL, log_enabled=False
    )
    serving = asyncio.create_task(server.serve())
    try:
        await _answers(port)
        yield f"http://localhost:{port}"
    finally:
        server.stop()
        await asyncio.wait([serving], timeout=10)


async def _answers(port: int) -> None:
    for _ in range(100):
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise AssertionError(f"nobody answers at {port}")

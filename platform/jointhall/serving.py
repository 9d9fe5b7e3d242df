"""Serving: the ASGI application on granian, in this process, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable
from typing import Any

import structlog
from granian.constants import Interfaces
from granian.server.embed import Server

from jointhall.app import Service
from jointhall.house import open_house, secrets_of
from jointhall.settings import Settings

log = structlog.get_logger(__name__)

SECONDS_TO_FINISH = 20.0


def service_of(settings: Settings, database_url: str) -> Service:
    """The application of these settings; twins of outside parties only in a demo."""
    return Service(
        lambda: open_house(settings, database_url),
        secrets_of(settings).token("csrf"),
        demo=settings.demo,
        metrics_token=settings.metrics_token,
    )


async def serve(
    settings: Settings, database_url: str, *, when_ready: Callable[[], None] = lambda: None
) -> bool:
    """Serves until SIGTERM or Ctrl-C; then requests and jobs in hand are finished first.

    They have SECONDS_TO_FINISH, or until the signal comes a second time; false when some were cut
    off: then the server's own threads still wait for them, and the process has to be left.
    Whoever calls has checked the parts: see `starting`.
    """
    service = service_of(settings, database_url)
    opened = asyncio.Event()
    service.when_open(opened.set)
    server = Server(
        service,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
        backlog=1024,
    )
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    serving: asyncio.Task[Any] = asyncio.create_task(server.serve())
    waiting = asyncio.create_task(opened.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if not opened.is_set():
        waiting.cancel()
        # The server only says that the application did not start; the application says why.
        if service.failed is not None:
            await asyncio.gather(serving, return_exceptions=True)
            raise service.failed
        await serving
        return True
    # Routes and pages stay as long as the service: the collector need not look through them.
    gc.freeze()
    when_ready()
    log.info("serving", url=settings.public_url)
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    server.stop()  # type: ignore[no-untyped-call]
    stopping.clear()
    again = asyncio.create_task(stopping.wait())
    await asyncio.wait(
        {serving, again}, timeout=SECONDS_TO_FINISH, return_when=asyncio.FIRST_COMPLETED
    )
    in_order = serving.done()
    if not in_order:
        # A request that does not end, or somebody in a hurry: what it was at rolls back.
        log.warning("requests cut off")
        loop.set_exception_handler(lambda _loop, _what: None)  # the server's, about just that
        serving.cancel()
    again.cancel()
    await asyncio.gather(serving, again, return_exceptions=True)
    return in_order

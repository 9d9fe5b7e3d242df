"""The worker process (后台): does what the outbox holds, handed over by RabbitMQ."""

from __future__ import annotations

import asyncio
import signal

import structlog

from jointhall.house import open_jobs, tools_of
from jointhall.kernel.relay import Relay
from jointhall.settings import Settings
from jointhall.starting import check_files

from . import routes as _all_subjects  # noqa: F401  registers every job

log = structlog.get_logger(__name__)


async def work(settings: Settings, database_url: str) -> None:
    """Works until it is told to stop; what is in hand is finished, what is not comes back.

    Whoever calls has checked the parts: see `starting`.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    tools = tools_of(settings, database_url, name="hall relay", size=2)
    await check_files(tools.files, settings)
    async with open_jobs(settings, database_url, work_here=True) as jobs:
        relay = Relay(tools.database, jobs.send, has_room=jobs.has_room)
        relay.start()
        log.info("working", threads=settings.workers)
        await stopping.wait()
        await relay.stop()
    await tools.database.close()

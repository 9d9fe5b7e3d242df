"""Dramatiq between the relay and the work: inside this process, or over RabbitMQ.

A message says only where outbox rows are. The broker may lose it, repeat it or bring it late: the
rows are the truth, and a row's work takes effect once.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import dramatiq
import structlog
import uvloop
from dramatiq.asyncio import EventLoopThread, set_event_loop_thread
from dramatiq.brokers.rabbitmq import RabbitmqBroker
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import AsyncIO, Middleware, TimeLimit

from .jobs import QUEUES, perform, say_new_work
from .relay import AFTERWARDS, Handed
from .tools import Tools
from .who import Standing

log = structlog.get_logger(__name__)

ROWS_A_MESSAGE = 8
LETTERS_A_MESSAGE = 2
"""What takes long goes in small messages: whoever comes behind one waits for no more than that."""
GIVES_WAY_AFTER = 0.0005
"""Seconds a thread that seals a letter computes before the loops have a turn. At Python's own 5 ms
they waited so long at every step that three times fewer letters were made."""
MOST_WAITING_HERE = 2_000

ToolsHere = Callable[[], Awaitable[Tools]]


def broker_for(url: str | None) -> dramatiq.Broker:
    """The broker of a deployment: RabbitMQ where an address is given, otherwise in process."""
    middleware: list[Middleware] = [TimeLimit(), UvLoop()]
    if url is None:
        return StubBroker(middleware=middleware)
    return RabbitmqBroker(url=url, middleware=middleware, confirm_delivery=True)


class UvLoop(AsyncIO):
    """The workers' event loop, of the faster kind that the service runs on too."""

    def before_worker_boot(self, _broker: dramatiq.Broker, _worker: dramatiq.Worker) -> None:
        thread = EventLoopThread(self.logger)
        thread.loop.close()
        thread.loop = uvloop.new_event_loop()
        thread.start(timeout=1.0)
        set_event_loop_thread(thread)


class Jobs:
    """The queues of one process: `send` is what the relay hands rows to."""

    def __init__(self, broker: dramatiq.Broker, tools: ToolsHere) -> None:
        self.broker = broker
        self._tools = tools
        # pika's connections belong to one thread: all sending is done by this one.
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="broker")
        self._actors = {
            queue: dramatiq.actor(
                broker=broker,
                actor_name=f"perform_{queue}",
                queue_name=queue,
                priority=priority,
                time_limit=120_000,
            )(self._perform)
            for queue, priority in QUEUES.items()
        }

    async def send(self, handed: Sequence[Handed]) -> None:
        """Hands rows on, few to a message, so that one killed worker holds up few of them."""
        by_queue: dict[str, list[list[str]]] = defaultdict(list)
        for row in handed:
            by_queue[row.queue].append([str(row.tenant_id), str(row.county_id or ""), str(row.id)])
        messages = [
            self._actors[queue].message(rows[at : at + many])
            for queue, rows in by_queue.items()
            for many in [LETTERS_A_MESSAGE if queue in AFTERWARDS else ROWS_A_MESSAGE]
            for at in range(0, len(rows), many)
        ]
        await asyncio.get_running_loop().run_in_executor(self._sender, self._enqueue, messages)

    def has_room(self) -> bool:
        """Whether this process should hand on more; a queue elsewhere is RabbitMQ's matter."""
        if not isinstance(self.broker, StubBroker):
            return True
        waiting = sum(self.broker.queues[queue].qsize() for queue in QUEUES)
        return bool(waiting * ROWS_A_MESSAGE < MOST_WAITING_HERE)

    def close(self) -> None:
        self._sender.shutdown(wait=True)
        self.broker.close()

    def _enqueue(self, messages: list[dramatiq.Message[Any]]) -> None:
        for message in messages:
            self.broker.enqueue(message)

    async def _perform(self, rows: list[list[str]]) -> None:
        tools = await self._tools()
        for tenant_id, county_id, id in rows:
            standing = Standing(UUID(tenant_id), UUID(county_id) if county_id else None)
            try:
                await perform(tools, standing, UUID(id))
            except Exception as error:
                # Kept on the row with its reason; the relay hands it on again after a while.
                log.warning("job failed", outbox_id=id, tenant=tenant_id, error=repr(error)[:300])
        say_new_work()


class Workers:
    """Worker threads in this process; the work itself runs on one event loop of theirs."""

    def __init__(self, jobs: Jobs, threads: int) -> None:
        self._worker = dramatiq.Worker(jobs.broker, worker_threads=threads, worker_timeout=100)

    def start(self) -> None:
        sys.setswitchinterval(GIVES_WAY_AFTER)
        self._worker.start()

    def stop(self) -> None:
        """Lets what is in hand finish; what is not comes back by the sweep."""
        self._worker.stop(timeout=20_000)

"""Workers over a real RabbitMQ: done once, whatever is lost, killed or repeated on the way."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pika
import pytest
from sqlalchemy import text

from infra.rabbitmq import RabbitMq, rabbitmq
from jointhall.kernel.brokers import Jobs, broker_for
from jointhall.kernel.db import Database
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import later
from jointhall.kernel.migrating import migrate
from jointhall.kernel.private_postgres import PrivatePostgres
from jointhall.kernel.relay import LEASE_SECONDS, Relay
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing
from tests.kernel.working import WORKED

pytestmark = pytest.mark.parts

ROOT = Path(__file__).parents[2]
QUEUE = WORKED.queue


@pytest.fixture(scope="module")
def node() -> Iterator[RabbitMq]:
    with rabbitmq() as started:
        yield started


@pytest.fixture(scope="module")
def own_name(server: PrivatePostgres) -> Iterator[str]:
    """A database of this file's own: a worker does whatever waits in it."""
    name = f"hall_workers_{os.getpid()}"
    asyncio.run(_as_owner(server, f'create database "{name}"'))
    migrate(server.url("hall_owner", name))
    yield name
    asyncio.run(_as_owner(server, f'drop database "{name}" with (force)'))


async def _as_owner(server: PrivatePostgres, statement: str) -> None:
    connection = await asyncpg.connect(server.url("hall_owner", "hall"))
    await connection.execute(statement)
    await connection.close()


@pytest.fixture
async def own(server: PrivatePostgres, own_name: str) -> AsyncIterator[Database]:
    made = Database(server.url("hall_app", own_name), size=4)
    yield made
    await made.close()


@pytest.fixture
def standing() -> Standing:
    return Standing(new_id(), new_id())


@contextmanager
def a_worker(own: Database, node: RabbitMq, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    env = {
        **os.environ,
        "HALL_HOME": str(home),
        "DATABASE_URL": own.url,
        "BROKER_URL": node.url,
        "WORKERS": "4",
    }
    out = home / f"worker-{new_id()}.log"
    with out.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.kernel.working"], cwd=ROOT, env=env, stdout=log,
            stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def leave(own: Database, standing: Standing, *numbers: int, **args: Any) -> None:
    async with own.transaction(standing) as session:
        for number in numbers:
            await later(session, WORKED, number=number, **args)


async def worked(own: Database, standing: Standing) -> Counter[str]:
    """How often each piece of work took effect."""
    async with own.transaction(standing, read_only=True) as session:
        return Counter(await session.scalars(text("select subject from journal")))


async def are_done(own: Database, standing: Standing) -> bool:
    async with own.transaction(standing, read_only=True) as session:
        return bool(await session.scalar(text("select bool_and(done_at is not null) from outbox")))


async def until(is_so: Callable[[], Any], within: float = 60) -> None:
    async with asyncio.timeout(within):
        while True:
            found = is_so()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return
            await asyncio.sleep(0.1)


def purged(node: RabbitMq, queue: str) -> int:
    """How many messages the queue held; none is left."""
    connection = pika.BlockingConnection(pika.URLParameters(node.url))
    try:
        return int(connection.channel().queue_purge(queue).method.message_count)
    finally:
        connection.close()


@contextmanager
def handing(own: Database, node: RabbitMq) -> Iterator[Relay]:
    """A relay of this process that hands on to the node, with no worker behind it."""

    async def no_tools() -> Tools:
        raise AssertionError("nothing is worked here")

    jobs = Jobs(broker_for(node.url), no_tools)
    try:
        yield Relay(own, jobs.send, has_room=jobs.has_room)
    finally:
        jobs.close()


async def test_what_is_left_is_done_once_by_another_process(
    own: Database, node: RabbitMq, standing: Standing, tmp_path: Path
) -> None:
    await leave(own, standing, *range(60))
    with a_worker(own, node, tmp_path):
        await until(lambda: are_done(own, standing))
        await leave(own, standing, *range(60, 80))
        await until(lambda: are_done(own, standing))
    assert await worked(own, standing) == {f"probe:{number}": 1 for number in range(80)}


async def test_messages_that_were_lost_come_back(
    own: Database, node: RabbitMq, standing: Standing, tmp_path: Path
) -> None:
    await leave(own, standing, *range(20))
    with handing(own, node) as relay:
        assert await relay.hand_on() == 20
        assert purged(node, QUEUE) > 0
        # Not before its time: a slow worker is not a lost message.
        assert await relay.hand_on() == 0
    over = f"update outbox set handed_at = now() - interval '{LEASE_SECONDS + 1} seconds'"
    async with own.transaction(standing) as session:
        await session.execute(text(over))
    with a_worker(own, node, tmp_path):
        await until(lambda: are_done(own, standing))
    assert await worked(own, standing) == {f"probe:{number}": 1 for number in range(20)}


async def test_messages_that_come_twice_take_effect_once(
    own: Database, node: RabbitMq, standing: Standing, tmp_path: Path
) -> None:
    await leave(own, standing, *range(20))
    with handing(own, node) as relay:
        for _time in range(3):
            assert await relay.hand_on() == 20
            async with own.transaction(standing) as session:
                await session.execute(text("update outbox set handed_at = null"))
    with a_worker(own, node, tmp_path):
        await until(lambda: are_done(own, standing))
        await until(lambda: purged(node, QUEUE) == 0)
    assert await worked(own, standing) == {f"probe:{number}": 1 for number in range(20)}


async def test_a_worker_killed_in_the_middle_leaves_no_half_and_no_double(
    own: Database, node: RabbitMq, standing: Standing, tmp_path: Path
) -> None:
    mark = tmp_path / "begun"
    await leave(own, standing, *range(6), mark=str(mark), wait=1)
    with a_worker(own, node, tmp_path) as first:
        await until(mark.exists)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert not await are_done(own, standing)
        assert await worked(own, standing) == {}
        with a_worker(own, node, tmp_path):
            await until(lambda: are_done(own, standing))
    assert await worked(own, standing) == {f"probe:{number}": 1 for number in range(6)}


async def test_told_to_stop_a_worker_finishes_what_is_in_hand(
    own: Database, node: RabbitMq, standing: Standing, tmp_path: Path
) -> None:
    mark = tmp_path / "begun"
    await leave(own, standing, 1, mark=str(mark), wait=2)
    with a_worker(own, node, tmp_path) as worker:
        await until(mark.exists)
        worker.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(worker.wait, 30) == 0
    assert await are_done(own, standing)
    assert await worked(own, standing) == {"probe:1": 1}


async def test_a_broker_that_falls_and_rises_loses_nothing(
    own: Database, node: RabbitMq, standing: Standing, tmp_path: Path
) -> None:
    with a_worker(own, node, tmp_path):
        await leave(own, standing, *range(10))
        await until(lambda: are_done(own, standing))
        await asyncio.to_thread(node.kill)
        await leave(own, standing, *range(10, 20))
        await asyncio.sleep(2)
        await asyncio.to_thread(node.start)
        await until(lambda: are_done(own, standing), within=120)
    assert await worked(own, standing) == {f"probe:{number}": 1 for number in range(20)}

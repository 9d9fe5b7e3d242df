"""The relay hands on what is due, each row once, and again what was not done in time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from jointhall.kernel import relay as relay_module
from jointhall.kernel.db import Database
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import REGISTER, Work, job, later
from jointhall.kernel.relay import (
    AFTERWARDS_AT_ONCE,
    AFTERWARDS_CATCHING_UP,
    AFTERWARDS_IN_A_RUSH,
    AFTERWARDS_WHEN_LATE,
    LEASE_SECONDS,
    Handed,
    Relay,
)
from jointhall.kernel.who import RELAY, Standing

if "probe.handed" not in REGISTER:

    @job("probe.handed", queue="urgent")
    async def _handed(work: Work) -> None:
        """Nothing."""

    @job("probe.handed_after", queue="letters")
    async def _handed_after(work: Work) -> None:
        """Nothing, afterwards."""


class Broker:
    """The broker's end of the relay: notes what it is handed, of one tenant; or is away."""

    def __init__(self, tenant_id: UUID | None) -> None:
        self.tenant_id = tenant_id
        self.handed: list[Handed] = []
        self.is_away = False

    async def send(self, handed: Sequence[Handed]) -> None:
        if self.is_away:
            raise ConnectionError
        self.handed += [row for row in handed if row.tenant_id == self.tenant_id]

    def relay(self, database: Database) -> Relay:
        return Relay(database, self.send, has_room=lambda: True)


@pytest.fixture
def standing() -> Standing:
    return Standing(new_id(), new_id())


@pytest.fixture
def broker(standing: Standing) -> Broker:
    return Broker(standing.tenant_id)


async def leave(
    database: Database, standing: Standing, count: int = 1, *, name: str = "probe.handed",
    after: timedelta | None = None,
) -> None:  # fmt: skip
    async with database.transaction(standing) as session:
        for _row in range(count):
            await later(session, REGISTER[name], after=after)


async def hand_on_all(relay: Relay) -> None:
    """Whatever other tests left lies before it."""
    while await relay.hand_on():
        pass


async def put_aside(database: Database) -> None:
    """What other tests left is as if somebody had it in hand."""
    async with database.transaction(RELAY) as session:
        await session.execute(
            text("update outbox set handed_at = now(), attempts = 3 where done_at is null")
        )


async def change(database: Database, standing: Standing, sets: str) -> None:
    async with database.transaction(standing) as session:
        await session.execute(text(f"update outbox set {sets}"))


async def test_each_row_is_handed_on_once(
    database: Database, standing: Standing, broker: Broker
) -> None:
    await leave(database, standing, 3)
    relay = broker.relay(database)
    await hand_on_all(relay)
    await hand_on_all(relay)
    assert len({row.id for row in broker.handed}) == len(broker.handed) == 3
    assert {(row.county_id, row.queue) for row in broker.handed} == {(standing.county_id, "urgent")}


async def test_many_relays_share_the_rows(
    database: Database, standing: Standing, broker: Broker
) -> None:
    await leave(database, standing, 500)
    await asyncio.gather(*(hand_on_all(broker.relay(database)) for _process in range(4)))
    assert set(Counter(row.id for row in broker.handed).values()) == {1}
    assert len(broker.handed) == 500


async def test_what_is_not_due_waits(
    database: Database, standing: Standing, broker: Broker
) -> None:
    await leave(database, standing, after=timedelta(hours=1))
    await hand_on_all(broker.relay(database))
    assert broker.handed == []


async def test_what_was_not_done_in_time_is_handed_on_again(
    database: Database, standing: Standing, broker: Broker
) -> None:
    """Its worker was killed, or the broker forgot it."""
    await leave(database, standing)
    relay = broker.relay(database)
    for attempt, wait in ((1, 1), (2, 2), (9, 3)):
        await change(database, standing, f"attempts = {attempt - 1}, handed_at = null")
        broker.handed.clear()
        await hand_on_all(relay)
        almost = f"handed_at = now() - interval '{LEASE_SECONDS * wait - 1} seconds'"
        await change(database, standing, almost)
        await hand_on_all(relay)
        assert len(broker.handed) == 1
        over = f"handed_at = now() - interval '{LEASE_SECONDS * wait + 1} seconds'"
        await change(database, standing, over)
        await hand_on_all(relay)
        assert len(broker.handed) == 2


@pytest.mark.parametrize("state", ["done_at = now()", "given_up_at = now()"])
async def test_what_is_done_or_given_up_is_not_handed_on(
    database: Database, standing: Standing, broker: Broker, state: str
) -> None:
    await leave(database, standing)
    await change(database, standing, state)
    await hand_on_all(broker.relay(database))
    assert broker.handed == []


async def test_a_commit_wakes_it_and_an_absent_broker_loses_nothing(
    database: Database, standing: Standing, broker: Broker
) -> None:
    relay = broker.relay(database)
    relay.start()
    try:
        await leave(database, standing)
        await _until(lambda: len(broker.handed) == 1)
        broker.is_away = True
        await leave(database, standing, name="probe.handed")
        await asyncio.sleep(0.3)
        assert len(broker.handed) == 1
        broker.is_away = False
        over = f"handed_at = now() - interval '{LEASE_SECONDS + 1} seconds' where done_at is null"
        await change(database, standing, over)
        await _until(lambda: len({row.id for row in broker.handed}) == 2)
    finally:
        await relay.stop()


async def _until(is_so: object) -> None:
    assert callable(is_so)
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.02)


async def test_a_full_process_hands_nothing_on(
    database: Database, standing: Standing, broker: Broker
) -> None:
    relay = Relay(database, broker.send, has_room=lambda: False)
    relay.start()
    await leave(database, standing)
    await asyncio.sleep(0.3)
    await relay.stop()
    assert broker.handed == []


async def test_in_a_rush_letters_go_a_couple_at_a_time(
    database: Database, standing: Standing, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "AFTERWARDS_LATE_AFTER", 10**9)
    relay = broker.relay(database)
    long_ago = timedelta(seconds=-3600)
    await leave(database, standing, after=2 * long_ago)
    while not broker.handed:
        await relay.hand_on()
    await leave(database, standing, 5, name="probe.handed_after", after=2 * long_ago)

    await relay.hand_on()
    await relay.hand_on()

    assert len([row for row in broker.handed if row.queue == "letters"]) <= 2


async def test_a_rush_that_does_not_end_shares_with_letters_that_are_late(
    database: Database, standing: Standing, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_aside(database)
    monkeypatch.setattr(relay_module, "POLL_SECONDS", 0.0)
    monkeypatch.setattr(relay_module, "QUIET_SECONDS", 3600.0)
    relay = broker.relay(database)
    long_ago = timedelta(days=-10)
    await leave(database, standing, after=2 * long_ago)
    while not broker.handed:
        await relay.hand_on()
    await leave(database, standing, 60, name="probe.handed_after", after=2 * long_ago)

    def letters() -> int:
        return len([row for row in broker.handed if row.queue == "letters"])

    await relay.hand_on()
    assert letters() == AFTERWARDS_IN_A_RUSH
    await relay.hand_on()
    assert letters() == AFTERWARDS_WHEN_LATE


async def test_no_more_letters_are_in_hand_than_are_soon_made(
    database: Database, standing: Standing, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed process held waits for its lease: so it holds little of all that waits."""
    monkeypatch.setattr(relay_module, "QUIET_SECONDS", 0.0)
    await leave(database, standing, 80, name="probe.handed_after", after=timedelta(days=-30))
    relay = broker.relay(database)
    for _time in range(4):
        await relay.hand_on()
    assert len(broker.handed) == AFTERWARDS_CATCHING_UP
    done = ", ".join(f"'{row.id}'" for row in broker.handed[:10])
    await change(database, standing, f"done_at = now() where id in ({done})")
    for _time in range(4):
        await relay.hand_on()
    assert len(broker.handed) == AFTERWARDS_CATCHING_UP + 10
    # Another process has room of its own.
    await broker.relay(database).hand_on()
    assert len(broker.handed) == AFTERWARDS_CATCHING_UP + 10 + AFTERWARDS_AT_ONCE

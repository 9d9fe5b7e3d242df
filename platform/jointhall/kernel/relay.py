"""The relay: hands outbox rows to the broker, and again when they are not done in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from .db import Database
from .jobs import on_new_work
from .plain import run
from .who import RELAY

log = structlog.get_logger(__name__)

BATCH = 200
POLL_SECONDS = 1.0
GATHER_SECONDS = 0.02
LEASE_SECONDS = 20
"""A row handed on and not done by then is handed on again: its worker was killed, or the broker."""

AFTERWARDS_AT_ONCE = 8
AFTERWARDS_IN_A_RUSH = 2
AFTERWARDS_WHEN_LATE = 16
AFTERWARDS_CATCHING_UP = 32
AFTERWARDS_WITHIN = 5
AFTERWARDS_LATE_AFTER = 20
QUIET_SECONDS = 1.0
"""Letters and messages go when for a second nothing was under way that people wait for, a few at
once; having waited five seconds they go all the same, a couple a second: making a letter takes as
long as half a whole approval, and the people at their desks come first. When they have waited for
twenty, a rush that does not end has to share: whoever was decided about waits for the letter; and
when the rush is over, what is late goes as fast as the machine makes it."""

AFTERWARDS = ("letters", "messages")
_TURN = f"case when queue in {AFTERWARDS} then 1 else 0 end"
_WAITS = "done_at is null and given_up_at is null and not_before <= now()"
_NOT_IN_HAND = (
    "(handed_at is null or handed_at < now() - make_interval(secs => $1 * least(attempts, 6)))"
)

_HAND_ON = f"""
    with first as (
        select tenant_id, id from outbox
        where {_WAITS} and ({_TURN}) = 0 and {_NOT_IN_HAND}
        order by not_before limit $2 for update skip locked),
    afterwards as (
        select tenant_id, id from outbox
        where {_WAITS} and ({_TURN}) = 1 and {_NOT_IN_HAND}
          and not_before <= case
              when $5 or exists (select from outbox where {_WAITS} and ({_TURN}) = 0)
              then now() - make_interval(secs => $4) else now() end
        order by not_before limit $3 for update skip locked)
    update outbox set handed_at = now(), attempts = attempts + 1
    where (tenant_id, id) in (select * from first union all select * from afterwards)
    returning tenant_id, county_id, id, queue,
              not_before < now() - make_interval(secs => $6) as is_late
    """  # noqa: S608 - parts from above


@dataclass(frozen=True, slots=True)
class Handed:
    """One outbox row on its way to a worker: only where it is, nothing of what it says."""

    tenant_id: UUID
    county_id: UUID | None
    id: UUID
    queue: str


Send = Callable[[Sequence[Handed]], Awaitable[None]]


class Relay:
    """Runs in every process that commits; rows are taken with SKIP LOCKED, so many may run."""

    def __init__(self, database: Database, send: Send, *, has_room: Callable[[], bool]) -> None:
        self._database = database
        self._send = send
        self._has_room = has_room
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._rushed_at = float("-inf")
        self._afterwards_at = float("-inf")
        self._are_late = False
        self._forget: Callable[[], None] | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._forget = on_new_work(self._wake)
        self._task = self._loop.create_task(self._run(), name="relay")

    async def stop(self) -> None:
        if self._forget is not None:
            self._forget()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _wake(self) -> None:
        # Jobs commit on the workers' loop, the relay waits on its own.
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    async def _run(self) -> None:
        while True:
            try:
                while self._has_room() and await self.hand_on() == BATCH:
                    pass
            except Exception as error:
                # The database is away or the broker is: both come back, and the rows are kept.
                log.warning("relay waits", error=type(error).__name__)
                await asyncio.sleep(POLL_SECONDS)
            try:
                await asyncio.wait_for(self._woken.wait(), POLL_SECONDS)
            except TimeoutError:
                continue
            else:
                # What is committed a moment later goes along, in the same message.
                await asyncio.sleep(GATHER_SECONDS)
            finally:
                self._woken.clear()

    async def hand_on(self) -> int:
        """Hands on what is due, at most a batch; returns how many rows that were."""
        async with self._database.transaction(RELAY) as session:
            is_rush = time.monotonic() - self._rushed_at < QUIET_SECONDS
            rows = await run(
                session, _HAND_ON, LEASE_SECONDS, BATCH, self._room_for_afterwards(is_rush),
                AFTERWARDS_WITHIN, is_rush, AFTERWARDS_LATE_AFTER,
            )  # fmt: skip
        handed = [Handed(*row[:4]) for row in rows]
        if any(row.queue not in AFTERWARDS for row in handed):
            self._rushed_at = time.monotonic()
        if any(row.queue in AFTERWARDS for row in handed):
            self._afterwards_at = time.monotonic()
            self._are_late = any(row["is_late"] for row in rows if row["queue"] in AFTERWARDS)
        if handed:
            await self._send(handed)
        return len(handed)

    def _room_for_afterwards(self, is_rush: bool) -> int:
        if not is_rush:
            return AFTERWARDS_CATCHING_UP if self._are_late else AFTERWARDS_AT_ONCE
        is_time = time.monotonic() - self._afterwards_at >= POLL_SECONDS
        if not is_time:
            return 0
        return AFTERWARDS_WHEN_LATE if self._are_late else AFTERWARDS_IN_A_RUSH

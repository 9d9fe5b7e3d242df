"""The relay: hands outbox rows to the broker, and again when they are not done in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

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

AFTERWARDS_AT_ONCE = 16
AFTERWARDS_IN_A_RUSH = 2
AFTERWARDS_WHEN_LATE = 24
AFTERWARDS_CATCHING_UP = 24
AFTERWARDS_WITHIN = 5
AFTERWARDS_LATE_AFTER = 10
QUIET_SECONDS = 1.0
"""How many letters and messages a process has in hand at most: what a killed one held waits for its
lease. They go when for a second nothing was under way that people wait for; having waited five
seconds they go all the same, a couple a second: making a letter takes as long as half a whole
approval, and the people at their desks come first. When they have waited for ten, a rush that
does not end shares its workers with them; whoever was decided about waits for the letter."""

AFTERWARDS = ("letters", "messages")
_TURN = f"case when queue in {AFTERWARDS} then 1 else 0 end"
_WAITS = "done_at is null and given_up_at is null and not_before <= now()"
_NOT_IN_HAND = (
    "(handed_at is null or handed_at < now() - make_interval(secs => $1 * least(attempts, 3)))"
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

_STILL_IN_HAND = """
    select tenant_id, id
    from outbox join unnest($1::uuid[], $2::uuid[]) as handed (tenant_id, id) using (tenant_id, id)
    where done_at is null and given_up_at is null
      and handed_at > now() - make_interval(secs => $3)
    """


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
        self._in_hand: list[tuple[UUID, UUID]] = []
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
                session, _HAND_ON, LEASE_SECONDS, BATCH,
                await self._room_for_afterwards(session, is_rush=is_rush),
                AFTERWARDS_WITHIN, is_rush, AFTERWARDS_LATE_AFTER,
            )  # fmt: skip
        handed = [Handed(*row[:4]) for row in rows]
        if any(row.queue not in AFTERWARDS for row in handed):
            self._rushed_at = time.monotonic()
        if afterwards := [row for row in rows if row["queue"] in AFTERWARDS]:
            self._afterwards_at = time.monotonic()
            self._are_late = any(row["is_late"] for row in afterwards)
            self._in_hand += [(row["tenant_id"], row["id"]) for row in afterwards]
        if handed:
            await self._send(handed)
        return len(handed)

    async def _room_for_afterwards(self, session: AsyncSession, *, is_rush: bool) -> int:
        if not is_rush:
            most = AFTERWARDS_CATCHING_UP if self._are_late else AFTERWARDS_AT_ONCE
        elif self._are_late:
            most = AFTERWARDS_WHEN_LATE
        elif time.monotonic() - self._afterwards_at < POLL_SECONDS:
            return 0
        else:
            most = AFTERWARDS_IN_A_RUSH
        if self._in_hand:
            tenant_ids, ids = zip(*self._in_hand, strict=True)
            left = await run(session, _STILL_IN_HAND, tenant_ids, ids, LEASE_SECONDS)
            self._in_hand = [(row["tenant_id"], row["id"]) for row in left]
        return max(0, most - len(self._in_hand))

"""The tick (定时): what has to happen by itself, found by whoever holds the lock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from .jobs import LONGEST_PAUSE_SECONDS
from .tools import Tools
from .who import RELAY, Standing

log = structlog.get_logger(__name__)

Duty = Callable[[Tools], Awaitable[None]]
TICK_SECONDS = 15.0
FIRST_AFTER_SECONDS = 1.0
"""What a start waits for goes before the first duties."""

ENDS_ITS_WORKER_AFTER = 36
"""Handings-on without a word, success or failure, after which a job is held to kill its workers."""


@dataclass(frozen=True, slots=True)
class Duties:
    """A duty by name, at most once every so many seconds."""

    name: str
    every: float
    act: Duty


REGISTER: dict[str, Duties] = {}


def each(name: str, *, seconds: float) -> Callable[[Duty], Duty]:
    """Registers what is to be done again and again by one process at a time."""

    def register(act: Duty) -> Duty:
        assert name not in REGISTER, f"two duties are named {name}"
        REGISTER[name] = Duties(name, seconds, act)
        return act

    return register


class Ticker:
    """Does each duty in turn; an advisory lock sees to it that no two processes do the same."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._done_at: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run(), name="tick")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(FIRST_AFTER_SECONDS)
            for duty in REGISTER.values():
                now = asyncio.get_running_loop().time()
                if now - self._done_at.get(duty.name, float("-inf")) >= duty.every:
                    self._done_at[duty.name] = now
                    await self.once(duty)
            await asyncio.sleep(TICK_SECONDS - FIRST_AFTER_SECONDS)

    async def once(self, duty: Duties) -> bool:
        """Does a duty now unless another process is at it; a failure is logged and tried again."""
        try:
            async with self._tools.database.transaction(Standing()) as session:
                if not await self.take(session, duty):
                    return False
                await duty.act(self._tools)
        except Exception as error:
            log.warning("duty failed", duty=duty.name, error=repr(error)[:300])
            return False
        return True

    @staticmethod
    async def take(session: AsyncSession, duty: Duties) -> bool:
        """Takes the duty's lock until this transaction ends, however long that is."""
        # The server would end a transaction that idles for a minute, and its lock with it.
        forever = text("select set_config('idle_in_transaction_session_timeout', '0', true)")
        await session.execute(forever)
        lock = text("select pg_try_advisory_xact_lock(hashtext('hall tick'), hashtext(:name))")
        return bool(await session.scalar(lock, {"name": duty.name}))


@each("outbox.sweep", seconds=3600)
async def forget_done_work(tools: Tools) -> None:
    """Work done a week ago need not be remembered; what was given up stays on the desk."""
    async with tools.database.transaction(RELAY) as session:
        await session.execute(text("delete from outbox where done_at < now() - interval '7 days'"))


@each("outbox.give_up", seconds=600)
async def give_up_what_kills(tools: Tools) -> None:
    """A job whose worker dies each time never fails by itself; it waits for a person as well."""
    async with tools.database.transaction(RELAY) as session:
        await session.execute(
            text(
                "update outbox set given_up_at = now(), last_error = 'its worker never came back' "
                "where done_at is null and given_up_at is null and attempts >= :most "
                "and handed_at < now() - interval '5 minutes'"
            ),
            {"most": ENDS_ITS_WORKER_AFTER},
        )


@each("outbox.clock", seconds=TICK_SECONDS)
async def mend_what_a_fast_clock_left(tools: Tools) -> None:
    """When a clock that ran ahead is put right, its work keeps its delay and loses the lead.

    Otherwise what was left or handed on meanwhile would wait for the wrong time to come.
    """
    async with tools.database.transaction(RELAY) as session:
        await session.execute(_MEND, {"longest_pause": timedelta(seconds=LONGEST_PAUSE_SECONDS)})


_MEND = text(
    """
    update outbox set
        not_before = case
            when created_at > now() + interval '1 minute' then not_before - (created_at - now())
            when attempts > 0 and not_before > now() + :longest_pause then now()
            else not_before end,
        handed_at = case when handed_at <= now() then handed_at end,
        created_at = least(created_at, now())
    where done_at is null and given_up_at is null
      and (created_at > now() + interval '1 minute' or handed_at > now() + interval '1 minute'
           or (attempts > 0 and not_before > now() + interval '1 minute' + :longest_pause))
    """
)

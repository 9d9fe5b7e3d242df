"""The tick (定时): what has to happen by itself, found by whoever holds the lock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from sqlalchemy import text

from .tools import Tools
from .who import RELAY, Standing

log = structlog.get_logger(__name__)

Duty = Callable[[Tools], Awaitable[None]]
TICK_SECONDS = 15.0


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
            await asyncio.sleep(1)
            for duty in REGISTER.values():
                now = asyncio.get_running_loop().time()
                if now - self._done_at.get(duty.name, float("-inf")) >= duty.every:
                    self._done_at[duty.name] = now
                    await self.once(duty)
            await asyncio.sleep(TICK_SECONDS - 1)

    async def once(self, duty: Duties) -> bool:
        """Does a duty now unless another process is at it; a failure is logged and tried again."""
        try:
            async with self._tools.database.transaction(Standing()) as session:
                lock = text("select pg_try_advisory_xact_lock(hashtext('hall tick'), hashtext(:n))")
                if not await session.scalar(lock, {"n": duty.name}):
                    return False
                await duty.act(self._tools)
        except Exception as error:
            log.warning("duty failed", duty=duty.name, error=repr(error)[:300])
            return False
        return True


@each("outbox.sweep", seconds=3600)
async def forget_done_work(tools: Tools) -> None:
    """Work done a week ago need not be remembered; what was given up stays on the desk."""
    async with tools.database.transaction(RELAY) as session:
        await session.execute(
            text("delete from outbox where done_at < now() - interval '7 days'")
        )

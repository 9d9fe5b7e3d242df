"""Jobs that lose nothing and double nothing: the outbox (发件箱).

The business change and the outbox row are one transaction. A relay hands rows on; the job takes
its row, does its effect and marks it done in one transaction of its own. So a job may be handed on
twice and takes effect once, and a broker may forget everything.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from .db import after_commit, at_commit, standing_of, tenant_of
from .ids import new_id
from .log import masked
from .metrics import JOB_SECONDS, JOBS
from .plain import run, run_each
from .tools import Tools
from .who import Standing

P = ParamSpec("P")

QUEUES = {"urgent": 0, "exchange": 1, "letters": 1, "messages": 1, "default": 2, "files": 5}
"""Queue → priority, smaller first. Letters and messages stand in line with what people wait for: it
is the relay that holds them back, and behind it they would never have a turn in a rush."""

GIVES_UP_AFTER = 12
"""Attempts after which a job waits for a person at the dead-letter desk."""

TRIALS_KEPT = 24
"""Of so many failures, the last ones, the desk tells when and why."""

LONGEST_PAUSE_SECONDS = 600
"""Each failure doubles the pause before the next attempt, up to this."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a job's body is given: its transaction, its standing, its own number and the tools.

    `id` is the outbox row's: the idempotency key of any effect outside.
    """

    session: AsyncSession
    standing: Standing
    id: UUID
    attempt: int
    tools: Tools


Body = Callable[Concatenate[Work, P], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work by name, `<subject>.<act>`, in the queue it waits in."""

    name: str
    queue: str
    body: Callable[..., Awaitable[None]]


REGISTER: dict[str, Job] = {}
UNKNOWN = "(unknown)"
_wake: list[Callable[[], None]] = []


def job(name: str, *, queue: str = "default") -> Callable[[Body[P]], Job]:
    """Registers a body as a job; it runs in a transaction of its own, in its tenant."""

    def register(body: Body[P]) -> Job:
        assert name not in REGISTER, f"two jobs are named {name}"
        assert queue in QUEUES, f"{queue} is no queue that anybody works"
        made = REGISTER[name] = Job(name, queue, body)
        return made

    return register


def on_new_work(wake: Callable[[], None]) -> Callable[[], None]:
    """Calls `wake` when a commit of this process has left work to do; returns how to stop that."""
    _wake.append(wake)
    return lambda: _wake.remove(wake)


async def later(
    session: AsyncSession, job: Job, *, after: timedelta | None = None, **args: Any
) -> None:
    """Leaves a job with the commit of this transaction: if it rolls back, there is no job."""
    row = (
        tenant_of(session), standing_of(session).county_id, new_id(), job.name, job.queue,
        orjson.dumps(args).decode(), after or timedelta(),
    )  # fmt: skip
    session.info.setdefault("outbox", []).append(row)
    at_commit(session, "outbox", _leave)
    after_commit(session, "jobs", say_new_work)


async def _leave(session: AsyncSession) -> None:
    await run_each(session, _LEAVE, session.info.pop("outbox", []))


def say_new_work() -> None:
    """There is work to hand on, or room for work that waits."""
    for wake in _wake:
        wake()


_LEAVE = """
    insert into outbox (tenant_id, county_id, id, job, queue, args, not_before)
    values ($1, $2, $3, $4, $5, $6, now() + $7::interval)
    """

_TAKE = """
    update outbox set done_at = now()
    where tenant_id = $1 and id = $2 and done_at is null and given_up_at is null
    returning job, args, attempts
    """

# Being handed on and killed is no failure: only what failed itself pauses longer and is given up.
_FAILURES = "least(attempts, jsonb_array_length(tried) + 1)"
_FAILED = text(
    f"""
    update outbox set
        last_error = :error,
        tried = case when jsonb_array_length(tried) < :kept then tried else tried - 0 end
            || jsonb_build_array(jsonb_build_object('at', now(), 'why', cast(:error as text))),
        handed_at = null,
        not_before = now() + make_interval(secs => least(:longest, power(2, {_FAILURES}))),
        given_up_at = case when {_FAILURES} >= :most then now() end
    where tenant_id = :tenant_id and id = :id and done_at is null
    """  # noqa: S608 - parts from above
)


async def perform(tools: Tools, standing: Standing, id: UUID) -> bool:
    """Does one outbox row's work, once; false when it had been done already.

    The row is taken, the effect done and the row marked in one transaction: whatever is killed in
    between undoes all three.
    """
    name, began = UNKNOWN, perf_counter()
    try:
        async with tools.database.transaction(standing) as session:
            taken = await run(session, _TAKE, standing.tenant_id, id)
            if not taken:
                return False
            row = taken[0]
            name = row["job"] if row["job"] in REGISTER else UNKNOWN
            work = Work(session, standing, id, row["attempts"], tools)
            await REGISTER[row["job"]].body(work, **orjson.loads(row["args"]))
    except Exception as error:
        JOBS.labels(name, "failed").inc()
        async with tools.database.transaction(standing) as session:
            await session.execute(
                _FAILED,
                {
                    "tenant_id": standing.tenant_id,
                    "id": id,
                    # What a job was at may be personal, and this stays in the row for weeks.
                    "error": masked(f"{type(error).__name__}: {error}")[:500],
                    "most": GIVES_UP_AFTER,
                    "longest": LONGEST_PAUSE_SECONDS,
                    "kept": TRIALS_KEPT,
                },
            )
        raise
    JOBS.labels(name, "done").inc()
    JOB_SECONDS.labels(name).observe(perf_counter() - began)
    return True


_PUT_BACK = """
    update outbox set given_up_at = null, attempts = 0, handed_at = null, not_before = now()
    where tenant_id = :tenant_id and given_up_at is not null and done_at is null
      and let_go_at is null
    """
_ONE_AGAIN = text(f"{_PUT_BACK} and id = :id returning not_before")
_ALL_AGAIN = text(f"{_PUT_BACK} and (:job = '' or job = :job) returning id")
_LET_GO = text(
    """
    update outbox set let_go_at = now(), let_go_why = :why
    where tenant_id = :tenant_id and id = :id and given_up_at is not null and done_at is null
      and let_go_at is null
    returning job
    """
)


async def try_again(session: AsyncSession, id: UUID) -> datetime | None:
    """Puts a job that was given up back to work; None when there is no such job here."""
    asked = {"tenant_id": tenant_of(session), "id": id}
    after_commit(session, "jobs", say_new_work)
    found: datetime | None = (await session.execute(_ONE_AGAIN, asked)).scalar_one_or_none()
    return found


async def try_all_again(session: AsyncSession, name: str = "") -> int:
    """Puts all that was given up here back to work, or all of one kind; how many those were."""
    asked = {"tenant_id": tenant_of(session), "job": name}
    after_commit(session, "jobs", say_new_work)
    return len((await session.execute(_ALL_AGAIN, asked)).all())


async def let_go(session: AsyncSession, id: UUID, *, why: str) -> str | None:
    """Leaves a job that was given up undone for good; its kind, None when there is none here."""
    asked = {"tenant_id": tenant_of(session), "id": id, "why": why}
    found: str | None = (await session.execute(_LET_GO, asked)).scalar_one_or_none()
    return found

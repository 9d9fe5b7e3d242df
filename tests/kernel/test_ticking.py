"""The tick: each duty by one process at a time, again after its while, and never the end of it."""

from __future__ import annotations

import asyncio
import secrets

import pytest
from sqlalchemy import text

from jointhall.kernel.ids import new_id
from jointhall.kernel.ticking import (
    ENDS_ITS_WORKER_AFTER,
    REGISTER,
    Duties,
    Ticker,
    each,
    forget_done_work,
    give_up_what_kills,
    mend_what_a_fast_clock_left,
)
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing


def a_duty(act: object) -> Duties:
    return Duties(f"probe.{secrets.token_hex(4)}", 60, act)  # type: ignore[arg-type]


async def test_two_tickers_one_act(tools: Tools) -> None:
    began, may_end, acts = asyncio.Event(), asyncio.Event(), []

    async def act(_tools: Tools) -> None:
        acts.append(1)
        began.set()
        await may_end.wait()

    duty = a_duty(act)
    first = asyncio.create_task(Ticker(tools).once(duty))
    await began.wait()
    assert not await Ticker(tools).once(duty)
    may_end.set()
    assert await first
    assert len(acts) == 1
    # Done, the lock is free again.
    assert await Ticker(tools).once(duty)
    assert len(acts) == 2


async def test_different_duties_do_not_wait_for_each_other(tools: Tools) -> None:
    may_end = asyncio.Event()
    began = asyncio.Event()

    async def slow(_tools: Tools) -> None:
        began.set()
        await may_end.wait()

    async def quick(_tools: Tools) -> None:
        return None

    first = asyncio.create_task(Ticker(tools).once(a_duty(slow)))
    await began.wait()
    assert await Ticker(tools).once(a_duty(quick))
    may_end.set()
    assert await first


async def test_a_long_duty_keeps_its_lock(tools: Tools) -> None:
    """The server ends transactions that idle for a minute; not this one."""
    idle = text("show idle_in_transaction_session_timeout")
    async with tools.database.transaction(Standing()) as session:
        assert await session.scalar(idle) == "1min"
        assert await Ticker.take(session, a_duty(None))
        assert await session.scalar(idle) == "0"


async def test_a_failure_is_no_end(tools: Tools) -> None:
    async def act(_tools: Tools) -> None:
        raise RuntimeError("once more")

    duty = a_duty(act)
    assert not await Ticker(tools).once(duty)
    assert not await Ticker(tools).once(duty)


async def test_it_comes_again_after_its_while_and_not_before(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts: list[str] = []

    async def often(_tools: Tools) -> None:
        acts.append("often")

    async def seldom(_tools: Tools) -> None:
        acts.append("seldom")

    monkeypatch.setattr("jointhall.kernel.ticking.REGISTER", {
        "often": Duties("probe.often", 0.05, often),
        "seldom": Duties("probe.seldom", 3600, seldom),
    })  # fmt: skip
    monkeypatch.setattr("jointhall.kernel.ticking.TICK_SECONDS", 1.1)
    monkeypatch.setattr("jointhall.kernel.ticking.FIRST_AFTER_SECONDS", 0.05)
    ticker = Ticker(tools)
    ticker.start()
    async with asyncio.timeout(20):
        while acts.count("often") < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await ticker.stop()
    assert acts.count("seldom") == 1


def test_two_duties_of_one_name_are_a_mistake() -> None:
    assert "outbox.sweep" in REGISTER
    with pytest.raises(AssertionError, match="two duties"):
        each("outbox.sweep", seconds=1)(forget_done_work)


async def test_work_done_long_ago_is_forgotten_and_what_was_given_up_is_not(tools: Tools) -> None:
    standing = Standing(new_id(), new_id())
    states = {
        "old": "now() - interval '8 days', null",
        "new": "now() - interval '6 days', null",
        "given_up": "null, now() - interval '90 days'",
        "waiting": "null, null",
    }
    async with tools.database.transaction(standing) as session:
        for name, state in states.items():
            await session.execute(
                text(
                    "insert into outbox (tenant_id, id, job, queue, args, not_before, "
                    "done_at, given_up_at) "
                    f"values (:tenant_id, :id, :name, 'q', '{{}}', 'infinity', {state})"
                ),
                {"tenant_id": standing.tenant_id, "id": new_id(), "name": name},
            )
    await forget_done_work(tools)
    async with tools.database.transaction(standing, read_only=True) as session:
        kept = set(await session.scalars(text("select job from outbox")))
    assert kept == {"new", "given_up", "waiting"}


async def test_a_job_that_kills_its_workers_is_given_up(tools: Tools) -> None:
    standing = Standing(new_id(), new_id())
    handings = {
        "kills": (ENDS_ITS_WORKER_AFTER, "6 minutes"),
        "in hand": (ENDS_ITS_WORKER_AFTER, "1 minute"),
        "unlucky": (ENDS_ITS_WORKER_AFTER - 1, "6 minutes"),
    }
    async with tools.database.transaction(standing) as session:
        for name, (attempts, ago) in handings.items():
            await session.execute(
                text(
                    "insert into outbox (tenant_id, id, job, queue, args, not_before, attempts, "
                    "handed_at) values (:tenant_id, :id, :name, 'q', '{}', 'infinity', :attempts, "
                    f"now() - interval '{ago}')"
                ),
                {"tenant_id": standing.tenant_id, "id": new_id(), "name": name,
                 "attempts": attempts},
            )  # fmt: skip
    await give_up_what_kills(tools)
    async with tools.database.transaction(standing, read_only=True) as session:
        given_up = list(
            await session.scalars(text("select job from outbox where given_up_at is not null"))
        )
    assert given_up == ["kills"]


async def test_what_was_left_while_the_clock_ran_ahead_keeps_its_delay_and_loses_the_lead(
    tools: Tools,
) -> None:
    standing = Standing(new_id(), new_id())
    day, hour = "interval '1 day'", "interval '1 hour'"
    left = {  # created, not before, handed on, attempts
        "left then": (f"now() + {day}", f"now() + {day}", "null", 0),
        "left then for later": (f"now() + {day}", f"now() + {day} + {hour}", "null", 0),
        "handed on then": (f"now() - {hour}", f"now() - {hour}", f"now() + {day}", 1),
        "failed then": (f"now() - {hour}", f"now() + {day}", "null", 2),
        "for tomorrow": (f"now() - {hour}", f"now() + {day}", "null", 0),
        "in hand": (f"now() - {hour}", f"now() - {hour}", "now()", 1),
    }
    async with tools.database.transaction(standing) as session:
        for name, (created, not_before, handed, attempts) in left.items():
            await session.execute(
                text(
                    "insert into outbox (tenant_id, id, job, queue, args, created_at, not_before, "
                    f"handed_at, attempts) values (:tenant_id, :id, :name, 'attic', '{{}}', "
                    f"{created}, {not_before}, {handed}, {attempts})"
                ),
                {"tenant_id": standing.tenant_id, "id": new_id(), "name": name},
            )
    await mend_what_a_fast_clock_left(tools)
    asked = text(
        "select job, round(extract(epoch from not_before - now()) / 3600) as hours, "
        "handed_at is not null as handed from outbox where created_at <= now()"
    )
    async with tools.database.transaction(standing, read_only=True) as session:
        found = {row.job: (int(row.hours), row.handed) for row in await session.execute(asked)}
    assert found == {
        "left then": (0, False),
        "left then for later": (1, False),
        "handed on then": (-1, False),
        "failed then": (0, False),
        "for tomorrow": (24, False),
        "in hand": (-1, True),
    }

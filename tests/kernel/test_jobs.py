"""Jobs: they leave with the commit, take effect once, come back when they fail, and give up."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import (
    GIVES_UP_AFTER,
    REGISTER,
    Job,
    Work,
    job,
    later,
    perform,
    try_again,
)
from jointhall.kernel.metrics import exposition
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing

if "probe.effect" not in REGISTER:

    @job("probe.effect")
    async def _effect(work: Work, *, said: str, wait: float = 0, trouble: str = "") -> None:
        """Leaves a job of another name behind: an effect that can be counted."""
        await later(work.session, REGISTER["probe.seen"], said=said)
        await asyncio.sleep(wait)
        if trouble:
            raise RuntimeError(trouble)

    @job("probe.seen")
    async def _seen(work: Work, *, said: str) -> None:
        """Nothing: its row is the effect."""


EFFECT: Job = REGISTER["probe.effect"]


@pytest.fixture
def standing() -> Standing:
    return Standing(new_id(), new_id())


async def leave(tools: Tools, standing: Standing, **args: Any) -> UUID:
    async with tools.database.transaction(standing) as session:
        await later(session, EFFECT, **args)
    (row,) = [row for row in await rows(tools, standing) if row.job == EFFECT.name]
    id: UUID = row.id
    return id


async def rows(tools: Tools, standing: Standing) -> list[Any]:
    async with tools.database.transaction(standing, read_only=True) as session:
        return list(await session.execute(text("select * from outbox order by created_at, id")))


async def effects(tools: Tools, standing: Standing) -> int:
    return sum(row.job == "probe.seen" for row in await rows(tools, standing))


async def count_attempt(
    tools: Tools, standing: Standing, id: UUID, attempts: int, *, failed: int | None = None
) -> None:
    """As the relay does when it hands the row on, after so many attempts and failures."""
    failed = attempts - 1 if failed is None else failed
    async with tools.database.transaction(standing) as session:
        await session.execute(
            text(
                "update outbox set attempts = :n, handed_at = now(), tried = "
                "(select coalesce(jsonb_agg('{}'::jsonb), '[]') from generate_series(1, :failed)) "
                "where id = :id"
            ),
            {"n": attempts, "failed": failed, "id": id},
        )


async def test_a_job_leaves_with_the_commit(tools: Tools, standing: Standing) -> None:
    with pytest.raises(RuntimeError):
        await _leave_and_fail(tools, standing)
    assert await rows(tools, standing) == []
    await leave(tools, standing, said="yes")
    (row,) = await rows(tools, standing)
    assert (row.tenant_id, row.county_id) == (standing.tenant_id, standing.county_id)
    assert (row.queue, row.attempts, row.done_at) == ("default", 0, None)


async def _leave_and_fail(tools: Tools, standing: Standing) -> None:
    async with tools.database.transaction(standing) as session:
        await later(session, EFFECT, said="never")
        raise RuntimeError


async def test_it_may_wait(tools: Tools, standing: Standing) -> None:
    async with tools.database.transaction(standing) as session:
        await later(session, EFFECT, after=timedelta(hours=2), said="later")
    (row,) = await rows(tools, standing)
    assert row.not_before - row.created_at == timedelta(hours=2)


async def test_handed_on_twice_it_takes_effect_once(tools: Tools, standing: Standing) -> None:
    id = await leave(tools, standing, said="once")
    assert await perform(tools, standing, id)
    assert not await perform(tools, standing, id)
    assert await effects(tools, standing) == 1


async def test_in_many_hands_at_the_same_time_it_takes_effect_once(
    tools: Tools, standing: Standing
) -> None:
    id = await leave(tools, standing, said="once", wait=0.1)
    done = await asyncio.gather(*(perform(tools, standing, id) for _hand in range(6)))
    assert sorted(done) == [False] * 5 + [True]
    assert await effects(tools, standing) == 1


async def test_another_tenants_row_is_not_there(tools: Tools, standing: Standing) -> None:
    id = await leave(tools, standing, said="mine")
    assert not await perform(tools, Standing(new_id(), standing.county_id), id)
    assert await effects(tools, standing) == 0


async def test_a_failure_undoes_the_effect_and_comes_back_later_each_time(
    tools: Tools, standing: Standing
) -> None:
    id = await leave(tools, standing, said="fails", trouble="13800138000 did not answer")
    waits = []
    for attempt in (1, 2, 5, 11):
        await count_attempt(tools, standing, id, attempt)
        before = await _now(tools)
        with pytest.raises(RuntimeError):
            await perform(tools, standing, id)
        (row,) = await rows(tools, standing)
        assert (row.done_at, row.handed_at, row.given_up_at) == (None, None, None)
        waits.append((row.not_before - before).total_seconds())
    assert [round(wait) for wait in waits] == [2, 4, 32, 600]
    assert row.last_error == "RuntimeError: 138***00 did not answer"


async def test_being_killed_again_and_again_is_no_failure(tools: Tools, standing: Standing) -> None:
    id = await leave(tools, standing, said="killed eleven times", trouble="once")
    await count_attempt(tools, standing, id, GIVES_UP_AFTER, failed=0)
    before = await _now(tools)
    with pytest.raises(RuntimeError):
        await perform(tools, standing, id)
    (row,) = await rows(tools, standing)
    assert row.given_up_at is None
    assert round((row.not_before - before).total_seconds()) == 2


async def _now(tools: Tools) -> datetime:
    async with tools.database.transaction(Standing(), read_only=True) as session:
        found = await session.scalar(text("select now()"))
        assert isinstance(found, datetime)
        return found


async def test_it_gives_up_in_the_end_and_a_person_can_have_it_tried_again(
    tools: Tools, standing: Standing
) -> None:
    id = await leave(tools, standing, said="given up", trouble="no")
    await count_attempt(tools, standing, id, GIVES_UP_AFTER)
    with pytest.raises(RuntimeError):
        await perform(tools, standing, id)
    (row,) = await rows(tools, standing)
    assert row.given_up_at is not None
    # What was given up is not done behind that person's back.
    assert not await perform(tools, standing, id)
    async with tools.database.transaction(standing) as session:
        assert await try_again(session, id) is not None
        assert await try_again(session, new_id()) is None
        await session.execute(text("""update outbox set args = '{"said": "mended"}'"""))
    (row,) = await rows(tools, standing)
    assert (row.given_up_at, row.attempts, row.handed_at) == (None, 0, None)
    assert await perform(tools, standing, id)


async def test_a_job_that_nobody_knows_any_more_is_kept(tools: Tools, standing: Standing) -> None:
    id = await leave(tools, standing, said="x")
    async with tools.database.transaction(standing) as session:
        await session.execute(text("update outbox set job = 'gone.away'"))
    with pytest.raises(KeyError):
        await perform(tools, standing, id)
    (row,) = await rows(tools, standing)
    assert row.done_at is None
    assert "gone.away" in row.last_error


async def test_jobs_are_counted_by_name_and_outcome(tools: Tools, standing: Standing) -> None:
    def counted(outcome: str) -> float:
        start = f'hall_jobs_total{{job="probe.effect",outcome="{outcome}"}} '
        lines = exposition().decode().splitlines()
        return next((float(line.split()[-1]) for line in lines if line.startswith(start)), 0)

    done, failed = counted("done"), counted("failed")
    await perform(tools, standing, await leave(tools, standing, said="counted"))
    assert (counted("done"), counted("failed")) == (done + 1, failed)
    other = Standing(new_id(), new_id())
    with pytest.raises(RuntimeError):
        await perform(tools, other, await leave(tools, other, said="counted", trouble="no"))
    assert (counted("done"), counted("failed")) == (done + 1, failed + 1)

"""What is over is forgotten, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.refusals import TooMany
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing
from jointhall.people.jobs import forget_what_is_over
from jointhall.people.limits import HOUR, Bucket, take
from jointhall.people.sign_ins import hash_of
from tests.builders.people import a_resident


async def _there(tools: Tools, token: str) -> Any:
    standing = Standing(claims={"session": hash_of(token).hex()})
    async with tools.database.transaction(standing, read_only=True) as session:
        return await session.scalar(text("select count(*) from sessions"))


async def test_a_session_is_forgotten_a_day_after_its_end(tools: Tools, clock: FixedClock) -> None:
    # The clock is turned back, so that nothing of other tests is over yet.
    clock.move_on(-timedelta(days=90))
    old = await a_resident(tools)
    clock.move_on(timedelta(days=30, hours=23))
    young = await a_resident(tools)
    await forget_what_is_over(tools)
    assert (await _there(tools, old.token), await _there(tools, young.token)) == (1, 1)
    clock.move_on(timedelta(hours=2))
    await forget_what_is_over(tools)
    assert (await _there(tools, old.token), await _there(tools, young.token)) == (0, 1)


async def test_a_window_that_runs_still_counts_after_the_sweep(
    tools: Tools, clock: FixedClock
) -> None:
    bucket = Bucket("test.sweep", "one", 2, HOUR)
    await take(tools, [bucket])
    await take(tools, [bucket])
    clock.move_on(-timedelta(days=1))
    await forget_what_is_over(tools)
    clock.move_on(timedelta(days=1))
    with pytest.raises(TooMany):
        await take(tools, [bucket])

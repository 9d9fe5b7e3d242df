"""A new edition reaches three townships: one takes it, one waits, one keeps its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.service_items.adoption.answering import keep_own, postpone
from jointhall.service_items.adoption.handing_down import set_terms
from jointhall.service_items.adoption.standing import counts_of
from tests.builders.adoption import FASTER, LEADER, ROOM, Valley, a_valley


async def put_off(valley: Valley, which: int, days: int) -> None:
    place = valley.townships[which]
    async with valley.tools.database.transaction(place.standing()) as session:
        await postpone(
            session, place, ROOM, until=valley.today + timedelta(days=days), reason="等培训完",
            who=LEADER, at=valley.tools.clock.now(), today=valley.today,
        )  # fmt: skip


async def keep(valley: Valley, which: int, reason: str) -> None:
    place = valley.townships[which]
    async with valley.tools.database.transaction(place.standing()) as session:
        await keep_own(
            session, place, ROOM, reason=reason, who=LEADER, at=valley.tools.clock.now(),
            today=valley.today,
        )  # fmt: skip


async def test_each_says_its_own_and_the_county_sees_who_stands_where(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    assert await valley.states() == ["same", "same", "same"]
    await valley.publish(FASTER)
    assert await valley.states() == ["newer", "newer", "newer"]
    await valley.take(valley.townships[0])
    await put_off(valley, 1, 10)
    await keep(valley, 2, "会议室在修，四天办不完")
    assert await valley.states() == ["same", "postponed", "kept"]
    async with tools.database.transaction(valley.county.standing(), read_only=True) as session:
        counts = await counts_of(
            session, [place.tenant_id for place in valley.townships], valley.today
        )
    (room,) = [one for one in counts if one.code == ROOM]
    assert room.states == {"same": 1, "postponed": 1, "kept": 1}
    assert (await valley.there(valley.townships[2])).reason == "会议室在修，四天办不完"


async def test_an_answer_is_about_one_edition_and_the_next_asks_again(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    await valley.publish(FASTER)
    await keep(valley, 0, "不合适")
    await put_off(valley, 1, 5)
    await valley.publish(("承诺办结时限: 5", "承诺办结时限: 3"))
    assert await valley.states() == ["newer", "newer", "newer"]
    assert (await valley.there(valley.townships[0])).reason == ""


async def test_when_the_day_has_come_it_is_asked_again(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    await valley.publish(FASTER)
    await put_off(valley, 1, 5)
    assert isinstance(tools.clock, FixedClock)
    later = replace(tools, clock=FixedClock(tools.clock.now() + timedelta(days=5)))
    assert await replace_tools(valley, later).states() == ["newer", "newer", "newer"]
    earlier = replace(tools, clock=FixedClock(tools.clock.now() + timedelta(days=4)))
    assert (await replace_tools(valley, earlier).states())[1] == "postponed"


def replace_tools(valley: Valley, tools: Tools) -> Valley:
    return Valley(tools, valley.folder, valley.county, valley.townships)


async def test_nobody_waits_longer_than_the_county_lets_them(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    await valley.publish(FASTER)
    for days in (0, -1, 31):
        with pytest.raises(BadForm, match="最晚到"):
            await put_off(valley, 0, days)
    await put_off(valley, 0, 30)
    async with tools.database.transaction(valley.county.standing()) as session:
        await set_terms(
            session, valley.county, ROOM, must_take_on=None, must_why="", postpone_days=0,
            who=LEADER, today=valley.today,
        )  # fmt: skip
    with pytest.raises(Refusal, match="不让晚换"):
        await put_off(valley, 1, 1)


async def test_keeping_ones_own_needs_a_reason(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    await valley.publish(FASTER)
    with pytest.raises(BadForm, match="为什么"):
        await keep(valley, 0, "  ")
    assert (await valley.there(valley.townships[0])).state == "newer"


async def test_there_is_nothing_to_answer_when_nothing_is_new(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    with pytest.raises(Refusal, match="已经和县里一样"):
        await keep(valley, 0, "没事")

"""On the day the law says, everybody has the new version; done twice, it is done once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import publish_library
from jointhall.service_items.adoption.answering import keep_own
from jointhall.service_items.adoption.handing_down import hand_down_in, set_terms
from jointhall.service_items.adoption.modules import choose, grant
from jointhall.service_items.adoption.taking import last_run, undo
from tests.builders.adoption import FASTER, LEADER, ROOM, Valley, a_valley
from tests.builders.cases import with_parties
from tests.builders.items import a_library
from tests.builders.sheets import SHEET


async def bind(valley: Valley, days: int = 7, why: str = "《条例》改了") -> None:
    async with valley.tools.database.transaction(valley.county.standing()) as session:
        await set_terms(
            session, valley.county, ROOM, must_take_on=valley.today + timedelta(days=days),
            must_why=why, postpone_days=30, who=LEADER, today=valley.today,
        )  # fmt: skip


def on_day(tools: Tools, days: int) -> Tools:
    return replace(with_parties(tools), clock=FixedClock(tools.clock.now() + timedelta(days=days)))


async def adoptions_told(valley: Valley) -> list[int]:
    told = []
    for place in valley.townships:
        async with valley.tools.database.transaction(place.standing(), read_only=True) as session:
            said = "select count(*) from journal where act = 'item.adopted' and actor_name = '系统'"
            told.append(await session.scalar(text(f"{said} and subject = 'item:meeting_room'")))
    return told


async def test_on_its_day_a_version_is_everywhere_and_only_once(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    new = await valley.publish(FASTER)
    await valley.take(valley.townships[0])
    await bind(valley)
    assert await hand_down_in(on_day(tools, 6), valley.county) == 0
    assert await valley.states() == ["same", "newer", "newer"]
    day = on_day(tools, 7)
    taken = await asyncio.gather(*(hand_down_in(day, valley.county) for _ in range(3)))
    assert sum(taken) == 2
    assert await valley.states() == ["same", "same", "same"]
    assert {(await valley.there(place)).edition for place in valley.townships} == {new}
    assert await adoptions_told(valley) == [0, 1, 1]
    assert await hand_down_in(day, valley.county) == 0


async def test_a_day_that_has_passed_binds_no_later_edition(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    await valley.publish(FASTER)
    await bind(valley)
    await hand_down_in(on_day(tools, 7), valley.county)
    await valley.publish(("承诺办结时限: 5", "承诺办结时限: 3"))
    assert await hand_down_in(on_day(tools, 8), valley.county) == 0
    assert await valley.states() == ["newer", "newer", "newer"]


async def test_what_the_law_says_cannot_be_kept_off_or_undone(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    await valley.publish(FASTER)
    await bind(valley)
    one = valley.townships[0]
    with pytest.raises(Refusal, match="不能留旧版"):
        async with tools.database.transaction(one.standing()) as session:
            await keep_own(
                session, one, ROOM, reason="不想换", who=LEADER, at=tools.clock.now(),
                today=valley.today,
            )  # fmt: skip
    await hand_down_in(on_day(tools, 7), valley.county)
    async with tools.database.transaction(one.standing()) as session:
        made = await last_run(session, one)
        assert made is not None
        with pytest.raises(Refusal, match="自动换的"):
            await undo(session, one, made.id, who=LEADER, at=tools.clock.now())


async def test_a_day_needs_a_reason_and_lies_ahead(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    with pytest.raises(BadForm, match="为什么"):
        await bind(valley, why=" ")
    with pytest.raises(BadForm, match="明天以后"):
        await bind(valley, days=0)


async def test_new_items_reach_running_townships_as_offers_or_by_themselves(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    eager, slow, off = valley.townships
    async with tools.database.transaction(eager.standing()) as session:
        await choose(session, eager, "places", is_on=True, takes_new=True, who=LEADER)
    async with tools.database.transaction(off.standing()) as session:
        await choose(session, off, "places", is_on=True, takes_new=True, who=LEADER)
    async with tools.database.transaction(valley.county.standing()) as session:
        await grant(session, valley.county, off, "places", "off", who=LEADER)
        hall = a_library(tmp_path, SHEET.replace("开会场地借用", "礼堂借用"), item="great_hall")
        await publish_library(session, valley.county, hall, who=SYSTEM)
    assert await valley.states("great_hall") == ["offer", "offer", "off"]
    here = with_parties(tools)
    assert await hand_down_in(here, valley.county) == 1
    assert await hand_down_in(here, valley.county) == 0
    assert await valley.states("great_hall") == ["same", "offer", "off"]
    assert slow.tenant_id != eager.tenant_id

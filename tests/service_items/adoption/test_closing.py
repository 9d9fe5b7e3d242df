"""What is closed says why and what to do instead, here or in the whole county."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.tools import Tools
from jointhall.service_items.adoption.closing import (
    Why,
    close_for_all,
    close_here,
    open_for_all,
    open_here,
)
from jointhall.service_items.offers import Offer
from jointhall.service_items.queries import item_in
from jointhall.web.place import Place
from tests.builders.adoption import LEADER, ROOM, Valley, a_valley

FLOOD = Why("会议室进了水，在修。", "急用请打电话，我们帮您找别处。")


async def offered(valley: Valley, place: Place) -> Offer:
    async with valley.tools.database.transaction(place.standing(), read_only=True) as session:
        return await item_in(session, place, ROOM)


async def test_a_township_closes_for_itself_and_opens_again(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one, other, _third = valley.townships
    async with tools.database.transaction(one.standing()) as session:
        await close_here(session, one, ROOM, FLOOD, who=LEADER)
    here = await offered(valley, one)
    assert (here.status, here.closed.why, here.closed.is_countys) == ("paused", FLOOD.why, False)
    assert (await offered(valley, other)).is_open
    async with tools.database.transaction(one.standing()) as session:
        await open_here(session, one, ROOM, who=LEADER)
    here = await offered(valley, one)
    assert (here.is_open, here.closed.why) == (True, "")


async def test_the_county_closes_for_all_and_a_townships_own_pause_outlives_it(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    one, other, _third = valley.townships
    async with tools.database.transaction(one.standing()) as session:
        await close_here(session, one, ROOM, FLOOD, who=LEADER)
    gone = Why("上面取消了这一件。", instead_code="old_age_allowance")
    async with tools.database.transaction(valley.county.standing()) as session:
        await close_for_all(session, valley.county, ROOM, gone, for_good=True, who=LEADER)
    for place in (one, other):
        there = await offered(valley, place)
        assert (there.status, there.closed.why) == ("withdrawn", gone.why)
        assert (there.closed.instead_code, there.closed.is_countys) == ("old_age_allowance", True)
    assert await valley.states() == ["withdrawn"] * 3
    async with tools.database.transaction(valley.county.standing()) as session:
        await open_for_all(session, valley.county, ROOM, who=LEADER)
    assert ((await offered(valley, one)).status, (await offered(valley, other)).status) == (
        "paused",
        "in_use",
    )


async def test_why_and_what_instead_have_to_be_said(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    for said, field in (
        (Why("", "打电话"), "why"),
        (Why("在修"), "instead"),
        (Why("在修", instead_code=ROOM), "instead_code"),
        (Why("在修", instead_code="nothing_like_it"), "instead_code"),
        (Why("修" * 301, "打电话"), "why"),
    ):
        async with tools.database.transaction(one.standing()) as session:
            with pytest.raises(BadForm) as bad:
                await close_here(session, one, ROOM, said, who=LEADER)
        assert field in bad.value.troubles
    assert (await offered(valley, one)).is_open
    async with tools.database.transaction(one.standing()) as session:
        with pytest.raises(NotHere):
            await close_here(session, one, "nothing", FLOOD, who=LEADER)

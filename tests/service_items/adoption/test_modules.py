"""A module is switched by the county, or by the township where the county leaves it to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.service_items.adoption.modules import choose, grant, modules_there
from jointhall.service_items.queries import item_in, items_open_in
from jointhall.web.place import Place
from tests.builders.adoption import LEADER, ROOM, Valley, a_valley


async def says(valley: Valley, township: Place, setting: str) -> None:
    async with valley.tools.database.transaction(valley.county.standing()) as session:
        await grant(session, valley.county, township, "places", setting, who=LEADER)


async def turn(valley: Valley, township: Place, *, on: bool) -> None:
    async with valley.tools.database.transaction(township.standing()) as session:
        await choose(session, township, "places", is_on=on, takes_new=False, who=LEADER)


async def is_offered(valley: Valley, township: Place) -> bool:
    async with valley.tools.database.transaction(township.standing(), read_only=True) as session:
        return ROOM in [offer.code for offer in await items_open_in(session, township)]


async def test_a_township_switches_what_is_left_to_it(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one, other, _third = valley.townships
    await turn(valley, one, on=False)
    assert (await is_offered(valley, one), await is_offered(valley, other)) == (False, True)
    # What it says stays readable: a case may hang on it.
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        assert (await item_in(session, one, ROOM)).status == "off"
    await turn(valley, one, on=True)
    assert await is_offered(valley, one)


async def test_what_the_county_settles_the_township_cannot_change(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    await says(valley, one, "off")
    assert not await is_offered(valley, one)
    with pytest.raises(Refusal, match="由县里定"):
        await turn(valley, one, on=True)
    await says(valley, one, "on")
    assert await is_offered(valley, one)
    with pytest.raises(Refusal, match="由县里定"):
        await turn(valley, one, on=False)
    await turn_free(valley, one)


async def turn_free(valley: Valley, one: Place) -> None:
    await says(valley, one, "free")
    await turn(valley, one, on=False)
    async with valley.tools.database.transaction(
        valley.county.standing(), read_only=True
    ) as session:
        found = await modules_there(session, valley.county.tenant_id, [one.tenant_id])
    (places,) = [module for module in found if module.module == "places"]
    assert (places.setting, places.is_on, places.items) == ("free", False, 1)


async def test_a_module_and_a_setting_must_be_there(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    with pytest.raises(BadForm):
        await says(valley, valley.townships[0], "sometimes")
    async with tools.database.transaction(valley.county.standing()) as session:
        with pytest.raises(NotHere):
            await grant(session, valley.county, valley.townships[0], "nothing", "on", who=LEADER)

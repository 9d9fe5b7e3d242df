"""The county settles a township's modules and sees what is otherwise there."""

from __future__ import annotations

from pathlib import Path

from jointhall.kernel.tools import Tools
from tests.builders.adoption import FASTER, a_valley
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

TOWNS = "/console/handing-down/townships"


async def test_a_module_is_switched_off_for_one_township(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one, other, _third = valley.townships
    await valley.publish(FASTER)
    admin = await an_officer(tools, valley.county, roles=["county_admin"])
    page = f"{TOWNS}/{one.division_code}"
    async with a_browser(tools, valley.county, cookies=admin.cookies) as browser:
        assert "有新版没答复" in words_of(await browser.get(page))
        places = f"{page}/modules/places"
        assert (await send(browser, places, {"setting": "off"})).status_code == 303
        assert "没有开这一类" in words_of(await browser.get(page))
        assert (await send(browser, places, {"setting": "?"})).status_code == 422
        assert (await send(browser, f"{page}/modules/no", {"setting": "on"})).status_code == 404
    for place, is_there in ((one, False), (other, True)):
        async with a_browser(tools, place) as browser:
            assert ("开会场地借用" in words_of(await browser.get("/items"))) is is_there
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        assert "由县里定：不开" in words_of(await browser.get("/workbench/items"))
        assert "不开" in words_of(await browser.get("/workbench/journal?act=module"))


async def test_a_township_of_another_county_is_not_there(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    stranger = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, valley.county, roles=["county_admin"])
    async with a_browser(tools, valley.county, cookies=admin.cookies) as browser:
        path = f"{TOWNS}/{stranger.division_code}"
        assert (await browser.get(path)).status_code == 404
        assert (
            await send(browser, f"{path}/modules/places", {"setting": "off"})
        ).status_code == 404

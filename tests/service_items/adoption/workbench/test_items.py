"""A township sees what waits for its answer, and switches its modules."""

from __future__ import annotations

from pathlib import Path

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from tests.builders.adoption import FASTER, ROOM, a_valley
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county
from tests.builders.web import a_browser, send

ITEMS = "/workbench/items"


async def test_what_waits_stands_first(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        assert "都和县里发布的一样" in words_of(await browser.get(ITEMS))
        await valley.publish(FASTER)
        said = words_of(await browser.get(ITEMS))
    assert "1 个县里有新版" in said
    assert "现在第 1 版，县里第 2 版" in said


async def test_a_module_is_switched_off_and_on_again(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    path = f"{ITEMS}/modules/places"
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        assert "开会场地借用" in words_of(await browser.get("/items"))
        assert (await send(browser, path, {"takes_new": "yes"})).status_code == 303
        assert "没有开这一类" in words_of(await browser.get(ITEMS))
        assert "开会场地借用" not in words_of(await browser.get("/items"))
        assert "没有开这一类" in words_of(await browser.get(f"/items/{ROOM}"))
        assert (await send(browser, path, {"on": "yes"})).status_code == 303
        assert "开会场地借用" in words_of(await browser.get("/items"))
        assert (await send(browser, f"{ITEMS}/modules/nothing")).status_code == 404


async def test_the_county_has_nothing_to_take_over(tools: Tools) -> None:
    county = await a_county(tools.database)
    officer = await an_officer(tools, county, roles=["county_admin"], permissions=["item:adopt"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert "县里办的就是县里发布的" in words_of(await browser.get(ITEMS))
        assert (await browser.get(f"{ITEMS}/adoption")).status_code == 404


async def test_only_who_may_adopt(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    clerk = await an_officer(tools, one, roles=["counter"])
    async with a_browser(tools, one, cookies=clerk.cookies) as browser:
        for path in ("", "/adoption", f"/{ROOM}/version", f"/{ROOM}/variation", f"/{ROOM}/opening"):
            assert (await browser.get(f"{ITEMS}{path}")).status_code == 403
        for path in ("/adoption", "/undoing", "/modules/places", f"/{ROOM}/version"):
            assert (await send(browser, f"{ITEMS}{path}")).status_code == 403


async def test_the_desk_says_that_versions_wait(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    clerk = await an_officer(tools, one, roles=["counter"])
    words = "县里有 1 个事项出了新版"
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        assert words not in words_of(await browser.get("/workbench"))
        await valley.publish(FASTER)
        assert words in words_of(await browser.get("/workbench"))
    async with a_browser(tools, one, cookies=clerk.cookies) as browser:
        assert words not in words_of(await browser.get("/workbench"))


async def test_what_came_by_itself_is_said_and_cannot_be_undone_here(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    await valley.publish(FASTER)
    await valley.take(one, who=SYSTEM)
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        page = await browser.get(ITEMS)
    assert "系统自动承接了 1 个事项" in words_of(page)
    assert "撤销这一次" not in words_of(page)

"""The list is looked at and confirmed; what changed meanwhile is looked at again; it is undone."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup
from httpx import AsyncClient

from jointhall.kernel.tools import Tools
from tests.builders.adoption import FASTER, ROOM, a_valley
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import a_browser, send

ITEMS = "/workbench/items"


async def lines_of(browser: AsyncClient, query: str = "") -> list[str]:
    answer = await browser.get(f"{ITEMS}/adoption{query}")
    found = BeautifulSoup(answer.text, "html.parser").select("input[name=line]")
    return [str(one["value"]) for one in found]


async def test_the_list_is_confirmed_and_undone(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path, adopted=False)
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        looked = words_of(await browser.get(f"{ITEMS}/adoption"))
        assert "新承接 1 个" in looked
        lines = await lines_of(browser)
        assert (await send(browser, f"{ITEMS}/adoption", {"line": lines})).status_code == 303
        assert "承接了 1 个事项" in words_of(await browser.get(ITEMS))
        assert (await browser.get(f"/items/{ROOM}")).status_code == 200
        page = BeautifulSoup((await browser.get(ITEMS)).text, "html.parser")
        (run,) = page.select("input[name=run]")
        assert (
            await send(browser, f"{ITEMS}/undoing", {"run": str(run["value"])})
        ).status_code == 303
        assert (await browser.get(f"/items/{ROOM}")).status_code == 404
        assert (await send(browser, f"{ITEMS}/undoing", {"run": "no run"})).status_code == 409


async def test_another_edition_published_meanwhile_is_looked_at_again(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    await valley.publish(FASTER)
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        looked = words_of(await browser.get(f"{ITEMS}/adoption?module=places"))
        assert "第 1 版换成第 2 版" in looked
        assert "承诺" in looked
        lines = await lines_of(browser)
        await valley.publish(("承诺办结时限: 5", "承诺办结时限: 3"))
        assert (await send(browser, f"{ITEMS}/adoption", {"line": lines})).status_code == 409
        assert (await valley.there(one)).number == 1
        assert (await send(browser, f"{ITEMS}/adoption", {})).status_code == 422
        for bad in ("", "-", "nothing-0", f"{ROOM}-0"):
            assert (await send(browser, f"{ITEMS}/adoption", {"line": bad})).status_code == 409


async def test_there_is_no_list_when_all_is_as_the_county_has_it(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        assert (await browser.get(f"{ITEMS}/adoption")).status_code == 303
        assert (await browser.get(f"{ITEMS}/adoption?module=nothing")).status_code == 303

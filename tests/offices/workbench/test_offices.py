"""A tenant's offices: listed with their people, founded, given another name."""

from __future__ import annotations

from bs4 import BeautifulSoup

from jointhall.kernel.tools import Tools
from tests.builders.pages import link_named, words_of
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

OFFICES = "/workbench/offices"


async def test_offices_with_their_people_and_villages_apart(tools: Tools) -> None:
    township = await a_township(
        tools.database, await a_county(tools.database), villages=["日华村", "罗汉村"]
    )
    admin = await an_officer(
        tools, township, name="何薇", roles=["township_admin"], offices=["dangzheng"]
    )
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        shown = words_of(await browser.get(OFFICES))
    for words in ("14 个机构，2 个村、社区", "何薇（经办）", "自然资源所", "日华村"):
        assert words in shown, words


async def test_one_is_founded_once_and_renamed(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    new = {"name": "水利站", "kind": "station", "phone": "0731-5555 0120"}
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        assert (await send(browser, OFFICES, new)).status_code == 303
        twice = await send(browser, OFFICES, new)
        assert twice.status_code == 422
        assert "已经有叫“水利站”的机构" in twice.text
        wrong = await send(browser, OFFICES, {"name": "", "kind": "x", "phone": "1"})
        for words in ("请写机构名称", "请选是哪一类", "不像能打通的电话"):
            assert words in wrong.text, words
        for name in ("莲花村", "莲花社区"):
            assert (await send(browser, OFFICES, {"name": name, "kind": "village"})
                    ).status_code == 303  # fmt: skip

        path = link_named(await browser.get(OFFICES), "水利站").removeprefix(township.prefix)
        page = BeautifulSoup((await browser.get(path)).text, "html.parser")
        assert page.code is not None
        assert page.code.text == "shuilizhan"
        taken = await send(browser, path, {"name": "自然资源所", "phone": ""})
        assert taken.status_code == 422
        assert (await send(browser, path, {"name": "水务站", "phone": ""})).status_code == 303
        assert "水利站改名为水务站" in words_of(await browser.get("/workbench/journal"))


async def test_another_townships_office_is_not_there(tools: Tools) -> None:
    county = await a_county(tools.database)
    one, other = await a_township(tools.database, county), await a_township(tools.database, county)
    admin = await an_officer(tools, one, roles=["township_admin"])
    theirs = await an_officer(tools, other, roles=["township_admin"])
    async with a_browser(tools, other, cookies=theirs.cookies) as browser:
        path = link_named(await browser.get(OFFICES), "自然资源所").removeprefix(other.prefix)
    async with a_browser(tools, one, cookies=admin.cookies) as browser:
        assert (await browser.get(path)).status_code == 404
        assert (await send(browser, path, {"name": "改名"})).status_code == 404

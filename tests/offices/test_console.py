"""The county gives a township its first administrator, and helps one who is locked out; no more."""

from __future__ import annotations

from bs4 import BeautifulSoup

from jointhall.kernel.tools import Tools
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

FIRST = {"name": "何薇", "login": "hewei"}


def codes_in(page: str) -> list[str]:
    return [one.text for one in BeautifulSoup(page, "html.parser").select("dd code")]


async def test_the_first_administrator_comes_in_with_what_the_county_handed_out(
    tools: Tools,
) -> None:
    county = await a_county(tools.database)
    township = await a_township(tools.database, county, name="花石镇")
    officer = await an_officer(tools, county, roles=["county_admin"])
    path = f"/console/townships/{township.division_code}/administrator"
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert path in (await browser.get(path.removesuffix("/administrator"))).text
        assert "还没有人" in (await browser.get(path)).text
        assert (await send(browser, path, FIRST | {"name": ""})).status_code == 422
        given = await send(browser, path, FIRST)
        login, password = codes_in(given.text)
        assert login == "hewei"
        assert f"{township.prefix}/workbench/sign-in" in given.text
        assert given.headers["cache-control"] == "no-store"
        assert password not in (await browser.get(path)).text
        assert "花石镇" in (await browser.get("/console/journal?act=tenant")).text
    async with a_browser(tools, township) as other:
        answer = await send(other, "/workbench/sign-in", {"login": login, "password": password})
        assert answer.headers["location"].startswith(f"{township.prefix}/workbench/sign-in/first")


async def test_both_journals_say_so(tools: Tools) -> None:
    county = await a_county(tools.database)
    township = await a_township(tools.database, county)
    officer = await an_officer(tools, county, roles=["county_admin"])
    path = f"/console/townships/{township.division_code}/administrator"
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        await send(browser, path, FIRST)
        assert "第一位管理员何薇的账号" in (await browser.get("/console/journal")).text
    reader = await an_officer(tools, township, permissions=["journal:read"])
    async with a_browser(tools, township, cookies=reader.cookies) as browser:
        shown = (await browser.get("/workbench/journal")).text
        assert "开了何薇的账号" in shown
        assert "何薇任党政办负责人" in shown


async def test_there_is_no_second_one_from_the_county(tools: Tools) -> None:
    county = await a_county(tools.database)
    township = await a_township(tools.database, county)
    officer = await an_officer(tools, county, roles=["county_admin"])
    path = f"/console/townships/{township.division_code}/administrator"
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        await send(browser, path, FIRST)
        refused = await send(browser, path, FIRST | {"login": "hewei2"})
        assert refused.status_code == 409
        assert "已经有管理员了" in refused.text


async def test_one_who_is_locked_out_is_helped_and_begins_anew(tools: Tools) -> None:
    county = await a_county(tools.database)
    township = await a_township(tools.database, county)
    officer = await an_officer(tools, county, roles=["county_admin"])
    admin = await an_officer(tools, township, name="何薇", roles=["township_admin"])
    clerk = await an_officer(tools, township, roles=["counter"])
    path = f"/console/townships/{township.division_code}/administrator"
    async with (
        a_browser(tools, county, cookies=officer.cookies) as browser,
        a_browser(tools, township, cookies=admin.cookies) as theirs,
    ):
        assert (await theirs.get("/workbench/account")).status_code == 200
        given = await send(browser, f"{path}/{admin.id}/password")
        assert codes_in(given.text)[0] == admin.login
        assert (await theirs.get("/workbench/account")).status_code == 303
        # Who looks after no accounts is for the township's own administrators to help.
        assert (await send(browser, f"{path}/{clerk.id}/password")).status_code == 404


async def test_another_countys_township_is_not_there(tools: Tools) -> None:
    county, other = await a_county(tools.database), await a_county(tools.database)
    township = await a_township(tools.database, other)
    officer = await an_officer(tools, county, roles=["county_admin"])
    path = f"/console/townships/{township.division_code}/administrator"
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert (await browser.get(path)).status_code == 404
        assert (await send(browser, path, FIRST)).status_code == 404

"""Accounts are opened by a tenant's own administrator; the first password is told once."""

from __future__ import annotations

from bs4 import BeautifulSoup

from jointhall.kernel.tools import Tools
from jointhall.offices.queries import office_coded
from jointhall.web.place import Place
from tests.builders.pages import words_of
from tests.builders.people import an_officer, code_of, show_password
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

OFFICERS = "/workbench/officers"


async def an_office(tools: Tools, place: Place, code: str) -> str:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        office = await office_coded(session, code)
    assert office is not None
    return str(office.id)


async def test_a_new_officer_comes_in_with_the_password_on_the_slip(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    new = {
        "name": "周晓岚", "login": "ZhouXiaolan", "phone": "0731-5555 0110", "title": "经办人",
        "office": await an_office(tools, township, "ziran"), "roles": ["reviewer"],
    }  # fmt: skip
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        assert (await browser.get(f"{OFFICERS}/new")).status_code == 200
        slip = await send(browser, OFFICERS, new)
        login, password = (one.text for one in BeautifulSoup(slip.text, "html.parser")("code"))
        assert login == "zhouxiaolan"
        assert f"https://hall.test{township.prefix}/workbench/sign-in" in slip.text
        assert slip.headers["cache-control"] == "no-store"
        shown = await browser.get(OFFICERS)
        assert password not in shown.text
        for words in ("周晓岚", "自然资源所经办人", "审核", "还没来过", "还没绑定"):
            assert words in words_of(shown), words
        again = await send(browser, OFFICERS, new)
        assert again.status_code == 422
        assert "已经有人用了" in again.text
        journal = words_of(await browser.get("/workbench/journal"))
        assert "开了周晓岚的账号" in journal
        assert "周晓岚任自然资源所经办人" in journal
        assert password not in journal
    async with a_browser(tools, township) as browser:
        answer = await send(browser, "/workbench/sign-in", {"login": login, "password": password})
        assert answer.status_code == 303, answer.text


async def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    wrong = {"name": "", "login": "何薇", "phone": "12", "roles": ["king"]}
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        answer = await send(browser, OFFICERS, wrong)
        assert answer.status_code == 422
        for words in ("请写姓名", "账号用小写字母开头", "不像能打通的电话", "没有这个角色"):
            assert words in answer.text, words
        assert "1 人，1 人绑定了动态码" in words_of(await browser.get(OFFICERS))


async def test_nobody_both_takes_in_and_decides(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    new = {"name": "谭建辉", "login": "tanjianhui", "roles": ["counter", "decider"]}
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        answer = await send(browser, OFFICERS, new)
    assert answer.status_code == 422
    assert "自己收的不能自己批" in answer.text


async def test_when_somebody_last_came_in(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, name="何薇", roles=["township_admin"])
    other = await an_officer(tools, township, name="罗建英", roles=["counter"])
    async with a_browser(tools, township) as browser:
        await show_password(browser, other)
        await send(browser, "/workbench/sign-in/second", {"code": code_of(other, tools)})
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        page = BeautifulSoup((await browser.get(OFFICERS)).text, "html.parser")
    lines = {row.th.a.text: row for row in page.select("tbody tr")}
    assert lines["罗建英"].time is not None
    assert "还没来过" in lines["何薇"].text


async def test_strangers_are_not_there_and_posts_alone_open_no_accounts(tools: Tools) -> None:
    county = await a_county(tools.database)
    one, other = await a_township(tools.database, county), await a_township(tools.database, county)
    stranger = await an_officer(tools, other, name="陌生人", roles=["counter"])
    admin = await an_officer(tools, one, roles=["township_admin"])
    keeper = await an_officer(tools, one, permissions=["office:change"])
    async with a_browser(tools, one, cookies=admin.cookies) as browser:
        assert (await browser.get(f"{OFFICERS}/{stranger.id}")).status_code == 404
        assert "陌生人" not in (await browser.get(OFFICERS)).text
    # Who may only move posts must not open an account that may change the rules, or take one over.
    async with a_browser(tools, one, cookies=keeper.cookies) as browser:
        assert (await browser.get(f"{OFFICERS}/{admin.id}")).status_code == 200
        new = {"name": "某人", "login": "mouren", "roles": ["township_admin"]}
        assert (await send(browser, OFFICERS, new)).status_code == 403
        assert (await send(browser, f"{OFFICERS}/{admin.id}/password")).status_code == 403


async def test_the_county_has_the_same_at_its_console(tools: Tools) -> None:
    county = await a_county(tools.database)
    officer = await an_officer(tools, county, name="唐若水", roles=["county_admin"])
    new = {"name": "王础", "login": "wangchu", "roles": ["bureau_reviewer"]}
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        slip = await send(browser, "/console/officers", new)
        assert "https://hall.test/console/sign-in" in slip.text
        shown = words_of(await browser.get("/console/officers"))
        assert "王础" in shown
        assert "县局审核" in shown

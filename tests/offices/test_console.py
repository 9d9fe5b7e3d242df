"""Accounts are given by the tenant's own administrator; the county gives only the very first."""

from __future__ import annotations

from bs4 import BeautifulSoup

from jointhall.kernel.tools import Tools
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

PEOPLE = "/workbench/settings/people"
NEW = {
    "name": "周晓岚", "login": "zhouxiaolan", "phone": "", "office": "ziran", "title": "经办人",
    "role": "reviewer",
}  # fmt: skip


def codes_in(page: str) -> list[str]:
    return [one.text for one in BeautifulSoup(page, "html.parser").select("dd code")]


async def test_an_account_is_given_with_post_role_and_a_password_shown_once(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        given = await send(browser, PEOPLE, NEW)
        login, password = codes_in(given.text)
        assert login == "zhouxiaolan"
        assert given.headers["cache-control"] == "no-store"
        shown = (await browser.get(PEOPLE)).text
        assert password not in shown
        assert "自然资源所 经办人" in shown
        assert "还没登录过" in shown
        again = await send(browser, PEOPLE, NEW)
        assert again.status_code == 422
        assert "已经有人用了" in again.text
        assert "给周晓岚设了账号" in (await browser.get("/workbench/journal")).text
    async with a_browser(tools, township) as browser:
        proven = {"login": login, "password": password}
        answer = await send(browser, "/workbench/sign-in", proven)
        assert answer.status_code == 303, answer.text


async def test_what_is_missing_is_said_beside_its_field(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        answer = await send(browser, PEOPLE, {"name": "", "login": "何薇", "role": "king"})
        assert answer.status_code == 422
        for words in ("请写姓名", "账号用小写字母和数字", "请选在哪个机构", "请选做什么角色"):
            assert words in answer.text


async def test_a_role_given_opens_a_page_at_the_next_request(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    counter = await an_officer(tools, township, roles=["counter"])
    path = f"{PEOPLE}/{counter.id}/roles"
    async with (
        a_browser(tools, township, cookies=admin.cookies) as browser,
        a_browser(tools, township, cookies=counter.cookies) as other,
    ):
        assert (await other.get("/workbench/journal")).status_code == 403
        await send(browser, path, {"role": "decider", "give": "yes"})
        assert (await other.get("/workbench/journal")).status_code == 200
        await send(browser, path, {"role": "decider", "give": "no"})
        assert (await other.get("/workbench/journal")).status_code == 403
        assert (await send(browser, path, {"role": "king", "give": "yes"})).status_code == 404


async def test_who_leaves_is_out_at_once_and_the_last_administrator_stays(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    counter = await an_officer(tools, township, roles=["counter"], offices=["zhengwu"])
    async with (
        a_browser(tools, township, cookies=admin.cookies) as browser,
        a_browser(tools, township, cookies=counter.cookies) as other,
    ):
        assert (await other.get("/workbench/account")).status_code == 200
        assert (await send(browser, f"{PEOPLE}/{counter.id}/departure")).status_code == 303
        assert (await other.get("/workbench/account")).status_code == 303
        assert (await send(browser, f"{PEOPLE}/{admin.id}/departure")).status_code == 409
        mine = {"role": "township_admin", "give": "no"}
        refused = await send(browser, f"{PEOPLE}/{admin.id}/roles", mine)
        assert refused.status_code == 409
        assert "没有人能管账号和规则" in refused.text


async def test_a_new_password_ends_every_sign_in(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    counter = await an_officer(tools, township, roles=["counter"])
    async with (
        a_browser(tools, township, cookies=admin.cookies) as browser,
        a_browser(tools, township, cookies=counter.cookies) as other,
    ):
        answer = await send(browser, f"{PEOPLE}/{counter.id}/password")
        assert codes_in(answer.text)[0] == counter.login
        assert (await other.get("/workbench/account")).status_code == 303


async def test_the_county_gives_a_township_its_first_administrator_only(tools: Tools) -> None:
    county = await a_county(tools.database)
    township = await a_township(tools.database, county, name="花石镇")
    officer = await an_officer(tools, county, roles=["county_admin"])
    path = f"/console/townships/{township.division_code}/people"
    first = {"name": "何薇", "login": "hewei"}
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert "谁来管花石镇的账号？" in (await browser.get(path)).text
        wrong = await send(browser, path, {"name": "", "login": "hewei"})
        assert wrong.status_code == 422
        given = await send(browser, path, first)
        assert codes_in(given.text)[0] == "hewei"
        closed = (await browser.get(path)).text
        assert "花石镇有 1 个账号" in closed
        assert "何薇" not in closed
        assert (await send(browser, path, first | {"login": "hewei2"})).status_code == 409
        assert "给花石镇设了第一个管理员" in (await browser.get("/console/journal")).text


async def test_strangers_accounts_are_not_there(tools: Tools) -> None:
    county = await a_county(tools.database)
    one, other = await a_township(tools.database, county), await a_township(tools.database, county)
    admin = await an_officer(tools, one, roles=["township_admin"])
    stranger = await an_officer(tools, other, roles=["counter"])
    async with a_browser(tools, one, cookies=admin.cookies) as browser:
        for act in ("password", "departure"):
            answer = await send(browser, f"{PEOPLE}/{stranger.id}/{act}")
            assert answer.status_code == 404
        roles = {"role": "counter", "give": "yes"}
        assert (await send(browser, f"{PEOPLE}/{stranger.id}/roles", roles)).status_code == 404
        assert stranger.name not in (await browser.get(PEOPLE)).text or stranger.name == admin.name

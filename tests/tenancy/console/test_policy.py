"""Who may do what is shown as a table, changed cell by cell, and holds from the next request."""

from __future__ import annotations

from jointhall.kernel.tools import Tools
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

BASE = "/console/policy"


async def test_a_grant_holds_from_the_next_request_and_is_on_record(tools: Tools) -> None:
    county = await a_county(tools.database)
    admin = await an_officer(tools, county, roles=["county_admin"])
    counter = await an_officer(tools, county, roles=["counter"])
    async with (
        a_browser(tools, county, cookies=admin.cookies) as browser,
        a_browser(tools, county, cookies=counter.cookies) as other,
    ):
        assert (await other.get("/console/journal")).status_code == 403
        cell = f"{BASE}/counter/journal:read"
        asked = (await browser.get(cell)).text
        assert "让“窗口受理”可以查看操作记录？" in asked
        assert "现在有 1 人" in asked
        assert (await send(browser, cell, {"give": "yes"})).status_code == 303
        assert (await other.get("/console/journal")).status_code == 200
        assert "让“窗口受理”可以查看操作记录" in (await browser.get("/console/journal")).text

        assert (await send(browser, cell, {"give": "no"})).status_code == 303
        assert (await other.get("/console/journal")).status_code == 403


async def test_the_last_who_may_change_the_rules_keeps_that(tools: Tools) -> None:
    county = await a_county(tools.database)
    admin = await an_officer(tools, county, roles=["county_admin"])
    async with a_browser(tools, county, cookies=admin.cookies) as browser:
        answer = await send(browser, f"{BASE}/county_admin/policy:change", {"give": "no"})
        assert answer.status_code == 409
        assert "就没有人能改规则了" in answer.text


async def test_who_receives_does_not_decide(tools: Tools) -> None:
    county = await a_county(tools.database)
    admin = await an_officer(tools, county, roles=["county_admin"])
    async with a_browser(tools, county, cookies=admin.cookies) as browser:
        answer = await send(browser, f"{BASE}/counter/case:decide", {"give": "yes"})
        assert answer.status_code == 409
        assert "自己收的不能自己批" in answer.text


async def test_a_township_gives_nothing_that_is_the_countys(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        base = "/workbench/settings/policy"
        shown = (await browser.get(base)).text
        assert "谁能做什么" in shown
        assert "接入乡镇" not in shown
        cell = f"{base}/township_admin/tenant:onboard"
        assert (await send(browser, cell, {"give": "yes"})).status_code == 404
        mine = f"{base}/counter/journal:read"
        assert (await send(browser, mine, {"give": "yes"})).status_code == 303


async def test_the_county_reads_a_townships_rules_and_changes_none(tools: Tools) -> None:
    county = await a_county(tools.database)
    township = await a_township(tools.database, county, name="花石镇")
    admin = await an_officer(tools, county, roles=["county_admin"])
    async with a_browser(tools, county, cookies=admin.cookies) as browser:
        path = f"/console/townships/{township.division_code}/policy"
        shown = (await browser.get(path)).text
        assert "花石镇：谁能做什么？" in shown
        assert "乡镇管理员" in shown
        assert "give" not in shown


async def test_roles_and_acts_that_are_not_there_are_not_found(tools: Tools) -> None:
    county = await a_county(tools.database)
    admin = await an_officer(tools, county, roles=["county_admin"])
    async with a_browser(tools, county, cookies=admin.cookies) as browser:
        assert (await browser.get(f"{BASE}/nobody/case:read")).status_code == 404
        assert (await browser.get(f"{BASE}/counter/case:eat")).status_code == 404
        own = f"{BASE}/officer:{admin.id}/case:read"
        assert (await send(browser, own, {"give": "yes"})).status_code == 404

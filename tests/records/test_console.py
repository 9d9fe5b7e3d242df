"""The journal of one's own tenant: found by act, person and day, and seen to be whole or not."""

from __future__ import annotations

import asyncpg

from jointhall.kernel.tools import Tools
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


async def test_own_lines_and_no_others(tools: Tools) -> None:
    county, other = await a_county(tools.database), await a_county(tools.database)
    await a_township(tools.database, county, name="花石镇")
    await a_township(tools.database, other, name="乌石镇")
    officer = await an_officer(tools, county, roles=["county_admin"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        shown = (await browser.get("/console/journal?whole=1")).text
        assert "接入 花石镇" in shown
        assert "乌石镇" not in shown
        assert "一环扣一环" in shown
        assert "没有这样的记录" in (await browser.get("/console/journal?act=case")).text
        assert "接入 花石镇" in (await browser.get("/console/journal?act=tenant")).text
        assert "没有这样的记录" in (await browser.get("/console/journal?who=没有这人")).text
        assert "没有这样的记录" in (await browser.get("/console/journal?on=2001-01-01")).text
        assert (await browser.get("/console/journal?on=nonsense")).status_code == 200


async def test_an_edited_line_is_pointed_at(tools: Tools, owner: asyncpg.Connection) -> None:
    county = await a_county(tools.database)
    await a_township(tools.database, county)
    officer = await an_officer(tools, county, roles=["county_admin"])
    async with owner.transaction():
        for statement in (
            "alter table journal disable trigger user",
            "alter table journal no force row level security",
            f"update journal set words = '没有的事' where tenant_id = '{county.tenant_id}'"
            " and seq = 1",
            "alter table journal force row level security",
            "alter table journal enable trigger user",
        ):
            await owner.execute(statement)
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert "有 1 行被改过" in (await browser.get("/console/journal")).text


async def test_only_who_may_read_it(tools: Tools) -> None:
    county = await a_county(tools.database)
    officer = await an_officer(tools, county, roles=["counter"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert (await browser.get("/console/journal")).status_code == 403

"""Every township of the county on one page, and none of another's."""

from __future__ import annotations

from jointhall.kernel.tools import Tools
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


async def test_all_townships_with_where_they_stand(tools: Tools) -> None:
    county, other = await a_county(tools.database), await a_county(tools.database)
    await a_township(tools.database, county, name="花石镇")
    await a_township(tools.database, other, name="乌石镇")
    officer = await an_officer(tools, county, roles=["county_admin"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        shown = (await browser.get("/console")).text
        assert "1 个乡镇，0 个正式上线，1 个试运行" in shown
        assert "花石镇" in shown
        assert "上线清单 4/" in shown
        assert "乌石镇" not in shown
        assert "没有叫“乌石”的乡镇" in (await browser.get("/console?q=乌石")).text
        assert "花石镇" in (await browser.get("/console?q=花石")).text


async def test_an_empty_county_says_what_to_do(tools: Tools) -> None:
    county = await a_county(tools.database)
    officer = await an_officer(tools, county, roles=["county_admin"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        shown = (await browser.get("/console")).text
        assert "还没有接入乡镇" in shown
        assert "/console/join" in shown


async def test_a_township_has_no_page_of_the_whole_county(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    officer = await an_officer(tools, township, roles=["township_admin"])
    async with a_browser(tools, township, cookies=officer.cookies) as browser:
        assert (await browser.get("/console")).status_code == 403

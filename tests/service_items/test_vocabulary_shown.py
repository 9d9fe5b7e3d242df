"""The county's staff look headings up; anybody's editor fetches the schema."""

from __future__ import annotations

import json

from jointhall.kernel.tools import Tools
from jointhall.service_items.schema import schema_text
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


async def test_every_heading_is_on_the_page_with_what_may_be_written(tools: Tools) -> None:
    county = await a_county(tools.database)
    officer = await an_officer(tools, county, roles=["county_admin"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        shown = words_of(await browser.get("/console/headings"))
        assert "/schemas/sheet.json 提示" in shown
        assert "事项表能写哪些标题" in words_of(await browser.get("/console/items"))
    for words in (
        "必要性",
        "只能写：必要、非必要、容缺后补",
        "写在：事项表 › 材料。",
        "满几岁: 80",
    ):
        assert words in shown


async def test_who_may_not_edit_items_does_not_see_it(tools: Tools) -> None:
    county = await a_county(tools.database)
    officer = await an_officer(tools, county, roles=["decider"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert (await browser.get("/console/headings")).status_code in (403, 404)


async def test_the_schema_is_public_and_not_sent_twice(tools: Tools) -> None:
    county = await a_county(tools.database)
    for place in (county, await a_township(tools.database, county)):
        async with a_browser(tools, place) as browser:
            answer = await browser.get("/schemas/sheet.json", headers={"accept-language": "en"})
            assert answer.status_code == 200
            assert answer.text == schema_text()
            assert json.loads(answer.text)["title"] == "事项表"
            assert answer.headers["content-type"].startswith("application/schema+json")
            assert "set-cookie" not in answer.headers
            seen = {"if-none-match": answer.headers["etag"]}
            assert (await browser.get("/schemas/sheet.json", headers=seen)).status_code == 304

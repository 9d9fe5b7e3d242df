"""The first pages: what people see before they have said anything."""

from __future__ import annotations

import pytest

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.cases import ALLOWANCE, a_submitted_case, with_parties
from tests.builders.people import a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database)


@pytest.fixture(scope="module")
async def place(database: Database, county: Place) -> Place:
    return await a_township(database, county, name="花石镇")


async def test_a_township_shows_itself_and_what_is_done_there(tools: Tools, place: Place) -> None:
    async with a_browser(tools, place) as browser:
        answer = await browser.get("/")
    page = answer.text
    assert "<title>首页 - 花石镇联办大厅</title>" in page
    assert "您要办什么事？" in page
    assert "大家常找" in page
    assert "老人钱" in page
    assert "不用跑，10个工作日" in page
    assert "用手机号登录" in page
    assert f'href="{place.prefix}/pages/help"' in page
    assert 'class="scene"' in page
    assert len(answer.content) < 60 * 1024


async def test_enterprises_see_their_own_items(tools: Tools, place: Place) -> None:
    async with a_browser(tools, place) as browser:
        page = (await browser.get("/?who=enterprise")).text
    tiles = page[page.index('class="tiles') : page.index("换个办法找")]
    assert "设施农业用地备案" in tiles
    assert "高龄津贴" not in tiles


async def test_elders_are_given_the_telephone_first(tools: Tools, place: Place) -> None:
    async with a_browser(tools, place, cookies={"__Host-view": "zh.elder"}) as browser:
        page = (await browser.get("/")).text
    assert page.index("打电话问人") < page.index("找要办的事") < page.index("看我的办件")
    assert 'class="portal elder"' in page


async def test_my_case_stands_on_the_first_page_with_its_line(tools: Tools, place: Place) -> None:
    tools = with_parties(tools)
    someone = await a_resident(tools)
    await a_submitted_case(tools, place, item=ALLOWANCE, resident_id=someone.id)
    async with a_browser(tools, place, cookies=someone.cookies) as browser:
        page = (await browser.get("/")).text
    assert "等便民服务中心受理" in page
    assert "全部 1 件" in page
    assert 'class="mini"' in page


async def test_the_county_shows_every_township_and_my_cases_of_all(
    tools: Tools, county: Place, place: Place
) -> None:
    tools = with_parties(tools)
    someone = await a_resident(tools)
    case = await a_submitted_case(tools, place, item=ALLOWANCE, resident_id=someone.id)
    async with a_browser(tools, county) as browser:
        open_page = (await browser.get("/")).text
        colours = await browser.get("/townships.css")
    assert f'href="{place.prefix}/"' in open_page
    assert "试运行" in open_page
    assert case.number not in open_page
    assert colours.headers["content-type"].startswith("text/css")
    assert "--accent" in colours.text
    async with a_browser(tools, county, cookies=someone.cookies) as browser:
        mine = (await browser.get("/")).text
    assert f"{place.prefix}/cases/{case.number}" in mine
    assert "等便民服务中心受理" in mine


async def test_one_visitors_page_is_never_anothers(
    tools: Tools, county: Place, place: Place
) -> None:
    tools = with_parties(tools)
    one, other = await a_resident(tools), await a_resident(tools)
    case = await a_submitted_case(tools, place, item=ALLOWANCE, resident_id=one.id)
    for here in (county, place):
        async with a_browser(tools, here, cookies=one.cookies) as browser:
            assert case.number in (await browser.get("/cases")).text
        for cookies in (other.cookies, {}):
            async with a_browser(tools, here, cookies=cookies) as browser:
                assert case.number not in (await browser.get("/")).text
                assert case.number not in (await browser.get("/cases")).text

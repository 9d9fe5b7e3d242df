"""Items as residents find and read them."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import publish_library
from jointhall.web.place import Place
from tests.builders.items import a_library
from tests.builders.people import a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database)


@pytest.fixture(scope="module")
async def place(database: Database, county: Place) -> Place:
    return await a_township(database, county, name="花石镇")


async def read(tools: Tools, place: Place, path: str, **also: object) -> httpx.Response:
    async with a_browser(tools, place, **also) as browser:  # type: ignore[arg-type]
        return await browser.get(path)


async def test_every_item_is_listed_and_narrowed_by_links(tools: Tools, place: Place) -> None:
    page = (await read(tools, place, "/items")).text
    assert "这里能办 2 件事" in page
    assert "高龄津贴" in page
    enterprises = (await read(tools, place, "/items?who=enterprise")).text
    assert "设施农业用地备案" in enterprises
    assert "高龄津贴" not in enterprises
    themed = (await read(tools, place, "/items?theme=养老敬老")).text
    assert "<h1>养老敬老</h1>" in themed
    assert "设施农业用地备案" not in themed
    nothing = (await read(tools, place, "/items?theme=没有这个主题")).text
    assert "这样选，一件也没有" in nothing


async def test_a_guide_says_all_that_the_national_list_wants(tools: Tools, place: Place) -> None:
    page = (await read(tools, place, "/items/facility_farmland")).text
    for words in (
        "谁能办", "要准备什么", "怎么办", "收不收钱", "凭什么办", "大家常问", "基本信息",
        "一眼看懂", "法定 15个工作日", "这里承诺 10个工作日",
        "自然资规〔2019〕4号", "不用交", "行政复议",
        "涉及的别的乡镇", "县自然资源局", "12345", place.phone,
    ):  # fmt: skip
        assert words in page, words
    assert f'href="{place.prefix}/apply/facility_farmland"' in page
    assert 'aria-label="这一页的二维码"' in page


async def test_the_county_asks_in_which_township(tools: Tools, county: Place, place: Place) -> None:
    page = (await read(tools, county, "/items/old_age_allowance")).text
    assert "在哪个乡镇办？" in page
    assert f'href="{place.prefix}/items/old_age_allowance"' in page
    assert "/apply/old_age_allowance" not in page


async def test_a_paused_item_says_so_and_whom_to_call(
    tools: Tools, database: Database, county: Place
) -> None:
    place = await a_township(database, county)
    async with database.transaction(place.standing()) as session:
        await session.execute(text("update item_adoptions set status = 'paused'"))
    page = await read(tools, place, "/items/old_age_allowance")
    assert "这件事现在不收件" in page.text
    assert place.phone in page.text
    assert "/apply/" not in page.text
    assert "高龄津贴" not in (await read(tools, place, "/items")).text


async def test_an_item_nobody_has_is_not_there(tools: Tools, place: Place) -> None:
    page = await read(tools, place, "/items/passport")
    assert page.status_code == 404
    assert "没有这个事项" in page.text


async def test_an_item_not_taken_over_says_so_and_where_to_go(
    tools: Tools, database: Database, tmp_path: Path
) -> None:
    county = await a_county(database)
    place = await a_township(database, county)
    async with database.transaction(county.standing()) as session:
        await publish_library(session, county, a_library(tmp_path), who=SYSTEM)
    page = await read(tools, place, "/items/meeting_room")
    assert page.status_code == 404
    assert f"{place.name}还不办“" in page.text
    assert 'href="/items/meeting_room"' in page.text
    assert place.phone in page.text
    assert (await read(tools, county, "/items/meeting_room")).status_code == 200


async def test_search_finds_by_pinyin_and_never_ends_dead(tools: Tools, place: Place) -> None:
    found = (await read(tools, place, "/search?q=gaolingbutie")).text
    assert "您要办的，是这个吗？" in found
    assert f"{place.prefix}/items/old_age_allowance" in found
    nothing = (await read(tools, place, "/search?q=鸡棚批条")).text
    assert "没有叫“鸡棚批条”的事项" in nothing
    assert "您要办的，多半是下面这几件" in nothing
    assert f"tel:{place.phone.replace('-', '').replace(' ', '')}" in nothing
    assert "找要办的事" in (await read(tools, place, "/search")).text


async def test_what_was_searched_is_shown_as_words_only(tools: Tools, place: Place) -> None:
    page = (await read(tools, place, "/search?q=<script>alert(1)</script>")).text
    assert "<script>alert" not in page


async def test_the_county_search_leads_into_the_township_chosen(
    tools: Tools, county: Place, place: Place
) -> None:
    page = (await read(tools, county, f"/search?q=老人钱&town={place.slug}")).text
    assert f"{place.prefix}/items/old_age_allowance" in page
    foreign = (await read(tools, county, "/search?q=老人钱&town=elsewhere")).text
    assert 'href="/items/old_age_allowance"' in foreign


async def test_public_pages_are_kept_only_for_nobody(tools: Tools, place: Place) -> None:
    someone = await a_resident(tools)
    open_page = await read(tools, place, "/items")
    assert "etag" in open_page.headers
    assert "x-hall-public" not in open_page.headers
    own_page = await read(tools, place, "/items", cookies=someone.cookies)
    assert "etag" not in own_page.headers
    assert own_page.headers["cache-control"] == "no-store"

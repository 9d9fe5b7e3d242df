"""A township takes over the county's newer edition when it will, and pauses what it cannot do."""

from __future__ import annotations

from pathlib import Path

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import publish_library
from tests.builders.items import a_library
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.sheets import SHEET
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

ITEMS = "/workbench/items"
ROOM = f"{ITEMS}/meeting_room"


async def test_a_newer_edition_is_taken_over_when_the_township_will(
    tools: Tools, tmp_path: Path
) -> None:
    county = await a_county(tools.database)
    township = await a_township(tools.database, county)
    officer = await an_officer(tools, township, roles=["township_admin"])
    texts = (SHEET, SHEET.replace("借镇里的会议室开会", "借镇里的大会议室开会"))
    async with a_browser(tools, township, cookies=officer.cookies) as browser:
        for number, text in enumerate(texts, 1):
            async with tools.database.transaction(county.standing()) as session:
                await publish_library(session, county, a_library(tmp_path, text), who=SYSTEM)
            before = words_of(await browser.get(ITEMS))
            assert ("没有承接" if number == 1 else "1 个事项县里有新版") in before
            assert (await send(browser, f"{ROOM}/edition")).status_code == 303
            assert "都和县里发布的一样" in words_of(await browser.get(ITEMS))
        assert "大会议室" in (await browser.get("/items/meeting_room")).text
        assert "认领了事项" in words_of(await browser.get("/workbench/journal?act=item"))
        assert (await send(browser, f"{ITEMS}/nothing/edition")).status_code == 404


async def test_a_paused_item_is_not_offered_until_it_is_opened_again(tools: Tools) -> None:
    county = await a_county(tools.database)
    one, other = await a_township(tools.database, county), await a_township(tools.database, county)
    officer = await an_officer(tools, one, roles=["township_admin"])
    path = f"{ITEMS}/old_age_allowance/opening"
    async with (
        a_browser(tools, one, cookies=officer.cookies) as browser,
        a_browser(tools, other) as elsewhere,
    ):
        assert "高龄津贴" in words_of(await browser.get("/items"))
        assert (await send(browser, path, {"open": "no"})).status_code == 303
        assert "暂停收件" in words_of(await browser.get(ITEMS))
        assert "高龄津贴" not in words_of(await browser.get("/items"))
        assert "高龄津贴" in words_of(await elsewhere.get("/items"))
        assert (await send(browser, path, {"open": "yes"})).status_code == 303
        assert "高龄津贴" in words_of(await browser.get("/items"))
        journal = words_of(await browser.get("/workbench/journal?act=item"))
        assert "暂停收“高龄津贴" in journal
        assert "恢复收“高龄津贴" in journal
        assert (await send(browser, f"{ITEMS}/nothing/opening")).status_code == 404


async def test_only_who_may_adopt(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    clerk = await an_officer(tools, township, roles=["counter"])
    async with a_browser(tools, township, cookies=clerk.cookies) as browser:
        assert (await browser.get(ITEMS)).status_code == 403
        assert (await send(browser, f"{ROOM}/edition")).status_code == 403

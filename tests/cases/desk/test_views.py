"""What is asked of a list is kept under a name, counted right, and is nobody else's to change."""

from __future__ import annotations

import pytest

from tests.builders.cases import ALLOWANCE, a_submitted_case
from tests.builders.halls import Hall
from tests.builders.pages import link_named, read, words_of
from tests.builders.people import an_officer
from tests.builders.web import follow, send


async def test_a_view_stands_beside_the_list_with_its_count_and_shows_what_it_counts(
    hall: Hall,
) -> None:
    for _n in range(3):
        await a_submitted_case(hall.tools, hall.here, item=ALLOWANCE)
    await hall.filed()
    async with hall.at(hall.clerk) as browser:
        asked = "?item=设施农业用地备案&cols=due&cols=number"
        fields = {"list": "waiting", "name": "用地", "asked": asked}
        kept = await send(browser, "/workbench/views", fields, follow=True)
        assert "视图存好了" in words_of(kept)
        page = await browser.get("/workbench/cases")
        assert read(page).find("a", string="用地") or "用地 1" in words_of(page)
        shown = await follow(browser, link_named(page, "用地 1"))
    assert len(read(shown).select("[data-row]")) == 1
    heads = [th.get_text() for th in read(shown).select("thead th")]
    assert heads == ["选", "期限", "事项", "编号"]
    assert read(shown).select_one(".rail-nav [aria-current]").get_text() == "用地1"


async def test_a_view_shared_with_an_office_is_read_by_colleagues_and_changed_by_its_maker(
    hall: Hall,
) -> None:
    colleague = await an_officer(
        hall.tools, hall.here, name="彭玉莲", roles=["counter"], offices=["zhengwu"]
    )
    async with hall.at(hall.clerk) as browser:
        fields = {"list": "cases", "name": "甲柜专用", "asked": "status=open", "office": "zhengwu"}
        await send(browser, "/workbench/views", fields)
        own = read(await browser.get("/workbench/views")).select_one(".view-row")["action"]
    path = own[own.index("/workbench") :]
    async with hall.at(colleague) as browser:
        words = words_of(await browser.get("/workbench/cases"))
        assert "站所共用" in words
        assert "甲柜专用" in words
        assert (await send(browser, path, {"name": "我的"})).status_code == 404
        assert (await send(browser, path, {"do": "drop"})).status_code == 404
    async with hall.at(hall.surveyor) as browser:
        assert "甲柜专用" not in words_of(await browser.get("/workbench/cases"))
    async with hall.at(hall.clerk) as browser:
        await send(browser, path, {"name": "柜台的", "office": ""})
        assert "柜台的" in words_of(await browser.get("/workbench/cases"))
        await send(browser, path, {"do": "drop"})
        assert "您还没有存过视图" in words_of(await browser.get("/workbench/views"))
    async with hall.at(colleague) as browser:
        assert "站所共用" not in words_of(await browser.get("/workbench/cases"))


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"name": " "}, 422, "起个名字"),
        ({"name": "长" * 31}, 422, "最多 30 个字"),
        ({"name": "别处的", "office": "lingdao"}, 403, "没有那个站所的岗位"),
        ({"name": "没有的", "office": "xxx"}, 422, "没有这个站所"),
    ],
)
async def test_a_bad_view_is_told_in_a_sentence_and_keeps_what_was_asked(
    hall: Hall, fields: dict[str, str], status: int, words: str
) -> None:
    async with hall.at(hall.clerk) as browser:
        asked = {"list": "cases", "asked": "?status=open&sort=due", **fields}
        answer = await send(browser, "/workbench/views", asked)
    assert answer.status_code == status
    assert words in words_of(answer)
    if status == 422 and "office" not in fields:
        assert read(answer).select_one("input[name=asked]")["value"] == "status=open&sort=due"


async def test_a_name_taken_again_asks_anew_and_two_views_never_share_one(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        for asked in ("light=late", "light=soon"):
            fields = {"list": "waiting", "name": "急的", "asked": asked}
            await send(browser, "/workbench/views", fields)
        await send(browser, "/workbench/views", {"list": "waiting", "name": "别的", "asked": ""})
        page = await browser.get("/workbench/views")
        rows = read(page).select(".view-row")
        assert len(rows) == 2
        hrefs = [row.select_one("a")["href"] for row in rows]
        assert any("light=soon" in href for href in hrefs)
        path = rows[0]["action"][rows[0]["action"].index("/workbench") :]
        other = rows[1].select_one("input[name=name]")["value"]
        answer = await send(browser, path, {"name": other})
        assert answer.status_code == 422
        assert "您已经有一个叫" in words_of(answer)

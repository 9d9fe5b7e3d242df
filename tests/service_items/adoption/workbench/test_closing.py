"""A paused item says to residents why, and what to do instead, until it is opened again."""

from __future__ import annotations

from pathlib import Path

from jointhall.kernel.tools import Tools
from tests.builders.adoption import ROOM, a_valley
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import a_browser, send

OPENING = f"/workbench/items/{ROOM}/opening"
WHY = {"why": "会议室进了水，在修。", "instead": "急用打电话，我们帮您找别处。"}


async def test_residents_read_why_and_what_instead(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one, other, _third = valley.townships
    leader = await an_officer(tools, one, roles=["decider"])
    async with (
        a_browser(tools, one, cookies=leader.cookies) as browser,
        a_browser(tools, other) as elsewhere,
    ):
        said = WHY | {"instead_code": "old_age_allowance"}
        assert (await send(browser, OPENING, said)).status_code == 303
        assert "暂停收件" in words_of(await browser.get("/workbench/items"))
        guide = await browser.get(f"/items/{ROOM}")
        for words in (*WHY.values(), "高龄津贴"):
            assert words in words_of(guide)
        assert "/items/old_age_allowance" in guide.text
        assert "开始办" not in words_of(guide)
        search = words_of(await browser.get("/search?q=借会议室"))
        assert "暂停" in search
        assert WHY["why"] in search
        assert "开会场地借用" not in words_of(await browser.get("/items"))
        assert "开会场地借用" in words_of(await elsewhere.get("/items"))
        assert (await send(browser, OPENING, {"open": "yes"})).status_code == 303
        assert "开会场地借用" in words_of(await browser.get("/items"))
        journal = words_of(await browser.get("/workbench/journal?act=item"))
        assert "暂停收“开会场地借用”：会议室进了水" in journal
        assert "恢复收“开会场地借用" in journal


async def test_why_and_what_instead_are_asked_for(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        answer = await send(browser, OPENING, {"why": "在修"})
        assert answer.status_code == 422
        assert "现在该怎么办" in words_of(answer)
        assert "在修" in words_of(answer)
        assert (await send(browser, OPENING, {})).status_code == 422
        assert (await send(browser, "/workbench/items/nothing/opening", WHY)).status_code == 404
        assert (await browser.get(f"/items/{ROOM}")).status_code == 200

"""What the county withdraws stays readable everywhere, and says why and what instead."""

from __future__ import annotations

from pathlib import Path

from jointhall.kernel.tools import Tools
from tests.builders.adoption import ROOM, a_valley
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import a_browser, send

OPENING = f"/console/handing-down/{ROOM}/opening"


async def test_withdrawn_for_all_and_opened_again(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    admin = await an_officer(tools, valley.county, roles=["county_admin"])
    said = {"why": "上面取消了这一件。", "instead": "直接到场馆登记。", "for_good": "yes"}
    async with (
        a_browser(tools, valley.county, cookies=admin.cookies) as browser,
        a_browser(tools, one) as portal,
    ):
        assert (await send(browser, OPENING, {"why": "取消了"})).status_code == 422
        assert (await send(browser, OPENING, said)).status_code == 303
        guide = words_of(await portal.get(f"/items/{ROOM}"))
        assert "上面取消了这一件。" in guide
        assert "直接到场馆登记。" in guide
        assert "开会场地借用" not in words_of(await portal.get("/items"))
        assert "全县已取消" in words_of(await browser.get(f"/console/handing-down/{ROOM}"))
        assert "恢复" in words_of(await browser.get(OPENING))
        assert (await send(browser, OPENING, {"open": "yes"})).status_code == 303
        assert "开会场地借用" in words_of(await portal.get("/items"))
        journal = words_of(await browser.get("/console/journal?act=item"))
        assert "取消了“开会场地借用”：上面取消了这一件" in journal

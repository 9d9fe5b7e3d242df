"""The county sets until when an edition may be put off, and from when it is everywhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from jointhall.kernel.tools import Tools
from tests.builders.adoption import FASTER, ROOM, a_valley
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import a_browser, send

ITEM = f"/console/handing-down/{ROOM}"


async def test_a_day_for_all_is_set_and_told_to_the_townships(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    await valley.publish(FASTER)
    admin = await an_officer(tools, valley.county, roles=["county_admin"])
    day = (valley.today + timedelta(days=10)).isoformat()
    said = {"postpone_days": "7", "must_take_on": day, "must_why": "《条例》改了"}
    async with a_browser(tools, valley.county, cookies=admin.cookies) as browser:
        assert (await send(browser, f"{ITEM}/terms", said)).status_code == 303
        assert "《条例》改了" in (await browser.get(ITEM)).text
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        asked = words_of(await browser.get(f"/workbench/items/{ROOM}/version"))
    assert "起全县都用新版" in asked
    assert "《条例》改了" in asked
    assert "留着自己这一版" not in asked


async def test_what_cannot_be_is_said_by_its_field(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    admin = await an_officer(tools, valley.county, roles=["county_admin"])
    later = (valley.today + timedelta(days=3)).isoformat()
    async with a_browser(tools, valley.county, cookies=admin.cookies) as browser:
        for wrong, words in (
            ({"postpone_days": "很久"}, "写天数"),
            ({"postpone_days": "900"}, "365"),
            ({"postpone_days": "5", "must_take_on": "下周"}, "日期写成"),
            ({"postpone_days": "5", "must_take_on": "2001-01-01", "must_why": "x"}, "明天以后"),
            ({"postpone_days": "5", "must_take_on": later}, "为什么"),
        ):
            answer = await send(browser, f"{ITEM}/terms", wrong)
            assert answer.status_code == 422
            assert words in words_of(answer)
        assert (await send(browser, "/console/handing-down/nothing/terms", {"postpone_days": "1"})
                ).status_code == 404  # fmt: skip
        assert (await browser.get("/console/handing-down/nothing")).status_code == 404

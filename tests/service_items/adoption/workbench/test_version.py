"""A new edition is read as prose and answered: taken, put off, or one's own kept with a reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from jointhall.kernel.tools import Tools
from tests.builders.adoption import FASTER, ROOM, a_valley
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import a_browser, send

VERSION = f"/workbench/items/{ROOM}/version"


async def test_three_townships_answer_each_in_its_own_way(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    edition = await valley.publish(FASTER)
    until = (valley.today + timedelta(days=9)).isoformat()
    answers = [
        {"answer": "take", "edition": edition},
        {"answer": "postpone", "until": until, "why_later": "等培训完"},
        {"answer": "keep", "reason": "会议室在修"},
    ]
    for place, answer in zip(valley.townships, answers, strict=True):
        leader = await an_officer(tools, place, roles=["decider"])
        async with a_browser(tools, place, cookies=leader.cookies) as browser:
            said = words_of(await browser.get(VERSION))
            assert "承诺办结时限" in said
            assert "5个工作日" in said
            assert "4个工作日" in said
            assert (await send(browser, VERSION, answer)).status_code == 303
    assert await valley.states() == ["same", "postponed", "kept"]
    county = await an_officer(tools, valley.county, roles=["county_admin"])
    async with a_browser(tools, valley.county, cookies=county.cookies) as browser:
        seen = words_of(await browser.get(f"/console/handing-down/{ROOM}"))
        assert "会议室在修" in seen
        assert "等培训完" in seen
        only = words_of(await browser.get(f"/console/handing-down/{ROOM}?stands=kept"))
        assert valley.townships[2].name in only
        assert valley.townships[0].name not in only


async def test_what_is_missing_is_said_by_its_field_and_nothing_typed_is_lost(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    await valley.publish(FASTER)
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        late = await send(
            browser, VERSION, {"answer": "postpone", "until": "2099-01-01", "why_later": "等培训"}
        )
        assert late.status_code == 422
        assert "最晚到" in words_of(late)
        assert 'value="等培训"' in late.text
        for wrong in ({"answer": "keep", "reason": ""}, {"answer": "perhaps"}, {},
                      {"answer": "postpone", "until": "明天"}):  # fmt: skip
            assert (await send(browser, VERSION, wrong)).status_code == 422
        stale = await send(browser, VERSION, {"answer": "take", "edition": "0" * 16})
        assert stale.status_code == 409
        assert (await browser.get("/workbench/items/nothing/version")).status_code == 404
    assert (await valley.there(one)).state == "newer"

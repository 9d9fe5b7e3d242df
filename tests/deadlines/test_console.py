"""The county's calendar in the browser: seen, changed, refused with reasons, closed to others."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.pages import read
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

MAY = ("calendar:read", "calendar:change")
NOTICE = (
    '{"year": 2027, "notice": ["https://www.gov.cn/x"], '
    '"days": [{"date": "2027-01-04", "name": "元旦", "off": true}]}'
)


@pytest.fixture
async def county(tools: Tools) -> Place:
    return await a_county(tools.database)


async def test_the_year_with_its_festivals(tools: Tools, county: Place) -> None:
    officer = await an_officer(tools, county, permissions=["calendar:read"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        page = (await browser.get("/console/calendar")).text
        assert "2026 年工作日历" in page
        assert "全年 248 个工作日" in page
        assert "改这一天" not in page
        next_year = (await browser.get("/console/calendar", params={"year": 2027})).text
        assert "国务院还没有发布 2027 年的放假通知" in next_year
        refused = await send(browser, "/console/calendar/days", {"day": "2026-11-25"})
        assert refused.status_code == 403


async def test_a_changed_day_is_kept_shown_and_sets_the_reckoning_going(
    tools: Tools, county: Place
) -> None:
    officer = await an_officer(tools, county, name="唐若水", permissions=MAY)
    day = {"day": "2026-11-25", "kind": "off", "name": "县庆"}
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        offered = (await browser.get("/console/calendar?year=2026&day=2026-11-25")).text
        assert "改 2026年11月25日（周三）" in offered
        answer = await send(browser, "/console/calendar/days", day)
        assert answer.status_code == 303
        page = (await browser.get(answer.headers["location"])).text
        assert "还没办结的时限正在按新日历重新算" in page
        assert re.search(r"放假 · 县庆.*唐若水", page, re.S)
        assert "全年 247 个工作日" in page
    async with tools.database.transaction(county.standing(), read_only=True) as session:
        jobs = await session.scalar(
            text("select count(*) from outbox where job = 'deadlines.calendar_changed'")
        )
        words = await session.scalar(
            text("select words from journal where act = 'calendar.changed'")
        )
    assert jobs == 1
    assert words == "2026年11月25日（周三）改为放假（县庆）"


async def test_taking_it_back(tools: Tools, county: Place) -> None:
    officer = await an_officer(tools, county, permissions=MAY)
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        for kind in ("working", "national"):
            day = {"day": "2026-11-28", "kind": kind, "name": "防汛补班"}
            assert (await send(browser, "/console/calendar/days", day)).status_code == 303
        page = (await browser.get("/console/calendar?year=2026")).text
    assert "2026 年没有，全照国家的安排。" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "", "kind": "off", "name": "县庆"}, "请选日期"),
        ({"day": "2026-13-01", "kind": "off", "name": "县庆"}, "请选日期"),
        ({"day": "1999-01-01", "kind": "off", "name": "县庆"}, "日期要在 2024 年到 2100 年之间"),
        ({"day": "2026-11-25", "kind": "", "name": "县庆"}, "请选这一天放假、上班"),
        ({"day": "2026-11-25", "kind": "off", "name": ""}, "请写明原因"),
        ({"day": "2026-11-25", "kind": "off", "name": "庆" * 41}, "原因不超过 40 个字"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    tools: Tools, county: Place, fields: dict[str, str], words: str
) -> None:
    officer = await an_officer(tools, county, permissions=MAY)
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        answer = await send(browser, "/console/calendar/days", fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<title>错误：" in answer.text
    if len(fields["name"]) in range(1, 41):
        assert f'value="{fields["name"]}"' in answer.text


async def test_a_notice_in_a_file_is_shown_and_read_in(tools: Tools, county: Place) -> None:
    officer = await an_officer(tools, county, permissions=MAY)
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        sent = {"notice": ("2027.json", NOTICE.encode(), "application/json")}
        shown = await send(browser, "/console/calendar/texts", files=sent)
        assert "读出了 2027 年的 1 天，请核对" in shown.text
        assert "其中 1 天和现在的日历不一样" in shown.text
        days = read(shown).select_one('input[name="days"]')["value"]
        answer = await send(browser, "/console/calendar/notices", {"days": days})
        assert answer.status_code == 303
        page = (await browser.get(answer.headers["location"])).text
        assert 'href="https://www.gov.cn/x"' in page
    assert "已经知道到 2027年12月31日（周五）。" in page
    assert "国务院还没有发布" not in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "请从标题开始贴"),
        (b"{", "这不是 JSON 文件"),
        (b"\xff\xfe{", "这不是纯文字的文件"),
        (b"%PDF-1.7\xff", "这不是纯文字的文件"),
        (b" " * 10 + b"x" * 200_001, "文件太大了"),
        (NOTICE.replace("2027-01-04", "2027-02-30").encode(), "第 1 行：date"),
    ],
)
async def test_a_notice_that_cannot_be_read_changes_nothing(
    tools: Tools, county: Place, content: bytes, words: str
) -> None:
    officer = await an_officer(tools, county, permissions=MAY)
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        sent = {"notice": ("2027.json", content, "application/json")}
        answer = await send(browser, "/console/calendar/texts", files=sent)
        forged = await send(browser, "/console/calendar/notices", {"days": content.hex()})
    assert (answer.status_code, forged.status_code) == (422, 422)
    assert words in answer.text
    async with tools.database.transaction(county.standing(), read_only=True) as session:
        assert await session.scalar(text("select count(*) from calendar_days")) == 0


async def test_a_township_reads_and_does_not_change(tools: Tools, county: Place) -> None:
    township = await a_township(tools.database, county)
    officer = await an_officer(tools, township, permissions=MAY)
    day = {"day": "2026-11-25", "kind": "off", "name": "县庆"}
    async with a_browser(tools, township, cookies=officer.cookies) as browser:
        page = await browser.get("/console/calendar")
        assert page.status_code == 200
        assert "改这一天" not in page.text
        assert (await send(browser, "/console/calendar/days", day)).status_code == 404
        assert (await send(browser, "/console/calendar/notices", day)).status_code == 404


async def test_nobody_comes_in_without_signing_in(tools: Tools, county: Place) -> None:
    async with a_browser(tools, county) as browser:
        answer = await browser.get("/console/calendar")
    assert answer.status_code == 303

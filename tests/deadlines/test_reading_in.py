"""A year's notice read in and taken out again: what stood before stands there once more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from jointhall.deadlines.actions import set_day
from jointhall.deadlines.queries import calendar_here, days_changed, imports_here
from jointhall.deadlines.reading_in import read_in, undo_import
from jointhall.kernel.clock import BEIJING
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.notice_text import read_text
from jointhall.kernel.db import Database
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.web.place import Place
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county
from tests.builders.web import a_browser, send

AT = datetime(2026, 11, 16, 9, 30, tzinfo=BEIJING)
CLERK = Actor("officer", uuid4(), "唐若水", "县政务服务中心")
WORDS = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。"""


@pytest.fixture
async def county(database: Database) -> Place:
    return await a_county(database)


async def put_in(database: Database, county: Place, *, minutes: int = 0) -> None:
    at = AT + timedelta(minutes=minutes)
    async with database.transaction(county.standing()) as session:
        await read_in(session, read_text(WORDS), by=CLERK, at=at)


async def take_out(database: Database, county: Place, which: int = 0) -> int:
    async with database.transaction(county.standing()) as session:
        kept = (await imports_here(session))[which]
        return await undo_import(session, kept.id, by=CLERK, at=AT + timedelta(days=1))


async def test_undone_everything_is_as_before(database: Database, county: Place) -> None:
    async with database.transaction(county.standing()) as session:
        day = date(2027, 5, 8)
        await set_day(session, day, is_off=True, name="县庆", by=CLERK, at=AT)
        before = (await calendar_here(session)).edition
    await put_in(database, county, minutes=1)
    async with database.transaction(county.standing(), read_only=True) as session:
        read = await calendar_here(session)
        assert read.known_until == date(2027, 12, 31)
        assert read.is_makeup(date(2027, 5, 8))
    assert await take_out(database, county) == 2027
    async with database.transaction(county.standing(), read_only=True) as session:
        after = await calendar_here(session)
        assert after.edition == before
        assert after.known_until == national_calendar().known_until
        (own,) = await days_changed(session)
        assert (own.day, own.is_off, own.name) == (date(2027, 5, 8), True, "县庆")
        words = await session.scalar(text("select words from journal where act='calendar.undone'"))
    assert words == "撤销了 2027 年放假通知的导入，9 天恢复原样"


async def test_what_a_hand_changed_since_keeps_its_word(database: Database, county: Place) -> None:
    await put_in(database, county)
    async with database.transaction(county.standing()) as session:
        day = date(2027, 5, 4)
        await set_day(session, day, is_off=False, name="防汛", by=CLERK, at=AT + timedelta(hours=1))
    await take_out(database, county)
    async with database.transaction(county.standing(), read_only=True) as session:
        (own,) = await days_changed(session)
    assert (own.day, own.is_off, own.name) == (date(2027, 5, 4), False, "防汛")


async def test_only_the_last_one_and_only_once(database: Database, county: Place) -> None:
    await put_in(database, county)
    await put_in(database, county, minutes=1)
    with pytest.raises(Refusal, match="先撤销后来那次"):
        await take_out(database, county, 1)
    await take_out(database, county, 0)
    with pytest.raises(Refusal, match="已经撤销过了"):
        await take_out(database, county, 0)
    await take_out(database, county, 1)
    with pytest.raises(NotHere):
        async with database.transaction(county.standing()) as session:
            await undo_import(session, uuid4(), by=CLERK, at=AT)


async def test_a_notice_in_words_is_shown_before_it_is_taken_and_can_be_taken_out(
    tools: Tools, county: Place
) -> None:
    officer = await an_officer(tools, county, permissions=["calendar:read", "calendar:change"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        bad = await send(
            browser, "/console/calendar/texts", {"text": WORDS.replace("周五", "周四")}
        )
        assert bad.status_code == 422
        assert "2027-01-01不是周四" in bad.text
        assert "劳动节" in bad.text, "what was pasted is kept"
        said = {"text": WORDS, "source": "国务院网站"}
        nowhere = await send(browser, "/console/calendar/texts", said)
        assert nowhere.status_code == 422
        assert "网址要从 https:// 开始" in nowhere.text
        shown = await send(browser, "/console/calendar/texts", {"text": WORDS})
        assert "读出了 2027 年的 9 天，请核对" in shown.text
        assert "上班 5月8日（周六）" in words_of(shown)
        assert "国务院还没有发布 2027 年" in shown.text, "nothing is changed by looking"
        days = shown.text.split('name="days" value="')[1].split('"')[0].replace("&#34;", '"')
        taken = await send(browser, "/console/calendar/notices", {"days": days}, follow=True)
        assert "2027年12月31日" in taken.text
        assert "2027 年没有，全照国家的安排。" in taken.text, "what the nation says is not our own"
        undo = next(
            part.split('"')[0] for part in taken.text.split('action="')
            if part.split('"')[0].endswith("/undoing")
        )  # fmt: skip
        undone = await send(browser, undo, {}, follow=True)
        assert "日历恢复原样" in undone.text
        assert "国务院还没有发布 2027 年" in undone.text
    async with tools.database.transaction(county.standing(), read_only=True) as session:
        jobs = await session.scalar(
            text("select count(*) from outbox where job = 'deadlines.calendar_changed'")
        )
    assert jobs == 2

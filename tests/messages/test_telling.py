"""Telling a resident: in the inbox with the act, on the phone after it, once."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from jointhall.kernel.db import Database
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.messages.actions import tell
from jointhall.messages.queries import message_by_id, unread_of
from jointhall.messages.sms_twin import SmsTwin
from jointhall.people.sms import SmsLater
from jointhall.web.place import Place
from tests.builders.people import SignedInResident, a_resident
from tests.builders.sms import do_jobs, taken_for_real, with_sms
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser

SEND = "messages.send_sms"
WORDS = "您的设施农业用地备案已经受理，编号〔2026〕17 号，15 个工作日内答复您，请留意后面的消息。"


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database)


@pytest.fixture(scope="module")
async def place(database: Database, county: Place) -> Place:
    return await a_township(database, county)


@pytest.fixture
def wired(tools: Tools, tmp_path: Path) -> tuple[Tools, SmsTwin]:
    return with_sms(tools, tmp_path / "sms.jsonl")


async def told(tools: Tools, place: Place, someone: SignedInResident, words: str = WORDS) -> str:
    async with tools.database.transaction(place.standing()) as session:
        message = await tell(
            session, tools.secrets, someone.id, "case.accepted", words, "/cases/1",
            now=tools.clock.now(),
        )  # fmt: skip
        return str(message.id)


async def _told_and_refused(tools: Tools, place: Place, someone: SignedInResident) -> None:
    async with tools.database.transaction(place.standing()) as session:
        await tell(
            session, tools.secrets, someone.id, "case.accepted", WORDS, now=tools.clock.now()
        )
        raise Refusal("这件事办不了")


async def state(tools: Tools, place: Place, id: str) -> str:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        message = await message_by_id(session, UUID(id))
        assert message is not None
        return message.sms_state


async def test_it_is_in_the_inbox_and_on_the_phone(
    wired: tuple[Tools, SmsTwin], place: Place
) -> None:
    tools, twin = wired
    someone = await a_resident(tools)
    id = await told(tools, place, someone)
    assert await do_jobs(tools, place, SEND) == 1
    (received,) = twin.to(someone.phone)
    assert place.name in received.text
    assert "已经受理" in received.text
    assert await state(tools, place, id) == "sent"
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        assert await unread_of(session, someone.id) == 1
    async with a_browser(tools, place, cookies=someone.cookies) as browser:
        page = (await browser.get("/messages")).text
        assert "15 个工作日内答复您" in page
        assert f'href="{place.prefix}/cases/1"' in page
        assert ">新<" in page
        assert ">新<" not in (await browser.get("/messages")).text


async def test_what_was_undone_was_never_told(wired: tuple[Tools, SmsTwin], place: Place) -> None:
    tools, twin = wired
    someone = await a_resident(tools)
    with pytest.raises(Refusal):
        await _told_and_refused(tools, place, someone)
    assert await do_jobs(tools, place, SEND) == 0
    assert twin.received == []


async def test_a_job_handed_on_again_sends_nothing_again(
    wired: tuple[Tools, SmsTwin], place: Place
) -> None:
    tools, twin = wired
    someone = await a_resident(tools)
    await told(tools, place, someone)
    twin.faults.append("lost")
    with pytest.raises(SmsLater):
        await do_jobs(tools, place, SEND)
    assert await do_jobs(tools, place, SEND) == 1
    assert len(twin.to(someone.phone)) == 1


async def test_in_trial_nothing_real_is_sent_and_that_is_said(
    wired: tuple[Tools, SmsTwin], place: Place
) -> None:
    tools, twin = wired
    assert place.in_trial
    someone = await a_resident(tools)
    id = await told(tools, place, someone)
    await do_jobs(taken_for_real(tools), place, SEND)
    assert await state(tools, place, id) == "held_in_trial"
    assert twin.received == []


async def test_a_live_place_sends_for_real(wired: tuple[Tools, SmsTwin], county: Place) -> None:
    tools, twin = wired
    someone = await a_resident(tools)
    await told(tools, county, someone)
    await do_jobs(taken_for_real(tools), county, SEND)
    assert len(twin.to(someone.phone)) == 1


async def test_a_refusal_is_noted_and_ends_it(wired: tuple[Tools, SmsTwin], place: Place) -> None:
    tools, _twin = wired
    someone = await a_resident(tools)
    id = await told(tools, place, someone, "见 http://x.cn")
    assert await do_jobs(tools, place, SEND) == 1
    assert await state(tools, place, id) == "refused"
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        details = await session.scalar(
            text("select details from journal where act = 'message.sms_refused'")
        )
    assert "isv.PARAM_NOT_SUPPORT_URL" in str(details)


async def test_the_words_are_sealed_and_another_resident_does_not_see_them(
    wired: tuple[Tools, SmsTwin], place: Place
) -> None:
    tools, _twin = wired
    someone, other = await a_resident(tools), await a_resident(tools)
    await told(tools, place, someone)
    async with a_browser(tools, place, cookies=other.cookies) as browser:
        assert "还没有消息" in (await browser.get("/messages")).text
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        rows = (await session.execute(text("select words_sealed from messages"))).all()
    assert rows
    assert all("设施".encode() not in row.words_sealed for row in rows)


async def test_the_county_shows_what_every_township_told(
    wired: tuple[Tools, SmsTwin], database: Database, county: Place, place: Place
) -> None:
    tools, _twin = wired
    someone, other = await a_resident(tools), await a_resident(tools)
    next_door = await a_township(database, county)
    await told(tools, place, someone, "这边说的")
    await told(tools, next_door, someone, "那边说的")
    await told(tools, place, other, "对别人说的")
    async with a_browser(tools, county, cookies=someone.cookies) as browser:
        page = (await browser.get("/messages")).text
    assert "这边说的" in page
    assert "那边说的" in page
    assert "对别人说的" not in page
    async with a_browser(tools, place, cookies=someone.cookies) as browser:
        assert "那边说的" not in (await browser.get("/messages")).text


async def test_read_at_the_county_is_read_in_the_township(
    wired: tuple[Tools, SmsTwin], county: Place, place: Place
) -> None:
    tools, _twin = wired
    someone = await a_resident(tools)
    await told(tools, place, someone)
    async with a_browser(tools, county, cookies=someone.cookies) as browser:
        assert ">新<" in (await browser.get("/messages")).text
    async with a_browser(tools, place, cookies=someone.cookies) as browser:
        assert ">新<" not in (await browser.get("/messages")).text

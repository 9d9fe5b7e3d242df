"""A resident signs in with a code, as a browser does it."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.messages.sms_twin import SmsTwin
from jointhall.people.models import PHONE
from jointhall.web.place import Place
from jointhall.web.visit import RESIDENT_COOKIE
from tests.builders.people import a_phone, a_resident
from tests.builders.sms import code_in, do_jobs, taken_for_real, with_sms
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

SEND = "people.send_code"


@pytest.fixture(scope="module")
async def place(database: Database) -> Place:
    return await a_township(database, await a_county(database))


@pytest.fixture
def wired(tools: Tools, tmp_path: Path) -> tuple[Tools, SmsTwin]:
    return with_sms(tools, tmp_path / "sms.jsonl")


@pytest.fixture
def tools_sms(wired: tuple[Tools, SmsTwin]) -> Tools:
    return wired[0]


@pytest.fixture
def twin(wired: tuple[Tools, SmsTwin]) -> SmsTwin:
    return wired[1]


async def ask(browser: httpx.AsyncClient, phone: str, **fields: str) -> httpx.Response:
    return await send(browser, "/sign-in", {"phone": phone, **fields})


async def code_for(tools: Tools, place: Place, twin: SmsTwin, phone: str) -> str:
    await do_jobs(tools, place, SEND)
    return code_in(twin, phone)


async def test_a_first_visit_ends_signed_in(tools_sms: Tools, place: Place, twin: SmsTwin) -> None:
    phone = a_phone()
    async with a_browser(tools_sms, place) as browser:
        page = await browser.get("/sign-in?next=/items")
        assert "您的手机号码" in page.text
        # Spaces and full-width digits are how people write.
        written = f"{phone[:3]} {phone[3:7]}－{phone[7:]}".translate(
            {ord(str(n)): chr(0xFF10 + n) for n in range(10)}
        )
        asked = await ask(browser, written, next=f"{place.prefix}/messages")
        assert asked.status_code == 303
        assert asked.headers["location"].startswith(f"{place.prefix}/sign-in/code")
        page = await browser.get("/sign-in/code")
        assert 'autocomplete="one-time-code"' in page.text
        assert phone not in page.text
        assert phone[-4:] in page.text
        code = await code_for(tools_sms, place, twin, phone)
        fields = {"code": f" {code[:3]} {code[3:]}", "next": f"{place.prefix}/messages"}
        done = await send(browser, "/sign-in/code", fields)
        assert done.status_code == 303
        assert done.headers["location"] == f"{place.prefix}/messages"
        assert "还没有消息" in (await browser.get("/messages")).text


async def test_the_cookie_keeps_to_this_host_and_no_script_reads_it(
    tools_sms: Tools, place: Place, twin: SmsTwin
) -> None:
    phone = a_phone()
    async with a_browser(tools_sms, place) as browser:
        await ask(browser, phone)
        code = await code_for(tools_sms, place, twin, phone)
        done = await send(browser, "/sign-in/code", {"code": code})
    (line,) = [one for one in done.headers.get_list("set-cookie") if one.startswith("__Host-hall=")]
    flags = {part.strip().lower() for part in line.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)


async def test_the_session_is_a_new_one_and_the_old_is_dead(
    tools_sms: Tools, place: Place, twin: SmsTwin
) -> None:
    before = await a_resident(tools_sms)
    async with a_browser(tools_sms, place, cookies=before.cookies) as browser:
        await ask(browser, before.phone)
        code = await code_for(tools_sms, place, twin, before.phone)
        done = await send(browser, "/sign-in/code", {"code": code})
        token = done.cookies[RESIDENT_COOKIE]
    assert token != before.token
    async with a_browser(tools_sms, place, cookies=before.cookies) as browser:
        assert (await browser.get("/me")).status_code == 303
    async with a_browser(tools_sms, place, cookies={RESIDENT_COOKIE: token}) as browser:
        assert (await browser.get("/me")).status_code == 200


async def test_known_and_unknown_numbers_get_the_same_answer(
    tools_sms: Tools, place: Place
) -> None:
    known = (await a_resident(tools_sms)).phone
    answers = []
    for phone in (known, a_phone()):
        async with a_browser(tools_sms, place) as browser:
            asked = await ask(browser, phone)
            page = await browser.get("/sign-in/code")
            shown = page.text.replace(phone[:3], "***").replace(phone[-4:], "****")
            token = browser.cookies["__Host-csrf"]
            answers.append((asked.status_code, asked.headers["location"], shown.replace(token, "")))
    assert answers[0] == answers[1]


async def test_a_wrong_number_says_what_is_wrong_and_keeps_it(
    tools_sms: Tools, place: Place
) -> None:
    async with a_browser(tools_sms, place) as browser:
        answer = await ask(browser, "1380013800")
    assert answer.status_code == 422
    assert "<title>错误：" in answer.text
    assert 'value="1380013800"' in answer.text
    assert 'href="#f-phone"' in answer.text


async def test_guessing_ends_after_five_tries_also_with_the_right_code(
    tools_sms: Tools, place: Place, twin: SmsTwin
) -> None:
    phone = a_phone()
    async with a_browser(tools_sms, place) as browser:
        await ask(browser, phone)
        code = await code_for(tools_sms, place, twin, phone)
        wrong = f"{(int(code) + 1) % 1_000_000:06d}"
        for _try in range(4):
            answer = await send(browser, "/sign-in/code", {"code": wrong})
            assert (answer.status_code, "数字对不上" in answer.text) == (422, True)
        assert "重新要一个" in (await send(browser, "/sign-in/code", {"code": wrong})).text
        assert "重新要一个" in (await send(browser, "/sign-in/code", {"code": code})).text
        assert RESIDENT_COOKIE not in browser.cookies


async def test_tries_at_once_count_one_by_one(
    tools_sms: Tools, place: Place, twin: SmsTwin
) -> None:
    phone = a_phone()
    async with a_browser(tools_sms, place) as browser:
        await ask(browser, phone)
        code = await code_for(tools_sms, place, twin, phone)
        guesses = [f"{(int(code) + n) % 1_000_000:06d}" for n in range(1, 16)]
        await asyncio.gather(
            *(send(browser, "/sign-in/code", {"code": guess}) for guess in guesses)
        )
        answer = await send(browser, "/sign-in/code", {"code": code})
        assert answer.status_code == 422


async def test_a_code_is_good_once_and_for_five_minutes_and_for_its_browser(
    tools_sms: Tools, place: Place, twin: SmsTwin, clock: FixedClock
) -> None:
    phone = a_phone()
    async with a_browser(tools_sms, place) as browser, a_browser(tools_sms, place) as other:
        await ask(browser, phone)
        code = await code_for(tools_sms, place, twin, phone)
        assert (await send(other, "/sign-in/code", {"code": code})).status_code == 422
        asked = browser.cookies["__Host-asked"]
        assert (await send(browser, "/sign-in/code", {"code": code})).status_code == 303
        browser.cookies.set("__Host-asked", asked)
        assert (await send(browser, "/sign-in/code", {"code": code})).status_code == 422
        clock.move_on(timedelta(minutes=2))
        await ask(other, phone)
        code = await code_for(tools_sms, place, twin, phone)
        clock.move_on(timedelta(minutes=5, seconds=1))
        assert (await send(other, "/sign-in/code", {"code": code})).status_code == 422


async def test_another_code_after_a_minute_and_the_first_is_void(
    tools_sms: Tools, place: Place, twin: SmsTwin, clock: FixedClock
) -> None:
    phone = a_phone()
    async with a_browser(tools_sms, place) as browser:
        await ask(browser, phone)
        first = await code_for(tools_sms, place, twin, phone)
        early = await send(browser, "/sign-in/again")
        assert early.status_code == 429
        assert int(early.headers["retry-after"]) <= 61
        clock.move_on(timedelta(seconds=61))
        assert (await send(browser, "/sign-in/again")).status_code == 303
        second = await code_for(tools_sms, place, twin, phone)
        assert len(twin.to(phone)) == 2
        if first != second:
            assert (await send(browser, "/sign-in/code", {"code": first})).status_code == 422
        assert (await send(browser, "/sign-in/code", {"code": second})).status_code == 303


async def test_a_flood_is_bounded_whatever_the_forwarded_header_says(
    tools_sms: Tools, place: Place
) -> None:
    async with a_browser(tools_sms, place, peer="203.0.113.77") as browser:
        await browser.get("/view")
        statuses = Counter[int]()
        for n in range(80):
            header = {"x-forwarded-for": f"198.51.{n}.{n}"}
            answer = await send(browser, "/sign-in", {"phone": a_phone()}, headers=header)
            statuses[answer.status_code] += 1
    assert statuses[303] <= 60
    assert statuses[429] >= 20


async def test_one_phone_gets_five_codes_a_day_from_wherever(
    tools_sms: Tools, place: Place, clock: FixedClock
) -> None:
    phone = a_phone()
    statuses = []
    real = taken_for_real(tools_sms)
    for _n in range(7):
        async with a_browser(real, place) as browser:
            statuses.append((await ask(browser, phone)).status_code)
        clock.move_on(timedelta(minutes=2))
    assert statuses == [303] * 5 + [429] * 2
    clock.move_on(timedelta(days=1))
    async with a_browser(real, place) as browser:
        assert (await ask(browser, phone)).status_code == 303


@pytest.mark.parametrize("away", ["//evil.example/x", "https://evil.example/", "/\\evil.example"])
async def test_the_way_back_stays_on_this_site(
    tools_sms: Tools, place: Place, twin: SmsTwin, away: str
) -> None:
    phone = a_phone()
    async with a_browser(tools_sms, place) as browser:
        await ask(browser, phone, next=away)
        code = await code_for(tools_sms, place, twin, phone)
        done = await send(browser, "/sign-in/code", {"code": code, "next": away})
    assert done.headers["location"] == f"{place.prefix}/"


async def test_signing_out_kills_the_session_on_our_side(tools_sms: Tools, place: Place) -> None:
    someone = await a_resident(tools_sms)
    async with a_browser(tools_sms, place, cookies=someone.cookies) as browser:
        assert (await send(browser, "/sign-out")).status_code == 303
    async with a_browser(tools_sms, place, cookies=someone.cookies) as browser:
        assert (await browser.get("/me")).status_code == 303


async def test_a_session_ends_by_idleness_and_by_age(
    tools_sms: Tools, place: Place, clock: FixedClock
) -> None:
    someone = await a_resident(tools_sms)
    async with a_browser(tools_sms, place, cookies=someone.cookies) as browser:
        for _week in range(4):
            clock.move_on(timedelta(days=6))
            assert (await browser.get("/me")).status_code == 200
            await asyncio.sleep(0.05)
        clock.move_on(timedelta(days=6, hours=1))
        assert (await browser.get("/me")).status_code == 303
    other = await a_resident(tools_sms)
    clock.move_on(timedelta(days=7, seconds=1))
    async with a_browser(tools_sms, place, cookies=other.cookies) as browser:
        assert (await browser.get("/me")).status_code == 303


async def test_a_resident_is_found_by_the_proven_phone_and_by_nothing_less(
    tools: Tools, place: Place
) -> None:
    someone = await a_resident(tools)
    count = text("select count(*) from residents")
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        assert await session.scalar(count) == 0
    index = tools.secrets.blind_index(PHONE, someone.phone).hex()
    async with tools.database.transaction(place.standing(phone=index)) as session:
        assert await session.scalar(count) == 1

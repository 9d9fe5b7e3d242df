"""An officer signs in with password and phone, at workbench and console, as a browser does it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from statistics import median
from time import perf_counter

import httpx
import pytest
from sqlalchemy import text

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.people.officers import second_factor_proven
from jointhall.people.queries import officer_by_id
from jointhall.people.second_factor import code_now
from jointhall.web.place import Place
from jointhall.web.visit import OFFICER_COOKIE
from tests.builders.people import an_officer, code_of, show_password
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

SECOND = "/workbench/sign-in/second"


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database)


@pytest.fixture(scope="module")
async def place(database: Database, county: Place) -> Place:
    return await a_township(database, county)


@pytest.fixture
async def browser(tools: Tools, place: Place) -> AsyncIterator[httpx.AsyncClient]:
    async with a_browser(tools, place) as browser:
        yield browser


async def test_password_then_phone_then_in(
    tools: Tools, place: Place, browser: httpx.AsyncClient
) -> None:
    officer = await an_officer(tools, place)
    assert "工作人员登录" in (await browser.get("/workbench/sign-in")).text
    step = await show_password(browser, officer)
    assert (step.status_code, step.headers["location"]) == (303, f"{place.prefix}{SECOND}")
    assert (await browser.get("/workbench/account")).status_code == 303
    half = browser.cookies[OFFICER_COOKIE]
    done = await send(browser, SECOND, {"code": code_of(officer, tools)})
    assert (done.status_code, done.headers["location"]) == (303, f"{place.prefix}/workbench")
    assert browser.cookies[OFFICER_COOKIE] not in (half, officer.token)
    page = await browser.get("/workbench/account")
    assert page.status_code == 200
    assert officer.login in page.text
    async with a_browser(tools, place, cookies={OFFICER_COOKIE: half}) as other:
        assert (await other.get("/workbench/account")).status_code == 303


async def test_the_county_has_the_same_at_its_console(tools: Tools, county: Place) -> None:
    officer = await an_officer(tools, county)
    async with a_browser(tools, county) as browser:
        await show_password(browser, officer, door="/console")
        done = await send(browser, "/console/sign-in/second", {"code": code_of(officer, tools)})
        assert done.headers["location"] == "/console"
        assert (await browser.get("/console/account")).status_code == 200


async def test_a_code_shown_again_is_refused_also_at_the_same_moment(
    tools: Tools, place: Place, clock: FixedClock
) -> None:
    officer = await an_officer(tools, place)
    code = code_of(officer, tools)
    async with a_browser(tools, place) as one, a_browser(tools, place) as two:
        await show_password(one, officer)
        await show_password(two, officer)
        answers = await asyncio.gather(
            send(one, SECOND, {"code": code}), send(two, SECOND, {"code": code})
        )
        assert sorted(answer.status_code for answer in answers) == [303, 422]
        clock.move_on(timedelta(seconds=30))
        late = two if answers[0].status_code == 303 else one
        assert (await send(late, SECOND, {"code": code})).status_code == 422
        assert (await send(late, SECOND, {"code": code_of(officer, tools)})).status_code == 303


@pytest.mark.parametrize(("seconds", "status"), [(-30, 303), (30, 303), (-90, 422), (90, 422)])
async def test_a_phone_may_be_one_step_off(
    tools: Tools, place: Place, browser: httpx.AsyncClient, seconds: int, status: int
) -> None:
    officer = await an_officer(tools, place)
    await show_password(browser, officer)
    shown = code_now(officer.totp_secret, now=tools.clock.now() + timedelta(seconds=seconds))
    assert (await send(browser, SECOND, {"code": shown})).status_code == status


async def test_five_wrong_codes_and_the_password_has_to_be_shown_again(
    tools: Tools, place: Place, browser: httpx.AsyncClient
) -> None:
    officer = await an_officer(tools, place)
    await show_password(browser, officer)
    wrong = f"{(int(code_of(officer, tools)) + 1) % 1_000_000:06d}"
    for _try in range(5):
        assert (await send(browser, SECOND, {"code": wrong})).status_code == 422
    assert (await send(browser, SECOND, {"code": code_of(officer, tools)})).status_code == 429
    await show_password(browser, officer)
    assert (await send(browser, SECOND, {"code": code_of(officer, tools)})).status_code == 303


async def test_wrong_password_and_unknown_login_are_answered_alike(
    tools: Tools, place: Place
) -> None:
    officer = await an_officer(tools, place, login="zhangsan-known")
    took: dict[str, list[float]] = {officer.login: [], "zhangsan-nobody": []}
    bodies = set()
    for _round in range(6):
        for login, times in took.items():
            async with a_browser(tools, place) as browser:
                await browser.get("/view")
                began = perf_counter()
                answer = await send(
                    browser, "/workbench/sign-in", {"login": login, "password": "not this one"}
                )
                times.append(perf_counter() - began)
                token = browser.cookies["__Host-csrf"]
                bodies.add((answer.status_code, answer.text.replace(login, "").replace(token, "")))
    assert len(bodies) == 1
    known, unknown = (median(times) for times in took.values())
    # Without the hash for nobody, an unknown login would be several times as quick.
    assert 0.6 < unknown / known < 1.7


async def test_strangers_who_guess_are_slowed_and_the_owner_still_comes_in(
    tools: Tools, place: Place, clock: FixedClock
) -> None:
    officer = await an_officer(tools, place)
    async with a_browser(tools, place) as own:
        await show_password(own, officer)
        await send(own, SECOND, {"code": code_of(officer, tools)})
        await send(own, "/workbench/sign-out")
        statuses = []
        for _try in range(15):
            async with a_browser(tools, place) as stranger:
                answer = await show_password(stranger, officer, password="guess")
                statuses.append(answer.status_code)
        assert statuses[-1] == 429
        async with a_browser(tools, place) as stranger:
            assert (await show_password(stranger, officer)).status_code == 429
        clock.move_on(timedelta(minutes=1))
        assert (await show_password(own, officer)).status_code == 303
        done = await send(own, SECOND, {"code": code_of(officer, tools)})
        assert done.status_code == 303
    clock.move_on(timedelta(hours=1))
    async with a_browser(tools, place) as stranger:
        assert (await show_password(stranger, officer)).status_code == 303


async def test_one_peer_cannot_try_many_accounts_whatever_it_writes_into_headers(
    tools: Tools, place: Place
) -> None:
    async with a_browser(tools, place, peer="203.0.113.99") as browser:
        await browser.get("/view")
        statuses = []
        for n in range(65):
            statuses.append(
                (
                    await send(
                        browser,
                        "/workbench/sign-in",
                        {"login": f"nobody-{n}", "password": "x" * 200},
                        headers={"x-forwarded-for": f"198.51.100.{n}", "forwarded": f"for={n}"},
                    )
                ).status_code
            )
    assert statuses.count(422) == 60
    assert statuses[-5:] == [429] * 5


async def test_the_journal_names_who_and_never_the_password(
    tools: Tools, place: Place, browser: httpx.AsyncClient
) -> None:
    officer = await an_officer(tools, place, name="周记录")
    await show_password(browser, officer, password="typed by mistake")
    await show_password(browser, officer)
    await send(browser, SECOND, {"code": code_of(officer, tools)})
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        rows = await session.execute(
            text("select act, actor_name, subject, words, details from journal order by seq")
        )
        lines = [tuple(row) for row in rows]
    acts = [line[0] for line in lines]
    assert "officer.password_wrong" in acts
    assert ("officer.signed_in", "周记录", f"officer:{officer.id}") in [line[:3] for line in lines]
    assert "typed by mistake" not in str(lines)
    assert officer.password not in str(lines)


async def test_two_who_read_the_same_step_cannot_both_use_it(tools: Tools, place: Place) -> None:
    officer = await an_officer(tools, place)
    code, now = code_of(officer, tools), tools.clock.now()
    async with tools.database.transaction(place.standing()) as late:
        read_before = await officer_by_id(late, officer.id)
        assert read_before is not None
        async with tools.database.transaction(place.standing()) as early:
            row = await officer_by_id(early, officer.id)
            assert row is not None
            assert await second_factor_proven(early, tools.secrets, row, code, now=now)
        assert not await second_factor_proven(late, tools.secrets, read_before, code, now=now)


async def test_what_was_right_does_not_count_as_a_guess(
    tools: Tools, place: Place, clock: FixedClock
) -> None:
    officer = await an_officer(tools, place)
    for _morning in range(16):
        clock.move_on(timedelta(seconds=60))
        async with a_browser(tools, place) as browser:
            assert (await show_password(browser, officer)).status_code == 303
            done = await send(browser, SECOND, {"code": code_of(officer, tools)})
            assert done.status_code == 303

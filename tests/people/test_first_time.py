"""An officer's first sign-in, and the one after the phone was lost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.people.officers import add_officer, hand_out_password, see_off
from jointhall.people.queries import officer_by_id
from jointhall.people.second_factor import code_now
from jointhall.web.place import Place
from tests.builders.people import an_officer, show_password
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


async def test_the_first_time_sets_own_password_and_own_phone(
    tools: Tools, place: Place, browser: httpx.AsyncClient
) -> None:
    async with tools.database.transaction(place.standing()) as session:
        _officer, handed = await add_officer(
            session, login="New.Officer", name="何薇", now=tools.clock.now()
        )
    fields = {"login": "new.officer", "password": handed}
    step = await send(browser, "/workbench/sign-in", fields)
    assert step.headers["location"].endswith("/workbench/sign-in/first")
    for poor in ("short", "12345678", "new.officer-2026", handed):
        answer = await send(browser, "/workbench/sign-in/first", {"new_password": poor})
        assert answer.status_code == 422, poor
        assert poor not in answer.text
    chosen = "稻谷满仓的一年"
    answer = await send(browser, "/workbench/sign-in/first", {"new_password": f"{chosen}八"})
    assert answer.headers["location"].endswith("/workbench/sign-in/enrolment")
    page = (await browser.get("/workbench/sign-in/enrolment")).text
    assert "<svg" in page
    assert "style=" not in page
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    secret = found[1].replace(" ", "")
    wrong = await send(browser, "/workbench/sign-in/enrolment", {"code": "000000"})
    assert (wrong.status_code, found[1] in wrong.text) == (422, True)
    code = code_now(secret, now=tools.clock.now())
    done = await send(browser, "/workbench/sign-in/enrolment", {"code": code})
    assert done.status_code == 303
    assert (await browser.get("/workbench/account")).status_code == 200
    async with a_browser(tools, place) as other:
        assert (await send(other, "/workbench/sign-in", fields)).status_code == 422
        step = await send(
            other, "/workbench/sign-in", {"login": "new.officer", "password": f"{chosen}八"}
        )
        assert step.headers["location"].endswith(SECOND)
        assert (await send(other, SECOND, {"code": code})).status_code == 422


async def test_a_first_password_lasts_a_week(
    tools: Tools, place: Place, browser: httpx.AsyncClient, clock: FixedClock
) -> None:
    async with tools.database.transaction(place.standing()) as session:
        _officer, handed = await add_officer(
            session, login="late", name="迟到", now=tools.clock.now()
        )
    clock.move_on(timedelta(days=7))
    answer = await send(browser, "/workbench/sign-in", {"login": "late", "password": handed})
    assert answer.status_code == 422


async def test_a_password_handed_out_again_begins_anew(
    tools: Tools, place: Place, browser: httpx.AsyncClient
) -> None:
    officer = await an_officer(tools, place)
    async with tools.database.transaction(place.standing()) as session:
        row = await officer_by_id(session, officer.id)
        assert row is not None
        handed = await hand_out_password(session, row, by=SYSTEM, now=tools.clock.now())
    async with a_browser(tools, place, cookies=officer.cookies) as old:
        assert (await old.get("/workbench/account")).status_code == 303
    assert (await show_password(browser, officer)).status_code == 422
    step = await show_password(browser, officer, password=handed)
    assert step.headers["location"].endswith("/workbench/sign-in/first")


async def test_who_is_seen_off_cannot_come_back_and_the_login_is_not_given_again(
    tools: Tools, place: Place, browser: httpx.AsyncClient
) -> None:
    officer = await an_officer(tools, place)
    async with tools.database.transaction(place.standing()) as session:
        row = await officer_by_id(session, officer.id)
        assert row is not None
        await see_off(session, row, by=SYSTEM)
    async with a_browser(tools, place, cookies=officer.cookies) as old:
        assert (await old.get("/workbench/account")).status_code == 303
    assert (await show_password(browser, officer)).status_code == 422
    async with tools.database.transaction(place.standing()) as session:
        with pytest.raises(BadForm):
            await add_officer(session, login=officer.login, name="另一个", now=tools.clock.now())

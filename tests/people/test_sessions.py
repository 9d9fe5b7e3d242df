"""An officer's session: where it counts, when it ends, what it may."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from litestar import get
from sqlalchemy import text

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.people import sign_ins
from jointhall.people.browsers import Browser
from jointhall.people.queries import officer_by_id
from jointhall.tenancy.policy import add_rules, policy_changed
from jointhall.web.access import officer as officers_only
from jointhall.web.given import Viewer
from jointhall.web.place import Place
from jointhall.web.visit import OFFICER_COOKIE
from tests.builders.people import SignedInOfficer, an_officer, show_password
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send


@get("/workbench/probe", guards=[officers_only])
async def probe(viewer: Viewer) -> list[str]:
    return sorted(viewer.permissions)


BROWSER = Browser(peer="10.1.*.*", agent="Firefox · Linux")


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


async def test_a_session_opens_one_tenant_only(
    tools: Tools, database: Database, county: Place, place: Place
) -> None:
    officer = await an_officer(tools, place, permissions=["case:read"])
    other = await a_township(database, county)
    async with a_browser(tools, other, cookies=officer.cookies) as browser:
        assert (await browser.get("/workbench/account")).status_code == 303
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert (await browser.get("/console/account")).status_code == 303
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        assert (await browser.get("/workbench/account")).status_code == 200


async def test_who_left_is_out_at_the_next_request(tools: Tools, place: Place) -> None:
    officer = await an_officer(tools, place)
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        assert (await browser.get("/workbench/account")).status_code == 200
        async with tools.database.transaction(place.standing()) as session:
            row = await officer_by_id(session, officer.id)
            assert row is not None
            row.leave()
        assert (await browser.get("/workbench/account")).status_code == 303
        assert (await show_password(browser, officer)).status_code == 422


async def test_half_an_hour_idle_or_twelve_hours_at_work_end_it(
    tools: Tools, place: Place, clock: FixedClock
) -> None:
    officer = await an_officer(tools, place)
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        for _part in range(28):
            clock.move_on(timedelta(minutes=25))
            assert (await browser.get("/workbench/account")).status_code == 200
            await asyncio.sleep(0.03)
        clock.move_on(timedelta(minutes=21))
        assert (await browser.get("/workbench/account")).status_code == 303
    idle = await an_officer(tools, place)
    clock.move_on(timedelta(minutes=30, seconds=1))
    async with a_browser(tools, place, cookies=idle.cookies) as browser:
        assert (await browser.get("/workbench/account")).status_code == 303


async def test_a_changed_password_ends_every_other_sign_in(tools: Tools, place: Place) -> None:
    officer = await an_officer(tools, place)
    async with tools.database.transaction(place.standing()) as session:
        elsewhere = await sign_ins.open_for_officer(
            session, officer.id, browser=BROWSER, now=tools.clock.now()
        )
    fields = {"password": officer.password, "new_password": "chun-tian-de-hua-2027"}
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        page = await browser.get("/workbench/account")
        assert page.text.count("退出它") == 1
        wrong = await send(
            browser, "/workbench/account/password", {**fields, "password": "not mine"}
        )
        assert wrong.status_code == 422
        assert (await send(browser, "/workbench/account/password", fields)).status_code == 303
        assert "密码改好了" in (await browser.get("/workbench/account?saved=1")).text
    async with a_browser(tools, place, cookies={OFFICER_COOKIE: elsewhere}) as browser:
        assert (await browser.get("/workbench/account")).status_code == 303
        changed = replace(officer, password=fields["new_password"])
        assert (await show_password(browser, changed)).status_code == 303


async def test_another_sign_in_of_mine_is_ended_and_a_colleagues_is_not_there(
    tools: Tools, place: Place
) -> None:
    officer, colleague = await an_officer(tools, place), await an_officer(tools, place)
    async with tools.database.transaction(place.standing(officer=str(officer.id))) as session:
        await sign_ins.open_for_officer(session, officer.id, browser=BROWSER, now=tools.clock.now())
        mine = await session.scalars(text("select id from sessions order by created_at, id"))
        ids = list(mine)
    async with tools.database.transaction(place.standing(officer=str(colleague.id))) as session:
        theirs = await session.scalar(text("select id from sessions"))
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        for id in (ids[-1], theirs):
            path = f"/workbench/account/sign-ins/{id}/end"
            assert (await send(browser, path)).status_code == 303
        assert "退出它" not in (await browser.get("/workbench/account")).text
    async with a_browser(tools, place, cookies=colleague.cookies) as browser:
        assert (await browser.get("/workbench/account")).status_code == 200


async def test_a_changed_policy_holds_from_the_next_request(tools: Tools, place: Place) -> None:
    officer = await an_officer(tools, place)
    viewer_may = []
    for _round in range(2):
        viewer_may.append(await _permissions(tools, place, officer))
        async with tools.database.transaction(place.standing()) as session:
            await add_rules(session, [("p", f"officer:{officer.id}", "case:accept")])
            await policy_changed(session)
    assert viewer_may == [frozenset(), frozenset({"case:accept"})]


async def _permissions(tools: Tools, place: Place, officer: SignedInOfficer) -> frozenset[str]:
    async with a_browser(tools, place, cookies=officer.cookies, more=[probe]) as browser:
        return frozenset((await browser.get("/workbench/probe")).json())

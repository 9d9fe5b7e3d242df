"""An officer signs in with password and phone, at workbench and console, as a browser does it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from statistics import median
from time import perf_counter

import httpx
import pytest
from litestar import get
from sqlalchemy import text

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.people import sign_ins
from jointhall.people.browsers import Browser
from jointhall.people.officers import add_officer
from jointhall.people.queries import officer_by_id
from jointhall.people.second_factor import code_now
from jointhall.tenancy.policy import add_rules, policy_changed
from jointhall.web.access import officer as officers_only
from jointhall.web.given import Viewer
from jointhall.web.place import Place
from jointhall.web.visit import OFFICER_COOKIE
from tests.builders.people import SignedInOfficer, an_officer, code_of
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send


@get("/workbench/probe", guards=[officers_only])
async def probe(viewer: Viewer) -> list[str]:
    return sorted(viewer.permissions)


SECOND = "/workbench/sign-in/second"
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


async def first_step(
    browser: httpx.AsyncClient, officer: SignedInOfficer, *, password: str = "", door: str = ""
) -> httpx.Response:
    fields = {"login": officer.login, "password": password or officer.password}
    return await send(browser, f"{door or '/workbench'}/sign-in", fields)


async def test_password_then_phone_then_in(
    tools: Tools, place: Place, browser: httpx.AsyncClient
) -> None:
    officer = await an_officer(tools, place)
    assert "工作人员登录" in (await browser.get("/workbench/sign-in")).text
    step = await first_step(browser, officer)
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
        await first_step(browser, officer, door="/console")
        done = await send(browser, "/console/sign-in/second", {"code": code_of(officer, tools)})
        assert done.headers["location"] == "/console"
        assert (await browser.get("/console/account")).status_code == 200


async def test_a_code_shown_again_is_refused_also_at_the_same_moment(
    tools: Tools, place: Place, clock: FixedClock
) -> None:
    officer = await an_officer(tools, place)
    code = code_of(officer, tools)
    async with a_browser(tools, place) as one, a_browser(tools, place) as two:
        await first_step(one, officer)
        await first_step(two, officer)
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
    await first_step(browser, officer)
    shown = code_now(officer.totp_secret, now=tools.clock.now() + timedelta(seconds=seconds))
    assert (await send(browser, SECOND, {"code": shown})).status_code == status


async def test_five_wrong_codes_and_the_password_has_to_be_shown_again(
    tools: Tools, place: Place, browser: httpx.AsyncClient
) -> None:
    officer = await an_officer(tools, place)
    await first_step(browser, officer)
    wrong = f"{(int(code_of(officer, tools)) + 1) % 1_000_000:06d}"
    for _try in range(5):
        assert (await send(browser, SECOND, {"code": wrong})).status_code == 422
    assert (await send(browser, SECOND, {"code": code_of(officer, tools)})).status_code == 429
    await first_step(browser, officer)
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
        await first_step(own, officer)
        await send(own, SECOND, {"code": code_of(officer, tools)})
        await send(own, "/workbench/sign-out")
        statuses = []
        for _try in range(15):
            async with a_browser(tools, place) as stranger:
                answer = await first_step(stranger, officer, password="guess")
                statuses.append(answer.status_code)
        assert statuses[-1] == 429
        async with a_browser(tools, place) as stranger:
            assert (await first_step(stranger, officer)).status_code == 429
        clock.move_on(timedelta(minutes=1))
        assert (await first_step(own, officer)).status_code == 303
        done = await send(own, SECOND, {"code": code_of(officer, tools)})
        assert done.status_code == 303
    clock.move_on(timedelta(hours=1))
    async with a_browser(tools, place) as stranger:
        assert (await first_step(stranger, officer)).status_code == 303


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
        assert (await first_step(browser, officer)).status_code == 422


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
        assert (await first_step(browser, changed)).status_code == 303


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


async def test_the_journal_names_who_and_never_the_password(
    tools: Tools, place: Place, browser: httpx.AsyncClient
) -> None:
    officer = await an_officer(tools, place, name="周记录")
    await first_step(browser, officer, password="typed by mistake")
    await first_step(browser, officer)
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

"""A session that ends in the middle of a decision loses no word."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from sqlalchemy import text

from jointhall.cases.queries import case_numbered, tasks_of
from jointhall.kernel.clock import FixedClock
from jointhall.kernel.tools import Tools
from jointhall.people import sign_ins
from jointhall.people.interrupted import KEPT_FOR, forget_kept_forms
from jointhall.web.visit import OFFICER_COOKIE
from tests.builders.halls import Hall, a_hall
from tests.builders.pages import read, words_of
from tests.builders.people import AT_HOME, SignedInOfficer
from tests.builders.web import a_browser, send

WORDS = "与申请一致，\n四至清楚，同意。"


async def test_what_was_sent_too_late_is_sent_once_more(tools: Tools, clock: FixedClock) -> None:
    hall = await a_hall(tools)
    case = await hall.asked()
    task = await _task_of(hall, case.number)
    clock.at += timedelta(hours=1)
    async with hall.at(hall.surveyor) as browser:
        path = f"/workbench/cases/{case.number}/tasks/{task}/opinion"
        fields = {"vote": "agree", "opinion": WORDS}
        late = await send(
            browser, path, fields,
            headers={"referer": f"{browser.base_url}workbench/cases/{case.number}"},
        )  # fmt: skip
        assert late.status_code == 303
        kept = _onward(late.headers["location"])
        assert "/workbench/kept/" in kept
        at_the_door = await browser.get(str(browser.base_url.join(late.headers["location"])))
        assert "写的都替您留着" in words_of(at_the_door)
    async with a_browser(
        hall.tools, hall.here, cookies=await _again(hall, hall.surveyor)
    ) as browser:
        shown = await browser.get(kept.removeprefix(hall.here.prefix))
        assert "您写的还在" in words_of(shown)
        page = read(shown)
        assert page.select_one("input[name=opinion]")["value"] == WORDS
        form = page.select_one("form[action$='/opinion']")
        values = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
        values.pop("_csrf_token")
        done = await send(browser, form["action"].removeprefix(hall.here.prefix), values)
        assert done.status_code == 303
        assert done.headers["location"].endswith("?done=opinion")
        assert "没有替您留着" not in words_of(shown)
        dropped = await send(browser, f"{kept.removeprefix(hall.here.prefix)}/drop")
        assert dropped.headers["location"].endswith(f"/workbench/cases/{case.number}")
        gone = await browser.get(kept.removeprefix(hall.here.prefix))
        assert gone.status_code == 404


async def test_nobody_elses_words_are_shown_and_a_stranger_leaves_none(
    tools: Tools, clock: FixedClock
) -> None:
    hall = await a_hall(tools)
    case = await hall.asked()
    task = await _task_of(hall, case.number)
    path = f"/workbench/cases/{case.number}/tasks/{task}/opinion"
    async with a_browser(hall.tools, hall.here) as browser:
        nobody = await send(browser, path, {"vote": "agree", "opinion": "混进来"})
        assert nobody.headers["location"].endswith("/workbench/sign-in")
    clock.at += timedelta(hours=1)
    async with hall.at(hall.surveyor) as browser:
        late = await send(browser, path, {"vote": "agree", "opinion": WORDS})
        kept = _onward(late.headers["location"]).removeprefix(hall.here.prefix)
        long = await send(browser, path, {"opinion": "长" * 200_000})
        assert long.headers["location"].endswith("/workbench/sign-in")
    async with a_browser(hall.tools, hall.here, cookies=await _again(hall, hall.leader)) as b:
        assert (await b.get(kept)).status_code == 404


async def test_it_is_kept_for_a_day_and_then_forgotten(tools: Tools, clock: FixedClock) -> None:
    hall = await a_hall(tools)
    case = await hall.asked()
    path = f"/workbench/cases/{case.number}/tasks/{await _task_of(hall, case.number)}/opinion"
    clock.at += timedelta(hours=1)
    async with hall.at(hall.surveyor) as browser:
        late = await send(browser, path, {"vote": "agree", "opinion": WORDS})
    kept = _onward(late.headers["location"]).removeprefix(hall.here.prefix)
    clock.at += KEPT_FOR + timedelta(minutes=1)
    async with a_browser(hall.tools, hall.here, cookies=await _again(hall, hall.surveyor)) as b:
        assert (await b.get(kept)).status_code == 404
    await forget_kept_forms(hall.tools)
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        assert await session.scalar(text("select count(*) from kept_forms")) == 0


def _onward(location: str) -> str:
    """Where the sign-in page leads afterwards."""
    return parse_qs(urlsplit(location).query)["next"][0]


async def _again(hall: Hall, officer: SignedInOfficer) -> dict[str, str]:
    """The cookies of the same officer, signed in anew."""
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        token = await sign_ins.open_for_officer(
            session, officer.id, browser=AT_HOME, now=hall.tools.clock.now()
        )
    return {OFFICER_COOKIE: token}


async def _task_of(hall: Hall, number: str) -> UUID:
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        case = await case_numbered(session, number)
        return next(one.id for one in await tasks_of(session, case) if one.peer_id is None)

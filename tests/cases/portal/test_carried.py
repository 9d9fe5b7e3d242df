"""A resident comes back to a draft after the form changed: told once, nothing typed is lost."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
from sqlalchemy import text

from jointhall.kernel.tools import Tools
from jointhall.service_items.adoption.closing import Why, close_here, open_here
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.adoption import LEADER, ROOM, Valley, a_valley
from tests.builders.cases import with_parties
from tests.builders.pages import words_of
from tests.builders.people import a_resident
from tests.builders.sheets import SHEET
from tests.builders.web import CSRF_COOKIE, a_browser, send

OTHER_CHOICE = SHEET.replace("更多", "二十人以上")
FASTER = SHEET.replace("承诺办结时限: 5", "承诺办结时限: 4")
NOTICE = "这件事的表换了新版"


def inside(place: Place, answer: httpx.Response) -> str:
    return answer.headers["location"].removeprefix(place.prefix)


async def half_filled(browser: httpx.AsyncClient, place: Place) -> str:
    """Name and size answered, seats asked; the draft's path."""
    path = inside(place, await send(browser, f"/apply/{ROOM}"))
    path = inside(place, await send(browser, path, {"name": "周秋生"}))
    path = inside(place, await send(browser, path, {"size": "large"}))
    path = inside(place, await send(browser, path, {"seats": "60"}))
    return path.rpartition("/")[0]


async def renewed(valley: Valley, sheet: str) -> None:
    await valley.publish_text(sheet)
    await valley.take(valley.townships[0])


async def finished(browser: httpx.AsyncClient, place: Place, draft: str) -> str:
    """The rest answered; the path of the check page."""
    code = valley_code(place)
    assert (await send(browser, f"{draft}/where", {"where": code})).status_code == 303
    token = browser.cookies.get(CSRF_COOKIE, "")
    answer = await browser.post(
        f"{draft}/plan_file", data={"_csrf_token": token},
        files={"plan_file": ("安排.jpg", hostile.encoded("JPEG"))},
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    return f"{draft}/check"


def valley_code(place: Place) -> str:
    return place.division_code


def one_time(page: str) -> dict[str, str]:
    found = re.search(r'name="submission_id" value="([^"]+)"', page)
    assert found is not None
    return {"submission_id": found[1]}


async def test_the_changed_question_is_asked_again_and_the_others_are_kept(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    someone = await a_resident(tools)
    async with a_browser(valley.tools, one, cookies=someone.cookies) as browser:
        draft = await half_filled(browser, one)
        await renewed(valley, OTHER_CHOICE)
        # The page that stood open is of the version before, and its question is gone.
        stale = await browser.get(f"{draft}/seats")
        assert inside(one, stale) == f"{draft}/size"
        again = words_of(await browser.get(f"{draft}/size"))
        assert NOTICE in again
        assert "您填过的1题都留着" in again
        assert "您在旧表上答的是：更多" in again
        await send(browser, f"{draft}/size", {"size": "large"})
        later = words_of(await browser.get(f"{draft}/seats"))
        assert NOTICE not in later
        assert "您在旧表上答的是：60" in later
        await send(browser, f"{draft}/seats", {"seats": "60"})
        check = await browser.get(await finished(browser, one, draft))
        assert "周秋生" in words_of(check)
        answer = await send(browser, f"{draft}/submission", one_time(check.text))
        assert inside(one, answer).endswith("/receipt")
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        edition = await session.scalar(text("select edition from cases"))
        told = await session.scalar(text("select count(*) from journal where act='draft.carried'"))
    assert (edition, told) == ((await valley.there(one)).edition, 1)


async def test_an_answer_sent_from_a_page_of_before_is_taken_and_the_change_told(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    someone = await a_resident(tools)
    async with a_browser(valley.tools, one, cookies=someone.cookies) as browser:
        draft = await half_filled(browser, one)
        await renewed(valley, OTHER_CHOICE)
        gone = await send(browser, f"{draft}/seats", {"seats": "70"})
        assert inside(one, gone) == f"{draft}/size"
        assert NOTICE in words_of(await browser.get(f"{draft}/size"))


async def test_what_was_checked_before_is_checked_again_before_it_is_sent(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    someone = await a_resident(tools)
    async with a_browser(valley.tools, one, cookies=someone.cookies) as browser:
        draft = await half_filled(browser, one)
        before = await browser.get(await finished(browser, one, draft))
        await renewed(valley, FASTER)
        stale = await send(browser, f"{draft}/submission", one_time(before.text))
        assert stale.status_code == 409
        now = await browser.get(f"{draft}/check")
        assert "您填过的都留着，不用重填" in words_of(now)
        assert "4个工作日" in words_of(now)
        again = await browser.get(f"{draft}/check")
        assert one_time(now.text) == one_time(again.text) != one_time(before.text)
        answer = await send(browser, f"{draft}/submission", one_time(now.text))
        assert inside(one, answer).endswith("/receipt")


async def test_what_is_not_asked_any_more_is_shown_beside(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    someone = await a_resident(tools)
    async with a_browser(valley.tools, one, cookies=someone.cookies) as browser:
        draft = await half_filled(browser, one)
        await finished(browser, one, draft)
        await renewed(valley, SHEET.replace("seats", "chairs"))
        assert "chairs" in inside(one, await browser.get(f"{draft}/check"))
        await send(browser, f"{draft}/chairs", {"chairs": "70"})
        said = words_of(await browser.get(f"{draft}/check"))
    assert "旧表上填过、新表不用的 1 题" in said
    assert "60" in said


async def test_a_paused_item_says_why_on_the_draft_and_takes_it_later(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    someone = await a_resident(tools)
    why = Why("会议室进了水，在修。", "急用请打电话。")
    async with a_browser(valley.tools, one, cookies=someone.cookies) as browser:
        draft = await half_filled(browser, one)
        check = await finished(browser, one, draft)
        number = one_time((await browser.get(check)).text)
        async with tools.database.transaction(one.standing()) as session:
            await close_here(session, one, ROOM, why, who=LEADER)
        for answer in (
            await send(browser, f"{draft}/submission", number),
            await browser.get(f"/apply/{ROOM}"),
        ):
            assert answer.status_code == 409
            assert why.why.rstrip("。") in words_of(answer)
            assert why.instead.rstrip("。") in words_of(answer)
        mine = words_of(await browser.get("/cases"))
        assert f"现在不收件。{why.why}" in mine
        async with tools.database.transaction(one.standing()) as session:
            await open_here(session, one, ROOM, who=LEADER)
        sent = await send(browser, f"{draft}/submission", number)
        assert inside(one, sent).endswith("/receipt")
        async with tools.database.transaction(one.standing()) as session:
            await close_here(session, one, ROOM, why, who=LEADER)
        assert "您这件照样办完" in words_of(await browser.get("/cases"))

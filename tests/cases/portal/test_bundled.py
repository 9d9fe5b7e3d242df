"""Several items at once, as a resident goes through them: one form, one receipt, several cases."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.cases.acceptance import ask_correction
from jointhall.cases.queries import case_numbered
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.web.place import Place
from tests.builders.bundled import (
    ANSWERS,
    BUNDLE,
    CARE,
    a_caring_township,
    answered,
    answered_one,
    begun,
    inside,
    sent,
    with_changed_item,
)
from tests.builders.cases import with_parties
from tests.builders.pages import link_named, words_of
from tests.builders.people import SignedInResident, a_resident, an_officer
from tests.builders.web import a_browser, send


@pytest.fixture(scope="module")
async def place(database: Database) -> Place:
    return await a_caring_township(database)


@pytest.fixture
async def someone(tools: Tools) -> SignedInResident:
    return await a_resident(tools)


@pytest.fixture
def whole(tools: Tools) -> Tools:
    return with_parties(tools)


async def all_sent(browser: httpx.AsyncClient, place: Place) -> httpx.Response:
    went = await answered(browser, place, await begun(browser, place))
    return await sent(browser, place, went[-1])


async def test_it_stands_among_the_items_and_is_found(whole: Tools, place: Place) -> None:
    async with a_browser(whole, place) as browser:
        for path in ("/", "/items", "/items?event=家里有残疾人", "/search?q=残疾人一件事"):
            page = await browser.get(path)
            assert link_named(page, "残疾人一件事").endswith(f"/items/{BUNDLE}"), path
        assert "残疾人一件事" not in words_of(await browser.get("/items?who=enterprise"))


async def test_its_guide_tells_what_is_in_it_and_each_paper_once(
    whole: Tools, place: Place
) -> None:
    async with a_browser(whole, place) as browser:
        guide = await browser.get(f"/items/{BUNDLE}")
    words = words_of(guide)
    assert "里面有 3 件" in words
    assert "30 个工作日" in words
    assert "重度残疾人护理补贴" in words
    assert "各办各的" in words
    assert words.count("残疾人本人银行卡或社保卡的照片") == 1
    assert guide.text.count(f"/apply/{BUNDLE}") == 2


async def test_every_question_is_asked_once_and_says_what_it_is_for(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        went = await answered(browser, place, await begun(browser, place))
        codes = [path.rpartition("/")[2] for path in went]
        assert codes == list(dict.fromkeys(codes)), "nothing is asked twice"
        assert set(codes) == {*ANSWERS, "check"}
        assert codes[-2] == "promise", "what is signed comes last"
        card = words_of(await browser.get(went[0].replace("has_card", "bank_card")))
    assert "办这些要用：困难残疾人生活补贴、重度残疾人护理补贴" in card


async def test_what_applies_is_ticked_beforehand(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        path = await answered_one(browser, place, await begun(browser, place), "yes")
        path = await answered_one(browser, place, path, "three")
        assert path.endswith("/together")
        page = await browser.get(path)
    assert "困难残疾人生活补贴" in words_of(page)
    assert page.text.count("checked") == 1
    assert "重度残疾人护理补贴" not in words_of(page), "only grades one and two have it"


async def test_sent_once_it_is_one_receipt_and_several_cases(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        first = await all_sent(browser, place)
        path = inside(place, first)
        receipt = await browser.get(path)
        assert "一共 2 件" in words_of(receipt)
        mine = await browser.get("/cases")
        assert words_of(mine).count("残疾人一件事") == 1
        assert link_named(mine, "残疾人一件事").endswith(path)
        link = link_named(receipt, "困难残疾人生活补贴")
        case = await browser.get(link.removeprefix(place.prefix))
        assert "和另外 1 件一起交的：残疾人一件事" in words_of(case)


async def test_the_second_tap_finds_the_same_receipt(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        went = await answered(browser, place, await begun(browser, place))
        first = await sent(browser, place, went[-1])
        path = went[-1].replace("check", "submission")
        second = await send(browser, path, {"submission_id": "no number at all"})
        looked = await browser.get(went[-1])
    assert first.headers["location"] == second.headers["location"] == looked.headers["location"]


async def test_who_cannot_have_one_goes_on_with_the_others(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        went = await answered(
            browser, place, await begun(browser, place), **{f"{CARE}__injury": "yes"}
        )
        assert went[-1].endswith("/stop")
        stop = words_of(await browser.get(went[-1]))
        assert "“重度残疾人护理补贴”现在办不了" in stop
        assert "工伤护理费" in stop
        on = await send(browser, went[-1].replace("stop", "without"), {"item": CARE})
        went = await answered(browser, place, inside(place, on))
        assert not any(CARE in path for path in went)
        receipt = await browser.get(inside(place, await sent(browser, place, went[-1])))
    assert "一共 1 件" in words_of(receipt)


async def test_only_what_stands_in_the_way_can_be_left_out(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        went = await answered(browser, place, await begun(browser, place))
        path = went[-1].replace("check", "without")
        for item in (CARE, "", "old_age_allowance"):
            answer = await send(browser, path, {"item": item})
            assert inside(place, answer).endswith("/check")
        assert "重度残疾人护理补贴" in words_of(await browser.get(went[-1]))


async def test_its_number_and_four_digits_show_every_case(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        number = inside(place, await all_sent(browser, place)).rpartition("/")[2]
    async with a_browser(whole, place) as anyone:
        found = words_of(await send(anyone, "/progress", {"number": number, "last4": "5678"}))
        wrong = await send(anyone, "/progress", {"number": number, "last4": "5679"})
    assert "残疾人一件事" in found
    assert "一共 2 件" in found
    assert "陈志明" not in found
    assert wrong.status_code == 422


async def test_to_anybody_else_it_is_not_there(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        path = inside(place, await all_sent(browser, place))
    stranger = await a_resident(whole)
    async with a_browser(whole, place, cookies=stranger.cookies) as browser:
        answer = await browser.get(path)
    assert answer.status_code == 404


async def test_an_officer_is_told_what_else_was_sent_and_goes_there(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        receipt = await browser.get(inside(place, await all_sent(browser, place)))
    numbers = [
        link_named(receipt, title).rpartition("/")[2]
        for title in ("困难残疾人生活补贴", "重度残疾人护理补贴")
    ]
    officer = await an_officer(whole, place, permissions=["case:read"])
    async with a_browser(whole, place, cookies=officer.cookies) as desk:
        case = await desk.get(f"/workbench/cases/{numbers[0]}")
        assert "一件事：残疾人一件事（共2件）" in words_of(case)
        other = link_named(case, numbers[1]).removeprefix(place.prefix)
        assert numbers[0] in words_of(await desk.get(other))


async def test_a_draft_is_carried_over_when_one_of_its_items_changes(
    whole: Tools, database: Database, someone: SignedInResident, tmp_path: Path
) -> None:
    place = await a_caring_township(database)
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        went = await answered(browser, place, await begun(browser, place))
        await with_changed_item(database, place, tmp_path, "文字: 请了人", "文字: 请了保姆")
        onward = await browser.get(went[-1])
        assert inside(place, onward).partition("?")[0].endswith(f"/{CARE}__carer")
        page = words_of(await browser.get(inside(place, onward)))
        assert "这件事的表换了新版，您填过的16题都留着，有1题要再答一遍（“平时谁在照料”）" in page
        again = await answered(browser, place, inside(place, onward).partition("?")[0])
        receipt = await browser.get(inside(place, await sent(browser, place, again[-1])))
    assert "一共 2 件" in words_of(receipt)


async def test_what_was_sent_keeps_its_papers_whatever_becomes_of_the_draft(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        went = await answered(browser, place, await begun(browser, place))
        receipt = await browser.get(inside(place, await sent(browser, place, went[-1])))
        case = link_named(receipt, "重度残疾人护理补贴").removeprefix(place.prefix)
        paper = link_named(await browser.get(case), "看一眼").removeprefix(place.prefix)
        document = paper.partition("?")[0].rpartition("/")[2]
        dropped = await send(browser, went[-1].replace("check", "removal"))
        assert dropped.status_code == 409
        photo = went[-1].replace("check", "card_photo/removal")
        await send(browser, photo, {"paper": document})
        assert (await browser.get(paper)).status_code in (200, 303)
        assert "卡.jpg" in words_of(await browser.get(case))


async def test_mending_one_leaves_the_paper_the_other_shows(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        receipt = await browser.get(inside(place, await all_sent(browser, place)))
        one, other = (
            link_named(receipt, title).removeprefix(place.prefix)
            for title in ("困难残疾人生活补贴", "重度残疾人护理补贴")
        )
        async with whole.database.transaction(place.standing()) as session:
            case = await case_numbered(session, one.rpartition("/")[2], hold=True)
            await ask_correction(session, whole, place, case, what="照片看不清", by=SYSTEM)
        onward = inside(place, await send(browser, f"{one}/correction"))
        draft = onward.rpartition("/")[0]
        await answered_one(browser, place, f"{draft}/card_photo", None)
        assert "卡.jpg" in words_of(await browser.get(other))

"""Filling in: one question a page, kept, mended, checked, sent once."""

from __future__ import annotations

import re

import httpx
import pytest

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.cases import with_parties
from tests.builders.people import SignedInResident, a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import CSRF_COOKIE, a_browser, follow, send

ALLOWANCE = {
    "for_whom": "self",
    "applicant_name": "罗菊英",
    "id_number": "430321 19430308 0025",
    "registered_here": "yes",
    "village": "日华村五组",
    "other_allowance": "no",
    "bank_card": "6217 9955 1000 0123 454",
    "card_photo": None,
    "phone": "１３８ 1234 5678",
    "promise": "yes",
}


@pytest.fixture(scope="module")
async def place(database: Database) -> Place:
    return await a_township(database, await a_county(database), name="花石镇")


@pytest.fixture
async def someone(tools: Tools) -> SignedInResident:
    return await a_resident(tools)


@pytest.fixture
def whole(tools: Tools) -> Tools:
    return with_parties(tools)


def inside(place: Place, answer: httpx.Response) -> str:
    """Where an answer leads, without the place's prefix."""
    return answer.headers["location"].removeprefix(place.prefix)


async def hand_in(
    browser: httpx.AsyncClient, path: str, name: str, data: bytes, **fields: str
) -> httpx.Response:
    token = browser.cookies.get(CSRF_COOKIE, "")
    return await browser.post(
        path, data={"_csrf_token": token, **fields}, files={name: ("卡.jpg", data)}
    )


async def begun(browser: httpx.AsyncClient, place: Place, item: str = "old_age_allowance") -> str:
    """The path of the first question of a new draft."""
    return inside(place, await send(browser, f"/apply/{item}"))


async def filled(browser: httpx.AsyncClient, place: Place, path: str) -> str:
    """Answers every question in turn; the path of the check page."""
    for _ in range(20):
        code = path.rpartition("/")[2]
        if code == "check":
            return path
        if ALLOWANCE[code] is None:
            answer = await hand_in(browser, path, code, hostile.encoded("JPEG"))
        else:
            answer = await send(browser, path, {code: ALLOWANCE[code]})
        assert answer.status_code == 303, answer.text
        path = inside(place, answer)
    raise AssertionError("the form does not end")


async def sent(browser: httpx.AsyncClient, place: Place) -> str:
    """The number of a case that was filled in and sent."""
    check = await filled(browser, place, await begun(browser, place))
    page = (await browser.get(check)).text
    answer = await send(browser, submission_of(page, place), one_time(page))
    return inside(place, answer).split("/")[2]


def one_time(page: str) -> dict[str, str]:
    found = {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)
        for name in ("submission_id", "seen")
    }
    return {name: value[1] for name, value in found.items() if value is not None}


def submission_of(page: str, place: Place) -> str:
    found = re.search(r'action="([^"]+/submission)"', page)
    assert found is not None
    return found[1].removeprefix(place.prefix)


async def test_who_has_not_signed_in_is_taken_there_and_back(whole: Tools, place: Place) -> None:
    async with a_browser(whole, place) as browser:
        answer = await browser.get("/apply/old_age_allowance")
    assert answer.status_code == 303
    assert inside(place, answer).startswith("/sign-in?next=")


async def test_before_the_first_question_one_is_told_what_to_have_at_hand(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        page = (await browser.get("/apply/old_age_allowance")).text
        assert "开始之前，先看一眼" in page
        assert "老人本人银行卡的照片" in page
        await begun(browser, place)
        again = (await browser.get("/apply/old_age_allowance")).text
    assert "上次填了一半，都给您存着。" in again
    assert "接着填" in again


async def test_a_question_is_its_heading_and_says_how_far_along_it_is(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        page = (await browser.get(await begun(browser, place))).text
    assert "<h1>您替谁办？</h1>" in page
    assert "第 1 题，共 10 题" in page
    assert "checked" not in page, "nothing is chosen beforehand"
    assert f'href="{place.prefix}/apply/old_age_allowance"' in page


async def test_what_cannot_be_understood_is_shown_again_as_typed(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        path = (await begun(browser, place)).replace("for_whom", "id_number")
        answer = await send(browser, path, {"id_number": "430321194303080026"})
    assert answer.status_code == 422
    assert "<title>错误：" in answer.text
    assert 'href="#f-id_number"' in answer.text
    assert "号码对不上" in answer.text
    assert 'value="430321194303080026"' in answer.text


async def test_leaving_and_coming_back_loses_nothing(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        path = await begun(browser, place)
        onward = inside(place, await send(browser, path, {"for_whom": "self"}))
        assert onward.endswith("/applicant_name")
        assert await begun(browser, place) == onward, "the same draft, where it was left"
        mine = (await browser.get("/cases")).text
    assert "填了一半的" in mine
    assert "高龄津贴" in mine


async def test_who_cannot_have_it_is_told_at_once_and_what_instead(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        path = (await begun(browser, place)).replace("for_whom", "registered_here")
        answer = await send(browser, path, {"registered_here": "no"})
        assert "/stop?after=registered_here" in answer.headers["location"]
        page = await follow(browser, answer.headers["location"])
    assert "按您填的，这件现在办不了" in page.text
    assert "请到老人户口所在的乡镇办" in page.text
    assert "填错了？回去改一改" in page.text


async def test_the_whole_way_to_the_receipt(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        check = await filled(browser, place, await begun(browser, place))
        page = (await browser.get(check)).text
        assert "交之前，请核对一遍" in page
        assert "430321 19430308 0025" in page
        assert "11月23日（周一）告诉您收不收" in page
        assert "老人本人银行卡的照片" in page
        answer = await send(browser, submission_of(page, place), one_time(page))
        assert answer.status_code == 303
        receipt = await follow(browser, answer.headers["location"])
        again = await follow(browser, answer.headers["location"])
    number = inside(place, answer).split("/")[2]
    assert number in receipt.text
    assert "已收到" in receipt.text
    assert 'aria-label="办件二维码"' in receipt.text
    assert "回执在打印" in receipt.text
    assert again.status_code == 200


async def test_a_double_tap_a_retry_and_a_reload_make_one_case(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        check = await filled(browser, place, await begun(browser, place))
        page = (await browser.get(check)).text
        path, fields = submission_of(page, place), one_time(page)
        first = await send(browser, path, fields)
        second = await send(browser, path, fields)
        reloaded = await browser.get(check)
        mine = (await browser.get("/cases")).text
    assert first.headers["location"] == second.headers["location"]
    assert reloaded.status_code == 303
    assert mine.count("办件号 HS") == 1


async def test_another_content_under_the_same_number_is_refused_and_the_first_stands(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        check = await filled(browser, place, await begun(browser, place))
        old = (await browser.get(check)).text
        village = check.replace("check", "village")
        await send(browser, village, {"village": "荷塘村一组"})
        path = submission_of(old, place)
        stale = await send(browser, path, one_time(old))
        assert stale.status_code == 409
        assert "这一页放久了，草稿后来又改过" in stale.text
        page = (await browser.get(check)).text
        first = await send(browser, path, one_time(page))
        assert first.status_code == 303
        other = await send(browser, path, one_time(old))
        assert other.status_code == 422
        assert "交的内容和您这一页上的不一样" in other.text
        again = await send(browser, path, one_time(page))
        assert again.headers["location"] == first.headers["location"]


async def test_a_number_that_sent_one_application_sends_no_other(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        check = await filled(browser, place, await begun(browser, place))
        page = (await browser.get(check)).text
        assert (await send(browser, submission_of(page, place), one_time(page))).status_code == 303
        check = await filled(browser, place, await begun(browser, place))
        second = (await browser.get(check)).text
        used = {"submission_id": one_time(page)["submission_id"]}
        answer = await send(browser, submission_of(second, place), used)
        assert answer.status_code == 422
        assert "这个提交编号是另一份申请的" in answer.text
        mine = (await browser.get("/cases")).text
        assert mine.count("办件号 HS") == 1


async def test_a_changed_answer_goes_back_to_the_check(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        check = await filled(browser, place, await begun(browser, place))
        change = f"{check.removesuffix('check')}village"
        page = (await browser.get(f"{change}?back_to=check")).text
        assert "返回核对" in page
        answer = await send(browser, change, {"village": "日华村六组", "back_to": "check"})
        assert inside(place, answer) == check
        # Another answer brings two questions that were not asked before.
        brings = f"{check.removesuffix('check')}for_whom"
        answer = await send(browser, brings, {"for_whom": "family", "back_to": "check"})
        assert "/agent_name?back_to=check" in answer.headers["location"]
        onward = await browser.get(check)
    assert "/agent_name" in onward.headers["location"], "nothing unanswered can be sent"


async def test_what_the_items_own_rules_say_stands_beside_the_answer(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    """高龄津贴: whoever acts for an old person is somebody else."""
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        check = await filled(browser, place, await begun(browser, place))
        at = check.removesuffix("check")
        await send(browser, f"{at}for_whom", {"for_whom": "family", "back_to": "check"})
        await send(browser, f"{at}relation", {"relation": "child", "back_to": "check"})
        wrong = {"agent_name": ALLOWANCE["applicant_name"], "back_to": "check"}
        answer = await send(browser, f"{at}agent_name", wrong)
        assert answer.status_code == 422
        assert "这里填您自己的名字，不是老人的" in answer.text
        back = await browser.get(check)
        assert "/agent_name?back_to=check" in back.headers["location"]
        again = await browser.get(f"{at}agent_name?back_to=check")
        assert again.status_code == 200
        assert "这里填您自己的名字，不是老人的" in again.text
        right = {"agent_name": "周晓岚", "back_to": "check"}
        assert inside(place, await send(browser, f"{at}agent_name", right)) == check


async def test_what_is_not_answered_cannot_be_sent(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        first = await begun(browser, place)
        path = first.replace("for_whom", "submission")
        draft = (await browser.get(first)).text
        assert "submission_id" not in draft
        answer = await send(browser, path, {"submission_id": "not a number"})
        assert answer.status_code == 409
        assert "这一页放久了" in answer.text


async def test_a_paper_is_taken_in_shown_and_taken_out(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        path = (await begun(browser, place)).replace("for_whom", "card_photo")
        await browser.get(path)
        empty = await send(browser, path, {})
        assert empty.status_code == 422
        assert "请传一张照片" in empty.text
        wrong = await hand_in(browser, path, "card_photo", hostile.zipped("word/document.xml"))
        assert wrong.status_code == 422
        assert "这里不收" in wrong.text
        assert "请拍照上传" in wrong.text, "what to do instead"
        await hand_in(browser, path, "card_photo", hostile.jpeg_with_place())
        page = (await browser.get(path)).text
        assert "已经收到 1 份" in page
        shown = re.search(r'href="([^"]+/documents/[^"]+)"', page)
        paper = re.search(r'name="paper" value="([^"]+)"', page)
        assert shown is not None
        assert paper is not None
        picture = await follow(browser, shown[1])
        assert picture.headers["content-type"] == "image/jpeg"
        assert b"CanaryCamera" not in picture.content
        await send(browser, f"{path}/removal", {"paper": paper[1]})
        assert "已经收到" not in (await browser.get(path)).text
        gone = await follow(browser, shown[1])
    assert gone.status_code == 404


async def test_anothers_draft_is_not_there(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    other = await a_resident(whole)
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        path = await begun(browser, place)
    async with a_browser(whole, place, cookies=other.cookies) as browser:
        for what in (path, path.replace("for_whom", "check"), path.replace("for_whom", "stop")):
            assert (await browser.get(what)).status_code == 404
        assert (await send(browser, path, {"for_whom": "self"})).status_code == 404
        taken = await send(browser, path.replace("for_whom", "submission"), {})
        assert taken.status_code == 404


async def test_a_draft_that_is_not_wanted_goes_with_its_papers(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        path = await begun(browser, place)
        answer = await send(browser, path.replace("for_whom", "removal"), {})
        assert answer.status_code == 303
        assert (await browser.get(path)).status_code == 404
        assert "您还没有办件" in (await browser.get("/cases")).text


async def test_at_the_county_one_chooses_the_township_first(
    whole: Tools, database: Database, someone: SignedInResident
) -> None:
    county = await a_county(database)
    async with a_browser(whole, county, cookies=someone.cookies) as browser:
        answer = await browser.get("/apply/old_age_allowance")
    assert answer.headers["location"] == "/items/old_age_allowance"

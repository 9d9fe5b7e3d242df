"""Following a case: its page, its number, taking it back, mending what was asked for."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.cases.acceptance import ask_correction
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.cases import (
    COUNTER_CLERK,
    FARMLAND,
    a_submitted_case,
    an_accepted_case,
    with_parties,
)
from tests.builders.people import SignedInResident, a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database)


@pytest.fixture(scope="module")
async def place(database: Database, county: Place) -> Place:
    return await a_township(database, county, name="花石镇")


@pytest.fixture(scope="module")
async def neighbour(database: Database, county: Place) -> Place:
    return await a_township(database, county, name="茶恩寺镇")


@pytest.fixture
def whole(tools: Tools) -> Tools:
    return with_parties(tools)


@pytest.fixture
async def someone(whole: Tools) -> SignedInResident:
    return await a_resident(whole)


async def asked_to_mend(tools: Tools, place: Place, resident_id: UUID) -> Case:
    case = await a_submitted_case(tools, place, resident_id=resident_id)
    async with tools.database.transaction(place.standing()) as session:
        held = await hold_case(session, case.id)
        await ask_correction(
            session, tools, place, held, what="卡号和照片上的不一样，请核对。", by=COUNTER_CLERK
        )
    return case


async def test_the_page_of_a_case_says_who_has_it_and_until_when(
    whole: Tools, place: Place, neighbour: Place, someone: SignedInResident
) -> None:
    case = await an_accepted_case(
        whole, place, item=FARMLAND, across=[neighbour], resident_id=someone.id
    )
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        page = (await browser.get(f"/cases/{case.number}")).text
    for words in (
        "<h1>还等 3 家答复</h1>", "现在不用您做什么。", "最迟11月30日（周一）给您结果", "茶恩寺镇",
        "县自然资源局", "自然资源所", "受理通知书", "全部经过", "谁看过、办过这一件",
        "为什么是11月30日（周一）？", neighbour.phone,
    ):  # fmt: skip
        assert words in page, words
    assert "430321196505120012" not in page, "numbers are shown with their middle hidden"
    assert "430321********0012" in page


async def test_a_strangers_case_is_not_there(
    whole: Tools, place: Place, neighbour: Place, someone: SignedInResident
) -> None:
    case = await a_submitted_case(whole, place)
    for path in ("", "/receipt", "/withdrawal"):
        async with a_browser(whole, place, cookies=someone.cookies) as browser:
            answer = await browser.get(f"/cases/{case.number}{path}")
        assert answer.status_code == 404
        assert "没有这件办件" in answer.text
    async with a_browser(whole, neighbour, cookies=someone.cookies) as browser:
        assert (await browser.get(f"/cases/{case.number}")).status_code == 404


async def test_number_and_digits_show_the_stations_without_a_name(
    whole: Tools, place: Place, neighbour: Place, county: Place
) -> None:
    case = await an_accepted_case(whole, place, item=FARMLAND, across=[neighbour])
    typed = {"number": f" {case.number.lower().replace('-', ' ')} ", "last4": "５６７８"}
    for here in (place, county):
        async with a_browser(whole, here) as browser:
            page = await send(browser, "/progress", typed)
        assert page.status_code == 200
        assert "还等 3 家答复" in page.text
        assert "设施农业用地备案" in page.text
        for personal in ("13812345678", "430321196505120012", "黄荆坪", "周秋生", "罗菊英"):
            assert personal not in page.text


async def test_half_of_the_key_opens_nothing_and_tells_nothing(whole: Tools, place: Place) -> None:
    case = await a_submitted_case(whole, place)
    async with a_browser(whole, place) as browser:
        wrong = await send(browser, "/progress", {"number": case.number, "last4": "0000"})
        missing = await send(browser, "/progress", {"number": "HS20200101-0001", "last4": "0000"})
        empty = await send(browser, "/progress", {})
    said = "没有查到。请对一下办件号和手机号后 4 位，两样要对得上。"
    assert wrong.status_code == missing.status_code == 422
    assert said in wrong.text
    assert said in missing.text
    assert "请写办件号" in empty.text
    assert "有 2 处要改" in empty.text


async def test_guessing_the_digits_of_a_number_ends_soon(whole: Tools, place: Place) -> None:
    case = await a_submitted_case(whole, place)
    answers = []
    for digits in range(14):
        # Each from another address: the number itself is what is counted.
        async with a_browser(whole, place) as browser:
            fields = {"number": case.number, "last4": f"{digits:04d}"}
            answers.append((await send(browser, "/progress", fields)).status_code)
    assert answers.count(422) == 12
    assert answers[-2:] == [429, 429]


async def test_the_number_may_come_from_the_address_but_nothing_is_shown_by_it(
    whole: Tools, place: Place
) -> None:
    case = await a_submitted_case(whole, place)
    async with a_browser(whole, place) as browser:
        page = await browser.get(f"/progress?number={case.number}")
    assert f'value="{case.number}"' in page.text
    assert "等便民服务中心受理" not in page.text
    assert page.headers["cache-control"] == "no-store", "the form carries a token of its own"


async def test_withdrawing_asks_once_more_and_calls_everybody_off(
    whole: Tools, place: Place, neighbour: Place, someone: SignedInResident
) -> None:
    case = await an_accepted_case(
        whole, place, item=FARMLAND, across=[neighbour], resident_id=someone.id
    )
    path = f"/cases/{case.number}/withdrawal"
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        page = (await browser.get(path)).text
        assert "真的要撤回吗？" in page
        assert "checked" not in page
        unsure = await send(browser, path, {})
        assert unsure.status_code == 422
        await send(browser, path, {"sure": "no"})
        assert "还等 3 家答复" in (await browser.get(f"/cases/{case.number}")).text
        await send(browser, path, {"sure": "yes"})
        twice = await send(browser, path, {"sure": "yes"})
        shown = (await browser.get(f"/cases/{case.number}")).text
        late = await browser.get(path)
    assert twice.status_code == 303
    assert "<h1>您撤回了这件申请</h1>" in shown
    assert "不用答了" in shown
    assert late.status_code == 409


async def test_what_was_asked_for_is_shown_mended_and_sent_again(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    case = await asked_to_mend(whole, place, someone.id)
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        page = (await browser.get(f"/cases/{case.number}")).text
        assert "还差一点，请您补一补" in page
        assert "卡号和照片上的不一样，请核对。" in page
        opened = await send(browser, f"/cases/{case.number}/correction")
        check = opened.headers["location"].removeprefix(place.prefix)
        shown = (await browser.get(check)).text
        assert "补好了，请再核对一遍" in shown
        assert "卡号和照片上的不一样" in shown
        mended = check.replace("/check", "/village")
        await send(browser, mended, {"village": "日华村九组", "back_to": "check"})
        again = await send(browser, f"/cases/{case.number}/correction")
        assert again.headers["location"].endswith(check)
        assert "日华村九组" in (await browser.get(check)).text, "what is mended is kept"
        fields = re.search(r'name="submission_id" value="([^"]+)"', shown)
        assert fields is not None
        submission = check.replace("/check", "/submission")
        first = await send(browser, submission, {"submission_id": fields[1]})
        second = await send(browser, submission, {"submission_id": fields[1]})
        after = (await browser.get(f"/cases/{case.number}")).text
        listed = (await browser.get("/cases")).text
    assert first.status_code == second.status_code == 303
    assert "等便民服务中心受理" in after
    assert "日华村九组" in after
    assert listed.count(case.number) == 2, "once in the link, once in the words"
    assert "点开接着填" not in listed


async def test_a_correction_under_way_does_not_become_another_application(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    case = await asked_to_mend(whole, place, someone.id)
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        await send(browser, f"/cases/{case.number}/correction")
        begun = await send(browser, "/apply/old_age_allowance")
        assert str(case.id) not in begun.headers["location"]
        dropped = await send(browser, f"/drafts/{case.id}/removal")
    assert dropped.status_code == 409


async def test_nothing_to_mend_is_said(
    whole: Tools, place: Place, someone: SignedInResident
) -> None:
    case = await a_submitted_case(whole, place, resident_id=someone.id)
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        answer = await send(browser, f"/cases/{case.number}/correction")
    assert answer.status_code == 409
    assert "这件现在不用补" in answer.text

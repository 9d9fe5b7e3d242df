"""A township's own window: filled in for whoever stands there, told, and decided by others."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from jointhall.cases.elsewhere.records import Intake
from jointhall.cases.models import Case
from jointhall.documents.queries import letters_of_case
from jointhall.messages.models import Message
from tests.builders.halls import Hall
from tests.builders.pages import read, words_of
from tests.builders.people import SignedInOfficer, an_officer
from tests.builders.web import send
from tests.builders.window import AGENT, ANSWERS, WHO, begun, filled, taken_in, typed


async def test_what_a_window_takes_in_is_a_case_that_others_accept(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        path = await taken_in(browser, hall.here)
        stands = words_of(await browser.get(path))
        intake, case = await _intake(hall), await _case(hall)
        assert (case.channel, case.status, case.serve_by) == ("window", "submitted", "window")
        assert case.receipt == "in_person"
        assert case.number in stands
        own = await send(browser, f"/workbench/cases/{case.number}/acceptance")
        assert own.status_code == 403
        assert "由别的同事来办" in words_of(own)
    assert intake.status == "filed"
    other = await an_officer(hall.tools, hall.here, roles=["counter"], offices=["zhengwu"])
    async with hall.at(other) as browser:
        assert "窗口" in words_of(await browser.get("/workbench"))
        taken = await send(browser, f"/workbench/cases/{case.number}/acceptance")
        assert taken.status_code == 303, taken.text
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        kinds = [one.kind for one in await letters_of_case(session, case.id)]
        told = await session.scalar(select(Message).where(Message.kind == "case.filed_for"))
    assert kinds == ["receipt", "acceptance"]
    assert told is not None
    assert told.resident_id == case.resident_id


async def test_sent_twice_it_is_one_case(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        path = await taken_in(browser, hall.here)
        again = await send(browser, f"{path}/submission", {"agreed": "yes"})
        late = await send(browser, f"{path}/form", {"shown": "village", "village": "别处"})
        assert again.headers["location"].endswith(path.rpartition("/")[2])
        assert late.status_code == 409
        assert "已经交出去了" in words_of(late)
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        assert len((await session.scalars(select(Case))).all()) == 1


async def test_whoever_comes_for_another_shows_on_what_ground(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        asked = "/workbench/intakes/new/old_age_allowance"
        said = {**WHO, **AGENT, "phone": "13900002222", "ground": "", "agent_phone": "1390"}
        refused = await send(browser, asked, said)
        words = words_of(refused)
        assert refused.status_code == 422
        assert "请写凭什么替他办" in words
        assert "请写 11 位手机号" in words
        assert 'value="周琴"' in refused.text
        path = await taken_in(browser, hall.here, **AGENT)
        assert "周琴" in words_of(await browser.get(path))
    assert (await _case(hall)).channel == "agent"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("came", "", "请选是谁来的"),
        ("applicant", "  ", "请写申请人的姓名"),
        ("id_number", "430321194303080026", "身份证号 18 位"),
        ("phone", "0731-55550101", "请写 11 位手机号"),
    ],
)
async def test_what_is_missing_of_the_applicant_is_said_beside_it(
    hall: Hall, field: str, value: str, sentence: str
) -> None:
    async with hall.at(hall.clerk) as browser:
        said = {**WHO, "phone": "13900002222", field: value}
        refused = await send(browser, "/workbench/intakes/new/old_age_allowance", said)
    assert refused.status_code == 422
    assert sentence in words_of(refused)
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        assert await session.scalar(select(Intake)) is None


async def test_a_wrong_answer_is_shown_again_and_the_right_ones_are_kept(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        path = await begun(browser, hall.here)
        page = read(await browser.get(f"{path}/form"))
        wrong = await typed(browser, path, page, {**ANSWERS, "bank_card": "6217995510000123450"})
        assert wrong.status_code == 422
        assert 'value="6217995510000123450"' in wrong.text
        assert "津贴发到哪张卡：" in words_of(wrong)
        again = await browser.get(f"{path}/form")
        assert "日华村五组" in again.text
        assert 'value="周秋生"' in again.text
        unfinished = words_of(await browser.get(f"{path}/check"))
        assert "题没填好" in unfinished
        sent = await send(browser, f"{path}/submission", {"agreed": "yes"})
        assert sent.status_code == 422
        listed = words_of(await browser.get("/workbench/intakes?which=draft"))
        assert "正在填" in listed


async def test_it_may_be_put_aside_half_filled_and_thrown_away(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        path = await begun(browser, hall.here)
        page = read(await browser.get(f"{path}/form"))
        saved = await typed(browser, path, page, {"village": "石鼓村"}, go="save")
        assert saved.headers["location"].endswith("/workbench/intakes?which=draft")
        assert "石鼓村" in (await browser.get(f"{path}/form")).text
        gone = await send(browser, f"{path}/removal")
        assert gone.status_code == 303
        assert (await browser.get(path)).status_code == 404


async def test_without_the_applicants_word_nothing_is_sent(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        path = await begun(browser, hall.here)
        await filled(browser, path)
        sent = await send(browser, f"{path}/submission", {"serve_by": "post"})
        assert sent.status_code == 422
        assert "念给申请人听" in words_of(sent)
        posted = await send(browser, f"{path}/submission", {"agreed": "yes", "serve_by": "post"})
        assert posted.status_code == 422
        assert "请写收件人" in words_of(posted)


async def test_what_came_by_post_counts_from_the_day_it_was_signed_for(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        path = await begun(browser, hall.here)
        await filled(browser, path)
        asked = words_of(await browser.get(f"{path}/check"))
        assert "挂号信、快递寄来" in asked
        assert "和申请人双方确认的那天就是收到" in asked
        said = {"agreed": "yes", "serve_by": "window", "how": "registered"}
        for day, words in (("2026-11-17", "不能在今天以后"), ("", "请选收到的日子")):
            wrong = await send(browser, f"{path}/submission", {**said, "day": day})
            assert wrong.status_code == 422
            assert words in words_of(wrong)
        sent = await send(browser, f"{path}/submission", {**said, "day": "2026-11-12"})
        assert sent.status_code == 303, sent.text
        case = await _case(hall)
        page = words_of(await browser.get(f"/workbench/cases/{case.number}"))
    assert case.receipt == "registered"
    assert "11月19日（周四）" in page


async def test_only_what_the_sheet_allows_is_taken_in_for_another(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        here = words_of(await browser.get("/workbench/intakes/new"))
        there = words_of(await browser.get(f"/workbench/intakes/new?town={hall.there.slug}&q=老"))
        nowhere = await browser.get("/workbench/intakes/new?town=no-such-town")
        unknown = await browser.get("/workbench/intakes/new/no_such_item")
    assert "能在这里收的" in here
    assert hall.there.name in there
    assert (nowhere.status_code, unknown.status_code) == (404, 404)


async def test_another_townships_window_does_not_see_it(
    hall: Hall, window: SignedInOfficer
) -> None:
    async with hall.at(hall.clerk) as browser:
        path = await begun(browser, hall.here)
    async with hall.at(window) as browser:
        assert (await browser.get(f"{path}/form")).status_code == 404
        assert (await send(browser, f"{path}/submission", {"agreed": "yes"})).status_code == 404


async def _intake(hall: Hall) -> Intake:
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        return (await session.scalars(select(Intake))).one()


async def _case(hall: Hall) -> Case:
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        return (await session.scalars(select(Case))).one()

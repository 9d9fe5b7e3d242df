"""A decision is undone by two persons on a ground of the law, and everything of it says so."""

from __future__ import annotations

import pytest

from jointhall.cases.after.revocation import GROUNDS, grounds_for, propose
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case
from jointhall.documents.verification import verdict_on_code
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.who import Actor
from tests.builders.cases import a_submitted_case
from tests.builders.decided import a_decided_case, acts, deliveries, letters, now
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.people import a_resident, an_officer
from tests.builders.web import a_browser, send

SAID = {
    "act": "propose", "ground": "unfit", "why": "查明年龄不到八十周岁。",
    "heard": "11月10日当面听取，本人承认年龄报错。",
}  # fmt: skip


async def test_one_proposes_and_another_approves(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await a_decided_case(hall.tools, hall.here, resident_id=resident.id)
    (granted,) = await letters(hall.tools, hall.here, case, "granted")
    path = f"/workbench/cases/{case.number}/revocation"
    async with hall.at(hall.leader) as browser:
        assert "两个人才能撤销" in words_of(await browser.get(path))
        told = await send(browser, path, SAID, follow=True)
        assert "等另一位负责人批准" in words_of(told)
        own = await send(browser, path, {"act": "approve"})
        assert (own.status_code, "要由另一位负责人批准" in words_of(own)) == (403, True)
    async with hall.at(hall.surveyor) as browser:
        assert (await send(browser, path, {"act": "approve"})).status_code == 403
    second = await an_officer(
        hall.tools, hall.here, name="罗建英", roles=["decider"], offices=["lingdao"]
    )
    async with hall.at(hall.leader) as browser:
        assert "批撤销" not in words_of(await browser.get("/workbench"))
    async with hall.at(second) as browser:
        assert "批撤销" in words_of(await browser.get("/workbench"))
        assert "查明年龄" in words_of(await browser.get(path))
        told = await send(browser, path, {"act": "approve"}, follow=True)
        assert "撤销了" in words_of(told)
        again = await send(browser, path, {"act": "approve"})
        assert again.status_code == 404
    await hall.work_off()
    assert (await now(hall.tools, hall.here, case)).status == "revoked"
    (letter,) = await letters(hall.tools, hall.here, case, "revocation")
    assert "参照《中华人民共和国行政许可法》第六十九条第一款第四项" in letter.told["text"]
    assert granted.number_words in letter.told["text"]
    assert "查明年龄不到八十周岁" in letter.told["text"]
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        verdict = await verdict_on_code(session, granted.verify_code)
    assert (verdict.standing, verdict.ended_why) == (
        "revoked", "申请人不具备资格，或者不符合法定条件",
    )  # fmt: skip
    assert [one.status for one in await deliveries(hall.tools, hall.here, case)] == ["done"] * 2
    done = await acts(hall.tools, hall.here, case)
    assert done[-3:] == ["revocation.proposed", "case.revoked", "letter.delivered"]
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        mine = words_of(await browser.get(f"/cases/{case.number}"))
        assert "决定撤销了" in mine
        assert "已撤销" in mine
        assert "不算数了，不要再用" in mine
        assert "送达起算，怎么办、多久以内" in mine
        shown = words_of(await browser.get(f"/v/{granted.verify_code}"))
        assert "已经撤销" in shown


async def test_declined_or_taken_back_the_decision_stands(hall: Hall) -> None:
    case = await a_decided_case(hall.tools, hall.here)
    path = f"/workbench/cases/{case.number}/revocation"
    async with hall.at(hall.leader) as browser:
        await send(browser, path, SAID)
        twice = await send(browser, path, SAID)
        assert (twice.status_code, "正在等批准" in words_of(twice)) == (409, True)
        await send(browser, path, {"act": "take_back"})
        await send(browser, path, SAID)
    second = await an_officer(
        hall.tools, hall.here, name="罗建英", roles=["decider"], offices=["lingdao"]
    )
    async with hall.at(second) as browser:
        silent = await send(browser, path, {"act": "decline"})
        assert silent.status_code == 422
        taken = await send(browser, path, {"act": "take_back"})
        assert taken.status_code == 403
        await send(browser, path, {"act": "decline", "declined": "证据不够。"})
    assert (await now(hall.tools, hall.here, case)).status == "closed"
    assert (await letters(hall.tools, hall.here, case, "granted"))[0].is_in_force


@pytest.mark.parametrize("field", ["ground", "why", "heard"])
async def test_ground_facts_and_hearing_are_needed(hall: Hall, field: str) -> None:
    case = await a_decided_case(hall.tools, hall.here)
    with pytest.raises(BadForm) as bad:
        await _proposed(hall, case, **{field: ""})
    assert list(bad.value.troubles) == [field]


async def test_what_is_not_decided_is_not_revoked(hall: Hall) -> None:
    case = await a_submitted_case(hall.tools, hall.here)
    with pytest.raises(Refusal, match="没有可以撤销的决定"):
        await _proposed(hall, case)


def test_a_refusal_has_grounds_of_its_own() -> None:
    refused = Case(outcome="refused")
    assert set(grounds_for(refused)) == {"review", "own_error"}
    assert set(grounds_for(Case(outcome="granted"))) == set(GROUNDS) - {"own_error"}


async def _proposed(hall: Hall, case: Case, **other: str) -> None:
    said = {name: SAID[name] for name in ("ground", "why", "heard")} | other
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await hold_case(session, case.id)
        by = Actor("officer", None, "何卫东", "领导班子")
        await propose(
            session, hall.tools, held, ground=said["ground"], why=said["why"],
            heard=said["heard"], by=by,
        )  # fmt: skip

"""Pages gone stale, forms sent twice, forged, swollen or padded: a sentence, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered
from jointhall.cases.steps import Task
from jointhall.kernel.clock import FixedClock
from jointhall.kernel.ids import new_id
from tests.builders.cases import tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import action_of, read, words_of
from tests.builders.web import send

LONG = "意见" * 5_000


async def test_two_tabs_the_second_is_told_what_the_first_did(hall: Hall) -> None:
    case = await hall.filed()
    path = f"/workbench/cases/{case.number}"
    async with hall.at(hall.clerk) as browser:
        one = action_of(await browser.get(path), "/acceptance")
        other = f"{path}/rejection"
        first = await send(browser, one.removeprefix(hall.here.prefix))
        assert first.status_code == 303
        before = await _everything(hall, case)
        late = await send(browser, other, {"words": "不归我们办。"})
        assert late.status_code == 409
        assert "不能再这样办了" in words_of(late)
        assert "刷新页面" in words_of(late)
        assert read(late).select_one(".notice .said").get_text() == "不归我们办。"
    assert await _everything(hall, case) == before


async def test_a_page_opened_before_the_papers_changed_decides_nothing(
    hall: Hall, clock: FixedClock
) -> None:
    case = await hall.filed()
    path = f"/workbench/cases/{case.number}"
    async with hall.at(hall.clerk) as browser:
        since = {"since": read(await browser.get(path)).select_one("input[name=since]")["value"]}
        clock.at += timedelta(minutes=10)
        async with hall.tools.database.transaction(hall.here.standing()) as session:
            held = await case_numbered(session, case.number, hold=True)
            held.answer_from = clock.at
        before = await _everything(hall, case)
        for act in ("acceptance", "correction", "rejection"):
            late = await send(browser, f"{path}/{act}", since | {"words": "写好的"})
            assert late.status_code == 409
            assert "您打开这一页以后，这件有了新情况" in words_of(late)
            if act != "acceptance":
                assert read(late).select_one("textarea[name=words]").get_text() == "写好的"
        assert await _everything(hall, case) == before
        since = {"since": read(late).select_one("input[name=since]")["value"]}
        assert (await send(browser, f"{path}/acceptance", since)).status_code == 303


async def test_what_is_typed_beside_the_case_leaves_the_act_as_it_was(hall: Hall) -> None:
    case = await hall.filed()
    async with hall.at(hall.clerk) as browser:
        for name, place in (("note", "notes"), ("talk", "talk")):
            path = f"/workbench/cases/{case.number}/{place}"
            long = await send(browser, path, {name: "长" * 1001})
            assert long.status_code == 422
            assert read(long).select_one(f"textarea[name={name}]").get_text() == "长" * 1001
            assert not read(long).select("#act details[open]")


@pytest.mark.parametrize("times", [3])
async def test_a_form_sent_again_by_the_back_button_changes_nothing(hall: Hall, times: int) -> None:
    case = await hall.asked()
    task = await _own(hall, case)
    path = f"/workbench/cases/{case.number}/tasks/{task.id}/opinion"
    async with hall.at(hall.surveyor) as browser:
        assert (await send(browser, path, {"vote": "agree", "opinion": "属实"})).status_code == 303
        before = await _everything(hall, case)
        for _time in range(times):
            again = await send(browser, path, {"vote": "refuse", "opinion": "反悔"})
            assert again.status_code == 409
            assert "已经有答复了" in words_of(again)
            assert read(again).select_one(".notice .said").get_text() == "反悔"
    assert await _everything(hall, case) == before
    assert (await _own(hall, case)).vote == "agree"


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("acceptance", {}),
        ("correction", {"words": "补一张"}),
        ("rejection", {"words": "不归这里"}),
    ],
)
async def test_an_act_out_of_its_time_is_refused_in_words(
    hall: Hall, act: str, fields: dict[str, str]
) -> None:
    case = await hall.asked()
    before = await _everything(hall, case)
    async with hall.at(hall.clerk) as browser:
        late = await send(browser, f"/workbench/cases/{case.number}/{act}", fields)
    assert late.status_code == 409
    assert "正在办理" in words_of(late)
    assert await _everything(hall, case) == before


async def test_nobody_decides_before_everybody_has_spoken(hall: Hall) -> None:
    case = await hall.asked()
    async with hall.at(hall.leader) as browser:
        early = await send(
            browser, f"/workbench/cases/{case.number}/decision", {"outcome": "granted"}
        )
    assert early.status_code in (404, 409)
    assert "Traceback" not in early.text
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        assert await session.scalar(text("select count(*) from letters where series = '决'")) == 0


@pytest.mark.parametrize(
    "path",
    ["/workbench/cases?q=%00", "/workbench/cases/%00", "/search?q=a%00b", "/items/%00", "/v/%00"],
)
async def test_what_nobody_can_type_is_no_fault_of_ours(hall: Hall, path: str) -> None:
    async with hall.at(hall.clerk) as browser:
        assert (await browser.get(path)).status_code < 500


async def test_forged_ids_find_nothing(hall: Hall) -> None:
    one, other = await hall.asked(), await hall.asked()
    task = await _own(hall, other)
    before = await _everything(hall, other)
    async with hall.at(hall.surveyor) as browser:
        for number, id in (
            (one.number, task.id),
            (one.number, new_id()),
            (one.number, UUID(int=0)),
            ("HS20261116-9999", task.id),
        ):
            path = f"/workbench/cases/{number}/tasks/{id}/opinion"
            assert (await send(browser, path, {"vote": "agree"})).status_code == 404
        for odd in ("x", "1", "00000000-0000-0000-0000-00000000000g", "%00"):
            path = f"/workbench/cases/{one.number}/tasks/{odd}/opinion"
            assert (await send(browser, path, {"vote": "agree"})).status_code in (400, 404)
    assert await _everything(hall, other) == before


async def test_a_swollen_opinion_is_sent_back_with_its_words_or_turned_away(hall: Hall) -> None:
    case = await hall.asked()
    task = await _own(hall, case)
    path = f"/workbench/cases/{case.number}/tasks/{task.id}/opinion"
    async with hall.at(hall.surveyor) as browser:
        long = await send(browser, path, {"vote": "agree", "opinion": LONG})
        assert long.status_code == 422
        assert "意见最多写 2000 个字" in words_of(long)
        assert read(long).select_one("textarea[name=opinion]").get_text() == LONG
        huge = await send(browser, path, {"vote": "agree", "opinion": "x" * 10_000_000})
        assert huge.status_code in (413, 422)
        assert "Traceback" not in huge.text
        odd = await send(browser, path, {"vote": "agree", "opinion": "行\x00\u202e\ufffe"})
        assert odd.status_code in (303, 422)


@pytest.mark.parametrize("vote", ["", "maybe", "agree,refuse", "AGREE", "同意"])
async def test_a_vote_of_no_kind_is_asked_for_again(hall: Hall, vote: str) -> None:
    case = await hall.asked()
    task = await _own(hall, case)
    path = f"/workbench/cases/{case.number}/tasks/{task.id}/opinion"
    async with hall.at(hall.surveyor) as browser:
        asked = await send(browser, path, {"vote": vote, "opinion": "写好的"})
    assert asked.status_code == 422
    assert read(asked).select_one("textarea[name=opinion]").get_text() == "写好的"
    assert (await _own(hall, case)).status == "open"


async def test_fields_nobody_asked_for_are_not_taken(hall: Hall) -> None:
    case = await hall.filed()
    stolen: dict[str, Any] = {column.name: "x" for column in Case.__table__.columns}
    stolen |= {column.name: "x" for column in Task.__table__.columns}
    stolen |= {
        "tenant_id": str(hall.there.tenant_id), "status": "granted", "outcome": "granted",
        "resident_id": str(new_id()), "number": "HS20261116-0001", "due_on": "2099-01-01",
    }  # fmt: skip
    async with hall.at(hall.clerk) as browser:
        path = f"/workbench/cases/{case.number}/acceptance"
        assert (await send(browser, path, stolen)).status_code == 303
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        now = await session.get_one(Case, (case.tenant_id, case.id))
    assert (now.status, now.number, now.outcome) == ("under_review", case.number, "")
    assert now.resident_id == case.resident_id
    assert now.due_on is not None
    assert now.due_on.year == 2026
    task = await _own(hall, case)
    given = stolen | {
        "vote": "agree",
        "opinion": "属实",
        "answered_by": "别人",
        "office": "lingdao",
    }
    async with hall.at(hall.surveyor) as browser:
        path = f"/workbench/cases/{case.number}/tasks/{task.id}/opinion"
        assert (await send(browser, path, given)).status_code == 303
    answered = await _own(hall, case)
    assert (answered.answered_by, answered.office) == ("周晓岚", "ziran")


async def _own(hall: Hall, case: Case) -> Task:
    tasks = await tasks_here(hall.tools, hall.here, case)
    return next(task for task in tasks if task.peer_id is None)


async def _everything(hall: Hall, case: Case) -> list[Any]:
    """All rows that an act on this case could have touched."""
    asked = (
        "select to_jsonb(c) from cases c where id = :id",
        "select to_jsonb(t) from case_tasks t where case_id = :id order by id",
        "select to_jsonb(h) from case_history h where case_id = :id order by seq",
        "select to_jsonb(l) - 'told' from letters l where case_id = :id order by id",
    )
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        return [list(await session.scalars(text(one), {"id": case.id})) for one in asked]

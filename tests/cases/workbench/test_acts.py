"""The story at the desks: accept, agree here and elsewhere, decide; and what must not happen."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from sqlalchemy import text

from jointhall.cases.models import Case
from jointhall.cases.steps import Task
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.cases import a_submitted_case, answered, tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import action_of, link_named, read, words_of
from tests.builders.people import an_officer
from tests.builders.web import follow, send


async def test_a_case_goes_from_the_counter_to_the_decision_in_few_acts(hall: Hall) -> None:
    filed = await hall.filed()

    async with hall.at(hall.clerk) as browser:
        desk = await browser.get("/workbench")
        case = await follow(browser, link_named(desk, filed.title))
        accepted = await _post(browser, action_of(case, "/acceptance"))
        assert "受理了" in words_of(accepted)
    await hall.work_off()

    async with hall.at(hall.surveyor) as browser:
        desk = await browser.get("/workbench")
        case = await follow(browser, link_named(desk, filed.title))
        agreed = await _post(browser, action_of(case, "/opinion"), vote="agree", opinion="属实。")
        assert "意见交了" in words_of(agreed)

    for officer in (hall.neighbour, hall.bureau):
        async with hall.at(officer) as browser:
            desk = await browser.get("/workbench")
            referral = await follow(browser, link_named(desk, filed.title))
            told = await _post(browser, action_of(referral, "/answer"), vote="agree")
            assert "已答复：同意" in words_of(told)
    await hall.work_off()

    async with hall.at(hall.leader) as browser:
        desk = await browser.get("/workbench")
        assert "作决定" in words_of(desk)
        case = await follow(browser, link_named(desk, filed.title))
        decided = await _post(browser, action_of(case, "/decision"), outcome="granted")
        assert "准予备案" in words_of(decided)
        assert "现在没有等您办的" in words_of(await browser.get("/workbench"))
    await hall.work_off()

    assert (await _again(hall.tools, hall.here, filed)).status == "closed"


async def test_what_is_missing_is_said_once_and_kept_in_the_form(hall: Hall) -> None:
    filed = await hall.filed()
    path = f"/workbench/cases/{filed.number}"
    async with hall.at(hall.clerk) as browser:
        empty = await send(browser, f"{path}/correction", {"words": "  "})
        assert empty.status_code == 422
        assert read(empty).title.get_text().startswith("错误：")
        assert read(empty).select_one("[data-alarm] a")["href"] == "#f-words"
        asked = await send(browser, f"{path}/correction", {"words": "请补签字页。"}, follow=True)
        assert "等您补正" in words_of(asked) or "等补正" in words_of(asked)
        assert "停表" in words_of(await browser.get("/workbench"))
        again = await send(browser, f"{path}/correction", {"words": "再补一样。"})
        assert again.status_code == 409
        assert "不能再这样办了" in words_of(again)


async def test_not_accepted_with_a_reason(hall: Hall) -> None:
    filed = await hall.filed()
    async with hall.at(hall.clerk) as browser:
        path = f"/workbench/cases/{filed.number}/rejection"
        assert (await send(browser, path, {"words": ""})).status_code == 422
        told = await send(browser, path, {"words": "不属于本事项。"}, follow=True)
    assert "不予受理" in words_of(told)
    assert (await _again(hall.tools, hall.here, filed)).status == "not_accepted"


async def test_a_second_press_is_refused_in_words(hall: Hall) -> None:
    filed = await hall.filed()
    async with hall.at(hall.clerk) as browser:
        path = f"/workbench/cases/{filed.number}/acceptance"
        await browser.get("/workbench")
        first, second = await asyncio.gather(send(browser, path), send(browser, path))
    assert sorted([first.status_code, second.status_code]) == [303, 409]
    refused = first if first.status_code == 409 else second
    assert "不能再这样办了" in words_of(refused)
    assert len(await tasks_here(hall.tools, hall.here, filed)) == 3


async def test_a_stale_page_keeps_what_was_typed(hall: Hall) -> None:
    case = await hall.asked()
    task = await _own_task(hall, case)
    await answered(hall.tools, hall.here, task, vote="agree")
    async with hall.at(hall.surveyor) as browser:
        path = f"/workbench/cases/{case.number}/tasks/{task.id}/opinion"
        late = await send(browser, path, {"vote": "refuse", "opinion": "位置不对。"})
    assert late.status_code == 409
    assert "已经有答复了" in words_of(late)


async def test_refusing_needs_a_reason_and_choosing_is_needed_at_all(hall: Hall) -> None:
    case = await hall.asked()
    task = await _own_task(hall, case)
    path = f"/workbench/cases/{case.number}/tasks/{task.id}/opinion"
    async with hall.at(hall.surveyor) as browser:
        nothing = await send(browser, path, {"opinion": "我看过了。"})
        assert nothing.status_code == 422
        assert read(nothing).select_one("textarea[name=opinion]").get_text() == "我看过了。"
        silent = await send(browser, path, {"vote": "refuse"})
        assert "不同意要写清楚理由" in words_of(silent)
        assert read(silent).select_one("input[value=refuse]").has_attr("checked")
    assert (await _own_task(hall, case)).status == "open"


async def test_nobody_answers_for_an_office_they_have_no_post_in(hall: Hall) -> None:
    case = await hall.asked()
    task = await _own_task(hall, case)
    other = await an_officer(
        hall.tools, hall.here, name="彭玉莲", roles=["reviewer", "counter"], offices=["minzheng"]
    )
    async with hall.at(other) as browser:
        path = f"/workbench/cases/{case.number}"
        told = await send(browser, f"{path}/tasks/{task.id}/opinion", {"vote": "agree"})
        assert told.status_code == 403
        assert "这一项归自然资源所办" in words_of(told)
        waiting = await hall.filed()
        told = await send(browser, f"/workbench/cases/{waiting.number}/acceptance")
        assert told.status_code == 403
        assert case.title not in words_of(await browser.get("/workbench"))


async def test_nobody_approves_what_they_filed(hall: Hall) -> None:
    case = await a_submitted_case(hall.tools, hall.here)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await session.execute(
            text(
                "insert into case_history (tenant_id, case_id, at, act, words, who_kind, who_id, "
                "seq, prev_hash, hash) values (:t, :c, now(), 'case.submitted', '窗口代填', "
                "'officer', :who, 0, '', '')"
            ),
            {"t": hall.here.tenant_id, "c": case.id, "who": str(hall.clerk.id)},
        )
    async with hall.at(hall.clerk) as browser:
        told = await send(browser, f"/workbench/cases/{case.number}/acceptance")
    assert told.status_code == 403
    assert "要由别的同事来办" in words_of(told)


@pytest.mark.parametrize("act", ["acceptance", "decision"])
async def test_a_role_without_the_permission_is_told_so(hall: Hall, act: str) -> None:
    case = await hall.filed()
    async with hall.at(hall.surveyor) as browser:
        told = await send(browser, f"/workbench/cases/{case.number}/{act}", {"outcome": "granted"})
    assert told.status_code == 403


async def test_no_decision_before_everybody_has_spoken(hall: Hall) -> None:
    case = await hall.asked()
    async with hall.at(hall.leader) as browser:
        path = f"/workbench/cases/{case.number}/decision"
        told = await send(browser, path, {"outcome": "granted"})
    assert told.status_code == 409
    assert "意见还没有齐" in words_of(told)


async def test_refusing_a_decision_needs_reasons_and_an_unknown_one_is_none(hall: Hall) -> None:
    case = await hall.asked()
    await answered(
        hall.tools, hall.here, await _own_task(hall, case), vote="refuse", opinion="占路"
    )
    await hall.work_off()
    path = f"/workbench/cases/{case.number}/decision"
    async with hall.at(hall.leader) as browser:
        assert (await send(browser, path, {"outcome": "maybe"})).status_code == 422
        silent = await send(browser, path, {"outcome": "refused"})
        assert "会写进决定书" in words_of(silent)
        told = await send(browser, path, {"outcome": "refused", "opinion": "占了路。"})
        assert told.status_code == 303
        twice = await send(browser, path, {"outcome": "granted"})
        assert twice.status_code == 409
    assert (await _again(hall.tools, hall.here, case)).outcome == "refused"


async def test_a_task_of_another_case_or_kind_is_not_there(hall: Hall) -> None:
    one, other = await hall.asked(), await hall.asked()
    task = await _own_task(hall, one)
    async with hall.at(hall.surveyor) as browser:
        path = f"/workbench/cases/{other.number}/tasks/{task.id}/opinion"
        assert (await send(browser, path, {"vote": "agree"})).status_code == 404


async def test_another_township_finds_nothing(hall: Hall) -> None:
    case = await hall.filed()
    async with hall.at(hall.neighbour) as browser:
        assert (await browser.get(f"/workbench/cases/{case.number}")).status_code == 404


async def _post(browser: httpx.AsyncClient, href: str, **fields: str) -> httpx.Response:
    return await send(browser, str(browser.base_url.join(href)), fields, follow=True)


async def _own_task(hall: Hall, case: Case) -> Task:
    tasks = await tasks_here(hall.tools, hall.here, case)
    return next(task for task in tasks if task.peer_id is None)


async def _again(tools: Tools, place: Place, case: Case) -> Case:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        found = await session.get(Case, (case.tenant_id, case.id))
    assert found is not None
    return found

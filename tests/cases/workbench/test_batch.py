"""Several at once: asked about first, each kept by itself, and for the rest it says why not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from jointhall.cases.desk.batch_kinds import KINDS
from jointhall.cases.models import Case
from jointhall.cases.steps import Task
from jointhall.kernel.ids import new_id
from tests.builders.cases import ALLOWANCE, a_submitted_case, an_accepted_case, answered, tasks_here
from tests.builders.decided import a_decided_case, deliveries
from tests.builders.halls import Hall
from tests.builders.jobs import work_off
from tests.builders.pages import read, words_of
from tests.builders.people import SignedInOfficer, an_officer
from tests.builders.web import send


async def test_what_can_be_done_is_done_and_the_rest_says_why_not(hall: Hall) -> None:
    officer = await _civil(hall)
    cases = [await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE) for _n in range(3)]
    tasks = [await _task(hall, case) for case in cases]
    await answered(hall.tools, hall.here, tasks[2])
    async with hall.at(officer) as browser:
        page = await browser.get("/workbench")
        boxes = [box["value"] for box in read(page).select("[data-row] input[name=id]")]
        assert sorted(boxes) == sorted(f"review.{task.id}" for task in tasks[:2])
        told = await _batch(browser, [*boxes, f"review.{tasks[2].id}"], "agree")
    assert "2 件办成了，1 件没办成" in words_of(told)
    assert "已经有答复了" in words_of(told)
    assert [(await _task(hall, case)).status for case in cases] == ["done", "done", "done"]


async def test_different_matters_are_not_mixed_but_may_be_watched_together(hall: Hall) -> None:
    officer = await an_officer(
        hall.tools, hall.here, roles=["reviewer"], offices=["minzheng", "ziran"]
    )
    one = await _task(hall, await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE))
    other = await _task(hall, await hall.asked())
    ids = [f"review.{one.id}", f"review.{other.id}"]
    async with hall.at(officer) as browser:
        told = await _batch(browser, ids, "agree")
        assert told.status_code == 409
        assert "不是同一个事项" in words_of(told)
        asked = await send(browser, "/workbench/batch", {"id": ids, "act": "refuse"})
        assert "不能一起办" in words_of(asked)
        assert "2 件都办成了" in words_of(await _batch(browser, ids, "watch"))
        watched = await browser.get("/workbench/cases?mine=watched")
        assert len(read(watched).select("[data-row]")) == 2
    assert (await _task_again(hall, one)).status == "open"


async def test_nothing_foreign_broken_or_forbidden_is_done(hall: Hall) -> None:
    case = await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE)
    task = await _task(hall, case)
    async with hall.at(hall.surveyor) as browser:
        assert (await send(browser, "/workbench/batch", {})).status_code == 422
        told = await send(browser, "/workbench/batch", {"id": ["x.y", "review.nonsense"]})
        assert told.status_code == 422
        told = await send(browser, "/workbench/batch", {"id": [f"review.{task.id}"], "act": "x"})
        assert told.status_code == 422
        told = await _batch(browser, [f"review.{task.id}"], "agree")
        assert "一件也没有办" in words_of(told)
        assert "您没有那里的岗位" in words_of(told)
        told = await _batch(browser, [f"review.{new_id()}"], "agree")
        assert "没有这项任务" in words_of(told)
        told = await _batch(browser, [f"accept.{case.id}"], "accept")
        assert told.status_code == 403
    async with hall.at(hall.clerk) as browser:
        assert (await _batch(browser, [f"review.{task.id}"], "agree")).status_code == 403
    assert (await _task_again(hall, task)).status == "open"


async def test_referrals_of_one_item_are_agreed_to_together(hall: Hall) -> None:
    for _n in range(2):
        await hall.asked()
    async with hall.at(hall.neighbour) as browser:
        rows = read(await browser.get("/workbench")).select("[data-row]")
        assert len({row["data-item"] for row in rows}) == 1
        ids = [row.select_one("input")["value"] for row in rows]
        assert "2 件都办成了" in words_of(await _batch(browser, ids, "agree"))
        assert "都办完了" in words_of(await browser.get("/workbench"))


@dataclass(frozen=True)
class Kind:
    """A kind of batch: on what, by whom, with which words, and what each case is afterwards."""

    act: str
    desk: str
    status: str
    words: str = ""
    looks: bool = False
    outcome: dict[str, Any] = field(default_factory=dict)


BY_STATUS = (
    Kind("accept", "clerk", "under_review", looks=True),
    Kind("correct", "clerk", "correction_asked", words="请补一张照片", looks=True),
    Kind("reject", "clerk", "not_accepted", words="不归我们办", looks=True),
)


@pytest.mark.parametrize("one", BY_STATUS, ids=lambda one: one.act)
async def test_what_waits_at_the_counter_is_answered_together_once_it_was_looked_at(
    hall: Hall, one: Kind
) -> None:
    officer: SignedInOfficer = getattr(hall, one.desk)
    cases = [await a_submitted_case(hall.tools, hall.here) for _n in range(2)]
    ids = [f"accept.{case.id}" for case in cases]
    async with hall.at(officer) as browser:
        await browser.get(f"/workbench/cases/{cases[0].number}")
        asked = await send(browser, "/workbench/batch", {"id": ids, "act": one.act})
        assert "会发生什么" in words_of(asked)
        if one.words:
            bare = await _batch(browser, ids, one.act)
            assert bare.status_code == 422
            assert "要写清楚" in words_of(bare)
        told = await _batch(browser, ids, one.act, words=one.words)
    assert "1 件办成了，1 件没办成" in words_of(told)
    assert "还没有打开看过" in words_of(told)
    assert await _statuses(hall, cases) == [one.status, "submitted"]


@pytest.mark.parametrize(
    ("act", "words", "status"), [("grant", "", "granted"), ("deny", "条件不符", "refused")]
)
async def test_decisions_are_made_together(hall: Hall, act: str, words: str, status: str) -> None:
    cases = [await _ready_to_decide(hall) for _n in range(2)]
    head = await an_officer(hall.tools, hall.here, roles=["decider"], offices=["minzheng"])
    async with hall.at(head) as browser:
        for case in cases:
            await browser.get(f"/workbench/cases/{case.number}")
        rows = read(await browser.get("/workbench")).select("[data-row] input[name=id]")
        told = await _batch(browser, [row["value"] for row in rows], act, words=words)
    assert "2 件都办成了" in words_of(told)
    assert await _statuses(hall, cases) == [status, status]


async def test_watching_is_ended_together_and_what_is_not_watched_is_not_missed(
    hall: Hall,
) -> None:
    cases = [await a_submitted_case(hall.tools, hall.here) for _n in range(3)]
    ids = [f"case.{case.id}" for case in cases]
    async with hall.at(hall.clerk) as browser:
        await _batch(browser, ids[:2], "watch")
        assert "3 件都办成了" in words_of(await _batch(browser, ids, "unwatch"))
        listed = await browser.get("/workbench/cases?mine=watched")
        assert "关注0" in [a.get_text() for a in read(listed).select(".rail-nav a")]


async def test_what_waits_on_a_page_of_its_own_is_named_and_watched_but_not_answered(
    hall: Hall,
) -> None:
    case = await a_decided_case(hall.tools, hall.here)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    officer = await an_officer(hall.tools, hall.here, roles=["counter", "reviewer"])
    async with hall.at(officer) as browser:
        told = await _batch(browser, [f"deliver.{delivery.id}"], "agree")
        assert "要在它自己的页面上办" in words_of(told)
        link = read(told).select_one(".hist a")
        assert link.get_text() == f"{case.title} {case.number}"
        assert link["href"].endswith(f"/workbench/cases/{case.number}/delivery")
        assert "1 件都办成了" in words_of(
            await _batch(browser, [f"deliver.{delivery.id}"], "watch")
        )


async def test_refusing_together_gives_each_the_reason(hall: Hall) -> None:
    officer = await _civil(hall)
    case = await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE)
    task = await _task(hall, case)
    async with hall.at(officer) as browser:
        # From the list of cases too: the open task of this desk is meant.
        told = await _batch(browser, [f"case.{case.id}"], "refuse", words="情况不属实")
    assert "1 件都办成了" in words_of(told)
    again = await _task_again(hall, task)
    assert (again.vote, again.opinion) == ("refuse", "情况不属实")


async def test_other_hands_other_eyes_words_and_papers_go_out_together(hall: Hall) -> None:
    officer = await _civil(hall)
    colleague = await an_officer(
        hall.tools, hall.here, name="曾国强", roles=["reviewer"], offices=["minzheng"]
    )
    cases = [await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE) for _n in range(2)]
    await work_off(hall.tools, hall.here)
    ids = [f"case.{case.id}" for case in cases]
    whom = f"officer:{colleague.id}"
    async with hall.at(officer) as browser:
        for act, more in (
            ("urge", {"words": "请抓紧"}), ("note", {"words": "他家电话白天没人接"}),
            ("tell", {"words": "请带上存折原件"}), ("letters", {}), ("export", {}),
            ("copy", {"whom": whom, "words": "您看一下"}),
            ("delegate", {"whom": whom, "words": ""}),
        ):  # fmt: skip
            asked = await send(browser, "/workbench/batch", {"id": ids, "act": act})
            assert asked.status_code in (200, 303), act
            told = await _batch(browser, ids, act, **more)
            assert "2 件都办成了" in words_of(told), (act, words_of(told))
            if act in ("letters", "export"):
                file = await browser.get(f"{told.url}/{'letters' if act == 'letters' else 'list'}")
                assert file.status_code == 200
                assert file.content[:4] in (b"%PDF", b"PK\x03\x04")
        nobody = await _batch(browser, ids, "copy", whom="")
        assert "请选给谁" in words_of(nobody)
        again = await _batch(browser, ids, "transfer", whom=whom, words="您管这一片")
        assert "一件也没有办" in words_of(again)
    async with hall.at(colleague) as browser:
        rows = read(await browser.get("/workbench")).select("[data-row]")
        assert len(rows) == 2
        assert "2 件都办成了" in words_of(await _batch(browser, ids, "read"))
        assert "已经读过了" in words_of(await _batch(browser, ids, "read"))
    tasks = [await _task(hall, case) for case in cases]
    assert [task.holder_name for task in tasks] == ["曾国强", "曾国强"]


async def test_the_same_form_sent_twice_is_one_batch_and_another_officers_is_not_there(
    hall: Hall,
) -> None:
    officer, id = await _civil(hall), new_id()
    task = await _task(hall, await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE))
    async with hall.at(officer) as browser:
        for _time in range(2):
            told = await _batch(browser, [f"review.{task.id}"], "agree", batch=str(id))
            assert "1 件都办成了" in words_of(told)
        assert len(read(await browser.get("/workbench/batches")).select("[data-row]")) == 1
    async with hall.at(hall.surveyor) as browser:
        assert (await browser.get(f"/workbench/batches/{id}")).status_code == 404


def test_there_are_fourteen_kinds_and_each_says_what_will_happen() -> None:
    assert len(KINDS) >= 14
    for kind in KINDS.values():
        assert re.search(r"。$", kind.about), kind.key
        assert kind.permissions


async def _batch(
    browser: httpx.AsyncClient, ids: Sequence[str], act: str, **more: str
) -> httpx.Response:
    fields = {"id": list(ids), "act": act, "sure": "yes", **more}
    return await send(browser, "/workbench/batch", fields, follow=True)


async def _civil(hall: Hall) -> SignedInOfficer:
    return await an_officer(
        hall.tools, hall.here, name="彭玉莲", roles=["reviewer"], offices=["minzheng"]
    )


async def _task(hall: Hall, case: Case) -> Task:
    tasks = await tasks_here(hall.tools, hall.here, case)
    return next(t for t in tasks if t.peer_id is None and t.kind == "review")


async def _task_again(hall: Hall, task: Task) -> Task:
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        return await session.get_one(Task, (task.tenant_id, task.id))


async def _ready_to_decide(hall: Hall) -> Case:
    """All have agreed; the head is asked."""
    case = await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE)
    for _round in range(4):
        tasks = await tasks_here(hall.tools, hall.here, case)
        for task in tasks:
            if task.status == "open" and task.kind == "review":
                await answered(hall.tools, hall.here, task)
    assert any(t.kind == "decide" for t in await tasks_here(hall.tools, hall.here, case))
    return case


async def _statuses(hall: Hall, cases: Sequence[Case]) -> list[str]:
    found = []
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        for case in cases:
            found.append((await session.get_one(Case, (case.tenant_id, case.id))).status)
    return found

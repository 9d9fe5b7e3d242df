"""Several of the same matter at once: each kept by itself, and for the rest it says why not."""

from __future__ import annotations

from jointhall.cases.models import Case
from jointhall.cases.steps import Task
from tests.builders.cases import ALLOWANCE, an_accepted_case, answered, tasks_here
from tests.builders.halls import Hall
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
        told = await send(browser, "/workbench/batch", {"id": [*boxes, f"review.{tasks[2].id}"]})
    assert "2 件同意了，1 件没办成" in words_of(told)
    assert "已经有答复了" in words_of(told)
    assert [(await _task(hall, case)).status for case in cases] == ["done", "done", "done"]
    async with hall.at(officer) as browser:
        assert "2 件作决定" not in words_of(await browser.get("/workbench"))


async def test_different_matters_are_not_mixed(hall: Hall) -> None:
    officer = await an_officer(
        hall.tools, hall.here, roles=["reviewer"], offices=["minzheng", "ziran"]
    )
    one = await _task(hall, await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE))
    other = await _task(hall, await hall.asked())
    async with hall.at(officer) as browser:
        ids = [f"review.{one.id}", f"review.{other.id}"]
        told = await send(browser, "/workbench/batch", {"id": ids})
    assert told.status_code == 409
    assert "不是同一个事项" in words_of(told)
    assert one.status == "open"


async def test_nothing_foreign_broken_or_forbidden_is_done(hall: Hall) -> None:
    case = await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE)
    task = await _task(hall, case)
    waiting = await hall.filed()
    async with hall.at(hall.surveyor) as browser:
        assert (await send(browser, "/workbench/batch", {})).status_code == 422
        told = await send(browser, "/workbench/batch", {"id": ["x.y", "review.nonsense"]})
        assert told.status_code == 422
        told = await send(browser, "/workbench/batch", {"id": [f"review.{task.id}"]})
        assert "一件也没有办" in words_of(told)
        assert "您没有那里的岗位" in words_of(told)
        told = await send(browser, "/workbench/batch", {"id": [f"accept.{waiting.id}"]})
        assert "受理要打开看过材料" in words_of(told)
        told = await send(browser, "/workbench/batch", {"id": [f"review.{case.id}"]})
        assert "已经不在了" in words_of(told)
    async with hall.at(hall.clerk) as browser:
        told = await send(browser, "/workbench/batch", {"id": [f"review.{task.id}"]})
        assert "您的岗位不能办这一项" in words_of(told)
    assert (await _task(hall, case)).status == "open"


async def test_referrals_of_one_item_are_agreed_to_together(hall: Hall) -> None:
    for _n in range(2):
        await hall.asked()
    async with hall.at(hall.neighbour) as browser:
        rows = read(await browser.get("/workbench")).select("[data-row]")
        assert len({row["data-item"] for row in rows}) == 1
        ids = [row.select_one("input")["value"] for row in rows]
        told = await send(browser, "/workbench/batch", {"id": ids})
        assert "2 件都同意了" in words_of(told)
        assert "都办完了" in words_of(await browser.get("/workbench"))


async def _civil(hall: Hall) -> SignedInOfficer:
    return await an_officer(
        hall.tools, hall.here, name="彭玉莲", roles=["reviewer"], offices=["minzheng"]
    )


async def _task(hall: Hall, case: Case) -> Task:
    tasks = await tasks_here(hall.tools, hall.here, case)
    return next(t for t in tasks if t.peer_id is None and t.kind == "review")

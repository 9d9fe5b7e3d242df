"""Long batches: killed, broken into, begun by somebody who may no longer; each row done once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from jointhall.cases.desk import batch_acts as _acts  # noqa: F401  puts kinds into their table
from jointhall.cases.desk import batch_more as _more  # noqa: F401  puts kinds into their table
from jointhall.cases.desk.batch_kinds import KINDS
from jointhall.cases.desk.batches import (
    AT_ONCE,
    Progress,
    begin_batch,
    do_rows,
    progress_of_batch,
    viewer_again,
)
from jointhall.cases.desk.models import Batch
from jointhall.cases.desk.targets import Ticked, named
from jointhall.cases.models import Case
from jointhall.cases.steps import Task
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import perform
from jointhall.kernel.tools import Tools
from jointhall.tenancy.policy import drop_rule, policy_changed
from tests.builders import sheets_signed
from tests.builders.cases import ALLOWANCE, a_submitted_case, an_accepted_case, tasks_here
from tests.builders.halls import Hall
from tests.builders.jobs import work_off
from tests.builders.pages import words_of
from tests.builders.people import SignedInOfficer, an_officer
from tests.builders.sheets_signed import a_signed_township, says, standing
from tests.builders.web import a_browser, send


async def test_a_long_batch_goes_on_behind_and_tells_how_far_it_is(hall: Hall) -> None:
    cases = [await a_submitted_case(hall.tools, hall.here) for _n in range(2)]
    many = [f"case.{case.id}" for case in cases] + [f"case.{new_id()}" for _n in range(AT_ONCE)]
    async with hall.at(hall.clerk) as browser:
        fields = {"id": many, "act": "watch"}
        told = await send(browser, "/workbench/batch", fields, follow=True)
        assert f"还有 {AT_ONCE + 2} 件" in words_of(told)
        await work_off(hall.tools, hall.here)
        words = words_of(await browser.get(str(told.url)))
    assert f"2 件办成了，{AT_ONCE} 件没办成" in words


async def test_a_worker_killed_in_the_middle_leaves_the_rest_and_doubles_nothing(
    hall: Hall,
) -> None:
    cases = [await a_submitted_case(hall.tools, hall.here) for _n in range(12)]
    batch = await _begun(
        hall, hall.clerk, "note", "case", [case.id for case in cases], "已电话核实"
    )
    (job,) = await _jobs(hall)
    worker = asyncio.create_task(perform(hall.tools, hall.here.standing(), job))
    for _look in range(1000):
        if (await _progress(hall, hall.clerk, batch)).done:
            break
        await asyncio.sleep(0.005)
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    assert (await _progress(hall, hall.clerk, batch)).waiting, "killed before it was through"
    await work_off(hall.tools, hall.here)
    after = await _progress(hall, hall.clerk, batch)
    assert [row.status for row in after.rows] == ["done"] * 12
    assert after.batch.finished_at is not None
    assert await _rows(hall, "select count(*) from case_notes group by case_id") == [1] * 12


async def test_who_loses_their_permission_half_way_has_the_rest_refused(hall: Hall) -> None:
    officer = await an_officer(hall.tools, hall.here, roles=["reviewer"], offices=["minzheng"])
    cases = [await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE) for _n in range(3)]
    tasks = [(await _review(hall, case)).id for case in cases]
    batch = await _begun(hall, officer, "agree", "review", tasks)
    assert await do_rows(hall.tools, hall.here, batch, most=1) == 1
    before = await _written(hall, cases[1:])
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await drop_rule(session, ("g", f"officer:{officer.id}", "reviewer"))
        await policy_changed(session)
    await work_off(hall.tools, hall.here)
    told = await _progress(hall, officer, batch)
    assert [row.status for row in told.rows] == ["done", "refused", "refused"]
    assert {row.why_not for row in told.refused} == {"您的岗位不能办这一项。"}
    assert await _written(hall, cases[1:]) == before


async def test_who_is_here_no_more_has_the_rest_refused_too(hall: Hall) -> None:
    case = await a_submitted_case(hall.tools, hall.here)
    batch = await _begun(hall, hall.clerk, "watch", "case", [case.id])
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        gone = text("update officers set status = 'left' where id = :id")
        await session.execute(gone, {"id": hall.clerk.id})
    await work_off(hall.tools, hall.here)
    (row,) = (await _progress(hall, hall.clerk, batch)).rows
    assert (row.status, row.why_not) == ("refused", "您的岗位不能办这一项。")
    assert await _rows(hall, "select 1 from case_watches") == []


async def test_a_row_that_breaks_stops_no_other_and_is_kept_for_a_person(hall: Hall) -> None:
    cases = [await a_submitted_case(hall.tools, hall.here) for _n in range(3)]
    async with hall.at(hall.clerk) as browser:
        for case in cases:
            await browser.get(f"/workbench/cases/{case.number}")
        async with hall.tools.database.transaction(hall.here.standing()) as session:
            spoilt = text("update cases set answers_sealed = '\\x00' where id = :id")
            await session.execute(spoilt, {"id": cases[0].id})
        fields = {"id": [f"accept.{case.id}" for case in cases], "act": "accept", "sure": "yes"}
        told = await send(browser, "/workbench/batch", fields, follow=True)
    assert "办了 2 件，还有 1 件" in words_of(told)
    with pytest.raises(Exception, match=r"."):
        await _due(hall)
    asked = "select status from cases order by filed_at, id"
    assert await _rows(hall, asked) == ["submitted", "under_review", "under_review"]
    failed = "select tried->0->>'why' from outbox where job = 'cases.batch' and done_at is null"
    assert len(await _rows(hall, failed)) == 1


async def test_what_two_persons_decide_is_not_half_decided_by_a_batch(
    tools: Tools, tmp_path: Path
) -> None:
    signed = await a_signed_township(
        tools, tmp_path, sheets_signed.text("一家同意即可", two=True, passes_on=True)
    )
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await says(signed, case, "ziran")
    head = signed.people["lingdao"]
    async with a_browser(signed.tools, signed.here, cookies=head.cookies) as browser:
        await browser.get(f"/workbench/cases/{case.number}")
        fields = {"id": f"case.{case.id}", "act": "grant", "sure": "yes"}
        told = await send(browser, "/workbench/batch", fields, follow=True)
    assert "要两个人决定" in words_of(told)
    held, _steps, tasks = await standing(signed, case)
    assert held.status == "under_review"
    assert {task.proposed_outcome for task in tasks if task.kind == "decide"} == {""}


async def test_what_was_cut_off_before_its_first_row_is_done_by_the_job_that_waits(
    hall: Hall,
) -> None:
    case = await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE)
    officer = await an_officer(hall.tools, hall.here, roles=["reviewer"], offices=["minzheng"])
    batch = await _begun(hall, officer, "agree", "review", [(await _review(hall, case)).id])
    await _due(hall)
    progress = await _progress(hall, officer, batch)
    assert [row.status for row in progress.rows] == ["done"]
    assert progress.batch.finished_at is not None
    assert (await _review(hall, case)).vote == "agree"


async def _begun(
    hall: Hall, officer: SignedInOfficer, act: str, kind: str, ids: Sequence[UUID], words: str = ""
) -> Batch:
    """A batch put down by a service that died before it did a row."""
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        viewer = await viewer_again(session, officer.id, hall.tools)
        chosen = [await named(session, Ticked(kind, id)) for id in ids]
        batch = await begin_batch(
            session, hall.tools, viewer, KINDS[act], chosen, id=new_id(), words=words, whom=""
        )
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await session.execute(_NOW)
    return batch


async def _due(hall: Hall) -> None:
    """Half a minute has gone by."""
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await session.execute(_NOW)
    await work_off(hall.tools, hall.here)


_NOW = text("update outbox set not_before = now() where job = 'cases.batch'")


async def _progress(hall: Hall, officer: SignedInOfficer, batch: Batch) -> Progress:
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        viewer = await viewer_again(session, officer.id, hall.tools)
        return await progress_of_batch(session, viewer, batch.id)


async def _review(hall: Hall, case: Case) -> Task:
    tasks = await tasks_here(hall.tools, hall.here, case)
    return next(task for task in tasks if task.peer_id is None and task.kind == "review")


async def _jobs(hall: Hall) -> list[UUID]:
    asked = "select id from outbox where job = 'cases.batch' and done_at is null"
    return [UUID(str(id)) for id in await _rows(hall, asked)]


async def _written(hall: Hall, cases: Sequence[Case]) -> list[object]:
    """Every line that an answer on these cases could have left."""
    asked = (
        "select to_jsonb(t) from case_tasks t where case_id = any(:ids) order by id",
        "select to_jsonb(h) from case_history h where case_id = any(:ids) order by case_id, seq",
    )
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        ids = {"ids": [case.id for case in cases]}
        return [list(await session.scalars(text(one), ids)) for one in asked]


async def _rows(hall: Hall, asked: str) -> list[object]:
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        return list(await session.scalars(text(asked)))

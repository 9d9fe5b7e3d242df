"""A public notice from its posting to its end: days, masking, objections, the timer."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import select, text

from jointhall.cases.decision import decide
from jointhall.cases.notice_queries import objections_waiting
from jointhall.cases.notices import Objection
from jointhall.cases.objecting import file_objection
from jointhall.cases.queries import case_numbered, history_of, tasks_of
from jointhall.cases.withdrawal import withdraw
from jointhall.deadlines.actions import recompute_open, set_day
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.records.chain import verify
from tests.builders.crossing import OFFICER, Scene
from tests.builders.noticed import (
    OBJECTOR,
    acts_of,
    heading,
    heard,
    looked_at,
    objected,
    posted,
    ring,
    wake,
)
from tests.builders.people import a_resident
from tests.builders.sheets_noticed import CARD, NAME, PHONE, a_noticed_scene


async def test_it_goes_up_when_its_step_is_reached_masked_and_for_its_days(noticed: Scene) -> None:
    number = await posted(noticed)
    case, notice = await looked_at(noticed, number)
    assert (case.step_code, notice.status) == ("notice", "running")
    assert notice.ends_on == date(2026, 11, 19)  # three working days after Monday the 16th
    assert notice.number.endswith("GS2026-001")
    shown = notice.shown(noticed.tools.secrets)
    assert dict(shown.rows) == {
        "申请人": "欧**三", "身份证号": "430321********0012",
        "联系电话": "138****5678", "多少人": "二十人以内",
    }  # fmt: skip
    kept = shown.as_bytes().decode()
    assert not any(secret in kept for secret in (NAME, CARD, PHONE))
    assert await heading(noticed, number) == "公示中，还有 3 天"
    assert "notice.posted" in await acts_of(noticed, number)


async def test_natural_days_that_end_on_a_holiday_run_on_to_the_next_working_day(
    tools: Tools, tmp_path: Path
) -> None:
    days = ("期限: 3个工作日\n      地点", "期限: 5个自然日\n      地点")
    scene = await a_noticed_scene(tools, tmp_path, days)
    _case, notice = await looked_at(scene, await posted(scene))
    assert notice.ends_on == date(2026, 11, 23)  # the fifth day is a Saturday


async def test_nobody_objects_and_the_timer_ends_the_step(noticed: Scene) -> None:
    number = await posted(noticed)
    await wake(noticed, 3.2)
    assert (await looked_at(noticed, number))[1].status == "running"  # the last day is whole
    await wake(noticed, 0.5)
    _case, notice = await looked_at(noticed, number)
    assert (notice.status, notice.taken_down_at) == ("agreed", noticed.tools.clock.now())
    assert await heading(noticed, number) == "意见齐了，等镇领导决定"
    async with noticed.tools.database.transaction(noticed.here.standing()) as session:
        _lines, flaws = await verify(session, noticed.here.tenant_id)
    assert flaws == []


async def test_the_timer_taken_twice_takes_effect_once(
    noticed: Scene, above: asyncpg.Connection
) -> None:
    number = await posted(noticed)
    await wake(noticed, 4)
    await above.execute(
        "update outbox set done_at = null where tenant_id = $1 and job = 'cases.take_down'",
        noticed.here.tenant_id,
    )
    await ring(noticed)
    acts = await acts_of(noticed, number)
    assert acts.count("notice.taken_down") == acts.count("decision.asked") == 1


async def test_a_worker_killed_at_the_timer_loses_nothing(
    noticed: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await posted(noticed)
    noticed.tools.clock.move_on(timedelta(days=4))  # type: ignore[attr-defined]

    async def dies(*_args: object, **_also: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("jointhall.cases.circulation.ask_for_decision", dies)
        with pytest.raises(KeyboardInterrupt):
            await ring(noticed)
    assert (await looked_at(noticed, number))[1].status == "running"
    await ring(noticed)
    assert (await looked_at(noticed, number))[1].status == "agreed"


async def test_an_open_objection_holds_the_step_until_it_is_answered(noticed: Scene) -> None:
    number = await posted(noticed)
    objection = await objected(noticed, number)
    assert objection.number.endswith("-1")
    await wake(noticed, 4)
    _case, notice = await looked_at(noticed, number)
    assert notice.status == "held"
    assert await heading(noticed, number) == "公示期满，还有 1 份异议在核实"
    await heard(noticed, number, objection, "dismissed")
    assert (await looked_at(noticed, number))[1].status == "agreed"
    with pytest.raises(Refusal, match="答复过了"):
        await heard(noticed, number, objection, "upheld")


async def test_an_upheld_objection_refuses_the_step_and_the_head_decides(noticed: Scene) -> None:
    number = await posted(noticed)
    first, second = await objected(noticed, number), await objected(noticed, number)
    await heard(noticed, number, first, "dismissed")
    await heard(noticed, number, second, "upheld")
    assert (await looked_at(noticed, number))[1].status == "running"  # until its days are over
    await wake(noticed, 4)
    assert (await looked_at(noticed, number))[1].status == "refused"
    assert await heading(noticed, number) == "公示有异议成立，等镇领导决定"
    async with noticed.tools.database.transaction(noticed.here.standing()) as session:
        case = await case_numbered(session, number)
        task = next(task for task in await tasks_of(session, case) if task.kind == "decide")
        await decide(
            session, noticed.tools, noticed.here, task, outcome="refused", why="不符合条件",
            by=OFFICER,
        )  # fmt: skip
    await drain(noticed.tools, noticed.county.tenant_id, queues=ALL - {"messages"})
    case, _notice = await looked_at(noticed, number)
    assert (case.status, case.outcome) == ("closed", "refused")


async def test_the_objector_is_told_and_the_applicant_learns_nobodys_name(noticed: Scene) -> None:
    number, neighbour = await posted(noticed), await a_resident(noticed.tools)
    objection = await objected(noticed, number, by=neighbour)
    await heard(noticed, number, objection, "dismissed")
    await ring(noticed)
    database = noticed.tools.database
    mine = noticed.here.standing(resident_id=noticed.resident_id)
    async with database.transaction(mine, read_only=True) as session:
        case = await case_numbered(session, number)
        lines = [f"{one.words}{one.note}" for one in await history_of(session, case)]
        assert list(await session.scalars(select(Objection))) == []
    assert any("收到一份公示异议" in line for line in lines)
    assert not any(OBJECTOR in line or "收割机" in line or "看过了" in line for line in lines)
    theirs = noticed.here.standing(resident_id=neighbour.id)
    async with database.transaction(theirs, read_only=True) as session:
        told = await session.scalars(text("select link_path from messages"))
        assert f"/objections/{objection.number}" in list(told)
        (found,) = await session.scalars(select(Objection))
        assert found.reasons(noticed.tools.secrets) == "到他家看过了"


async def test_sent_twice_it_is_one_objection(noticed: Scene) -> None:
    number, neighbour = await posted(noticed), await a_resident(noticed.tools)
    _case, notice = await looked_at(noticed, number)
    once: UUID = new_id()
    for _tap in range(2):
        standing = noticed.here.standing(resident_id=neighbour.id)
        async with noticed.tools.database.transaction(standing) as session:
            made = await file_objection(
                session, noticed.tools, notice.number, resident_id=neighbour.id, name=OBJECTOR,
                phone=neighbour.phone, words="不实", file=None, submission_id=once,
            )  # fmt: skip
    assert made.number == f"{notice.number}-1"
    async with noticed.tools.database.transaction(noticed.here.standing()) as session:
        assert len(await objections_waiting(session)) == 1


async def test_what_is_over_takes_no_objection(noticed: Scene) -> None:
    number = await posted(noticed)
    noticed.tools.clock.move_on(timedelta(days=4))  # type: ignore[attr-defined]
    with pytest.raises(Refusal, match="已经结束"):
        await objected(noticed, number)


async def test_an_empty_objection_says_what_is_missing(noticed: Scene) -> None:
    _case, notice = await looked_at(noticed, await posted(noticed))
    async with noticed.tools.database.transaction(noticed.here.standing()) as session:
        with pytest.raises(BadForm) as bad:
            await file_objection(
                session, noticed.tools, notice.number, resident_id=new_id(), name=" ", phone="",
                words="", file=None, submission_id=new_id(),
            )  # fmt: skip
    assert set(bad.value.troubles) == {"name", "words"}


async def test_a_withdrawn_case_takes_its_notice_down_and_lets_objections_lapse(
    noticed: Scene,
) -> None:
    number, neighbour = await posted(noticed), await a_resident(noticed.tools)
    objection = await objected(noticed, number, by=neighbour)
    mine = noticed.here.standing(resident_id=noticed.resident_id)
    async with noticed.tools.database.transaction(mine) as session:
        case = await case_numbered(session, number, hold=True)
        by = Actor("resident", noticed.resident_id, "申请人")
        await withdraw(session, noticed.tools, case, by=by)
    await ring(noticed)
    assert (await looked_at(noticed, number))[1].status == "withdrawn"
    async with noticed.tools.database.transaction(noticed.here.standing()) as session:
        found = await session.scalar(select(Objection).where(Objection.id == objection.id))
    assert found is not None
    assert found.status == "lapsed"
    await wake(noticed, 5)
    assert "notice.taken_down" not in await acts_of(noticed, number)


async def test_a_calendar_that_changes_moves_the_last_day_and_the_timer_waits_for_it(
    noticed: Scene,
) -> None:
    number = await posted(noticed)
    async with noticed.tools.database.transaction(noticed.county.standing()) as session:
        await set_day(
            session, date(2026, 11, 18), is_off=True, name="县里停电", by=SYSTEM,
            at=noticed.tools.clock.now(),
        )  # fmt: skip
    async with noticed.tools.database.transaction(noticed.here.standing()) as session:
        await recompute_open(session, as_of=date(2026, 11, 16))
    _case, notice = await looked_at(noticed, number)
    assert notice.ends_on == date(2026, 11, 20)
    await wake(noticed, 4)
    assert (await looked_at(noticed, number))[1].status == "running"
    await wake(noticed, 1)
    assert (await looked_at(noticed, number))[1].status == "agreed"

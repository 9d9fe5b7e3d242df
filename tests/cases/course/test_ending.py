"""Ending: on a ground from a list, in writing with the remedies; nobody is left asked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from jointhall.cases.acceptance import ask_correction
from jointhall.cases.answering import referral_of
from jointhall.cases.course.ending import UNANSWERED, end_case, grounds_for
from jointhall.cases.course.queries import extensions_of, procedures_of
from jointhall.cases.queries import hold_case, tasks_of
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.messages.models import Message
from tests.builders.coursed import (
    CLERK,
    HEAD,
    days_go_by,
    held,
    history,
    letters,
    limits,
    seen,
    started,
    under_way,
)
from tests.builders.crossing import Scene
from tests.builders.halls import a_hall
from tests.builders.noticed import looked_at, objected, posted, ring
from tests.builders.sheets_noticed import filed

from .test_extension import asked


async def ended(scene: Scene, number: str, ground: str, why: str = "房子去年塌了") -> None:
    async with held(scene, number) as (session, case):
        await end_case(session, scene.tools, scene.here, case, ground=ground, why=why, by=HEAD)


async def to_be_mended(scene: Scene) -> str:
    number = await filed(scene)
    async with held(scene, number) as (session, case):
        await ask_correction(
            session, scene.tools, scene.here, case, what="补一张清楚的照片", by=CLERK
        )
    return number


async def test_it_ends_with_a_letter_that_says_why_and_how_to_object(coursed: Scene) -> None:
    number = await under_way(coursed)
    await ended(coursed, number, "gone")
    case, progress = await seen(coursed, number)
    assert (case.status, case.closed_at) == ("ended", coursed.tools.clock.now())
    assert progress.heading == "这件已经终止"
    letter = (await letters(coursed, number))["termination"].told["text"]
    assert "申请所指的东西已经不存在：房子去年塌了" in letter
    assert "60日内" in letter
    assert all(not one.is_open for one in (await limits(coursed, number)).values())
    async with held(coursed, number) as (session, held_case):
        assert {task.status for task in await tasks_of(session, held_case)} == {"withdrawn"}
        assert "case.ended" in list(await session.scalars(select(Message.kind)))
    line = (await history(coursed, number))[-1]
    assert (line.act, line.who_name) == ("case.ended", "何卫东")


async def test_what_was_asked_for_and_what_stood_still_is_dropped_with_it(coursed: Scene) -> None:
    number = await under_way(coursed)
    await asked(coursed, number)
    await started(coursed, number)
    await ended(coursed, number, "law", "新办法从今年一月起不再要批")
    async with held(coursed, number) as (session, case):
        assert [one.status for one in await extensions_of(session, case.id)] == ["lapsed"]
        assert [one.status for one in await procedures_of(session, case.id)] == ["called_off"]
    await days_go_by(coursed, 30)
    assert "procedure.overran" not in [line.act for line in await history(coursed, number)]


async def test_its_notice_comes_down_and_objections_need_no_answer(coursed: Scene) -> None:
    number = await posted(coursed)
    objection = await objected(coursed, number)
    await ended(coursed, number, "gone")
    await ring(coursed)
    assert (await looked_at(coursed, number))[1].status == "withdrawn"
    async with held(coursed, number) as (session, _case):
        found = await session.get(type(objection), (objection.tenant_id, objection.id))
        assert found is not None
        assert found.status == "lapsed"


async def test_whoever_was_asked_elsewhere_hears_that_it_is_not_needed(tools: Tools) -> None:
    hall = await a_hall(tools)
    case = await hall.asked()
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held_case = await hold_case(session, case.id)
        out = [task for task in await tasks_of(session, held_case) if task.peer_id is not None]
        await end_case(
            session, hall.tools, hall.here, held_case, ground="gone", why="地被征收了", by=HEAD
        )
    await hall.work_off()
    there = [task for task in out if task.peer_id == hall.there.tenant_id]
    async with hall.tools.database.transaction(hall.there.standing()) as session:
        assert (await referral_of(session, there[0].id)).status == "withdrawn"


async def test_a_correction_that_never_comes_ends_it_after_a_reminder_and_a_month(
    coursed: Scene,
) -> None:
    number = await to_be_mended(coursed)
    await days_go_by(coursed, 21)
    acts = [line.act for line in await history(coursed, number)]
    assert acts[-1] == "correction.reminded"
    with pytest.raises(BadForm) as bad:
        await ended(coursed, number, UNANSWERED, "打过两次电话")
    assert "12月16日" in bad.value.troubles["ground"]
    await days_go_by(coursed, 9)
    await ended(coursed, number, UNANSWERED, "打过两次电话")
    assert (await seen(coursed, number))[0].status == "ended"


async def test_what_was_mended_in_time_is_not_reminded_of(coursed: Scene) -> None:
    number = await to_be_mended(coursed)
    async with held(coursed, number) as (_session, case):
        case.correct(by=CLERK, at=coursed.tools.clock.now())
    await days_go_by(coursed, 21)
    assert "correction.reminded" not in [line.act for line in await history(coursed, number)]


@pytest.mark.parametrize(
    ("ground", "why", "fields"),
    [("", "塌了", {"ground"}), ("tired", "塌了", {"ground"}), ("gone", " ", {"why"}),
     (UNANSWERED, "塌了", {"ground"}), ("gone", "长" * 1001, {"why"})],
)  # fmt: skip
async def test_a_ground_from_the_list_and_what_shows_it_are_needed(
    coursed: Scene, ground: str, why: str, fields: set[str]
) -> None:
    number = await under_way(coursed)
    with pytest.raises(BadForm) as bad:
        await ended(coursed, number, ground, why)
    assert set(bad.value.troubles) == fields


async def test_what_is_over_or_not_yet_looked_at_is_not_ended(coursed: Scene) -> None:
    number = await under_way(coursed)
    await ended(coursed, number, "gone")
    with pytest.raises(Refusal, match="不能终止"):
        await ended(coursed, number, "gone")
    with pytest.raises(Refusal, match="不能终止"):
        await ended(coursed, await filed(coursed), "gone")


async def test_no_answer_to_a_correction_is_a_ground_only_where_one_was_asked(
    coursed: Scene,
) -> None:
    codes = [one.code for one in grounds_for((await seen(coursed, await under_way(coursed)))[0])]
    assert UNANSWERED not in codes
    mended = (await seen(coursed, await to_be_mended(coursed)))[0]
    assert UNANSWERED in [one.code for one in grounds_for(mended)]

"""Asked back about, asked in turn, never delivered: whose days run, and what is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from jointhall.cases.joint.asking_back import explain
from jointhall.cases.joint.asking_in_turn import ask_in_turn
from jointhall.cases.joint.own_questions import OwnAsk
from jointhall.cases.joint.undelivered import bounce_undelivered
from jointhall.cases.steps import Referral, Task
from jointhall.kernel.clock import FixedClock
from jointhall.kernel.refusals import BadForm, Refusal
from tests.builders.crossing import OFFICER, Scene
from tests.builders.joint import (
    NEIGHBOUR,
    accepted,
    answers,
    asked,
    asks_back,
    case_of,
    declines,
    on_the_desk,
    referral_at,
    seen_at,
    settle,
    tasks,
    thread,
)


async def told(scene: Scene, number: str, words: str = "东边那块") -> None:
    id = (await tasks(scene, number))["other_land"].id
    async with case_of(scene, number) as (session, case):
        task = await session.get_one(Task, (case.tenant_id, id), with_for_update=True)
        await explain(session, scene.tools, scene.here, case, task, words=words, by=OFFICER)
    await settle(scene)


async def test_while_they_wait_for_our_words_their_days_stand_still_and_the_cases_run(
    scene: Scene,
) -> None:
    number = await asked(scene)
    before = (await seen_at(scene, scene.there)).due_on
    async with case_of(scene, number) as (_session, case):
        promised = case.due_on
    await asks_back(scene, scene.there)
    assert (await seen_at(scene, scene.there)).status == "waiting"
    waiting = await thread(scene, (await tasks(scene, number))["other_land"])
    assert waiting.waits_for_our_words
    later(scene, days=7)
    await told(scene, number)
    after = await seen_at(scene, scene.there)
    assert after.status == "open"
    assert (after.due_on - before).days >= 7
    assert (await tasks(scene, number))["other_land"].due_on == after.due_on
    async with case_of(scene, number) as (_session, case):
        assert case.due_on == promised


async def test_told_on_the_same_day_nothing_stood_still(scene: Scene) -> None:
    number = await asked(scene)
    before = (await seen_at(scene, scene.there)).due_on
    await asks_back(scene, scene.there)
    await told(scene, number)
    assert (await seen_at(scene, scene.there)).due_on == before


async def test_one_asks_back_twice_and_not_a_third_time(scene: Scene) -> None:
    number = await asked(scene)
    for _turn in range(2):
        await asks_back(scene, scene.there)
        with pytest.raises(Refusal, match="正等对方说明"):
            await asks_back(scene, scene.there)
        await told(scene, number)
    with pytest.raises(Refusal, match="已经请对方说明过 2 次"):
        await asks_back(scene, scene.there)


async def test_answered_without_waiting_nothing_is_left_to_explain(scene: Scene) -> None:
    number = await asked(scene)
    await asks_back(scene, scene.there)
    await answers(scene, scene.there)
    await settle(scene)
    assert (await tasks(scene, number))["other_land"].status == "done"
    assert not (await thread(scene, (await tasks(scene, number))["other_land"])).waits_for_our_words
    with pytest.raises(Refusal, match="不等我们说明"):
        await told(scene, number)


async def test_nothing_waits_for_our_words_once_nobody_need_answer(scene: Scene) -> None:
    number = await asked(scene)
    await asks_back(scene, scene.there)
    await answers(scene, scene.county, "refuse", "占了基本农田")
    await settle(scene)
    task = (await tasks(scene, number))["other_land"]
    assert task.status == "withdrawn"
    assert not (await thread(scene, task)).waits_for_our_words


async def test_an_own_question_goes_when_the_one_it_was_for_is_given_back(scene: Scene) -> None:
    await asked(scene)
    async with referral_at(scene, scene.there) as (session, referral):
        await ask_in_turn(
            session, scene.tools, scene.there, referral, to=scene.here, office="ziran",
            words="路归谁修", by=NEIGHBOUR,
        )  # fmt: skip
    await settle(scene)
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        mine = await session.scalar(select(Referral).where(Referral.about_id.is_not(None)))
        assert mine is not None
        assert mine.status == "open"
    await declines(scene, scene.there)
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        mine = await session.scalar(select(Referral).where(Referral.about_id.is_not(None)))
        assert mine is not None
        assert mine.status == "withdrawn"
    async with scene.tools.database.transaction(scene.there.standing()) as session:
        assert await session.scalar(select(OwnAsk.status)) == "withdrawn"


@pytest.mark.parametrize("reason", ["", "because"])
async def test_nothing_is_given_back_without_a_reason_of_the_list(
    scene: Scene, reason: str
) -> None:
    await asked(scene)
    with pytest.raises(BadForm, match="为什么退回"):
        await declines(scene, scene.there, reason=reason)
    assert (await seen_at(scene, scene.there)).status == "open"


async def test_what_never_arrives_is_on_the_desk_after_a_working_day_and_counts_if_it_comes(
    scene: Scene,
) -> None:
    number = await accepted(scene)
    assert await bounce_undelivered(scene.tools, scene.here) == 0
    later(scene, days=4)
    assert await bounce_undelivered(scene.tools, scene.here) == 2
    task = (await tasks(scene, number))["other_land"]
    assert (task.status, (await thread(scene, task)).reason) == ("bounced", "undelivered")
    # What was lost comes all the same, and is answered before the county has ruled.
    await settle(scene)
    assert [one.bounces for one in await on_the_desk(scene)] == [1, 1]
    await answers(scene, scene.there)
    await settle(scene)
    assert (await tasks(scene, number))["other_land"].status == "done"
    assert sorted(one.status for one in await on_the_desk(scene)) == ["open", "withdrawn"]


def later(scene: Scene, *, days: int) -> None:
    now = scene.tools.clock.now() + timedelta(days=days)
    scene.tools = replace(scene.tools, clock=FixedClock(now))

"""An answer sent by envelope is its sender's again while nobody has built on it, and not later."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from jointhall.cases.answering import answer_referral
from jointhall.cases.joint.asking_in_turn import ask_in_turn
from jointhall.cases.joint.own_questions import OwnAsk
from jointhall.cases.joint.taking_back import ask_to_take_back
from jointhall.cases.steps import Referral
from jointhall.deadlines.queries import open_deadline_of
from jointhall.kernel.refusals import NotAllowed, Refusal
from jointhall.kernel.who import Actor
from jointhall.web.place import Place
from tests.builders.crossing import OFFICER, Scene
from tests.builders.joint import (
    NEIGHBOUR,
    a_third,
    answers,
    asked,
    asks_anew,
    chains_hold,
    history,
    referral_at,
    seen_at,
    settle,
    tasks,
    with_rule,
)


async def takes_back(scene: Scene, place: Place, *, by: Actor = NEIGHBOUR) -> None:
    async with referral_at(scene, place) as (session, referral):
        await ask_to_take_back(session, scene.tools, place, referral, words="看错了地块", by=by)


async def test_while_the_step_is_open_the_word_is_asked_for_again_on_the_days_it_had(
    scene: Scene,
) -> None:
    number = await asked(scene)
    before = (await tasks(scene, number))["other_land"].due_on
    await answers(scene, scene.there, "agree", "同意")
    await settle(scene)
    await takes_back(scene, scene.there)
    with pytest.raises(Refusal, match="已经请"):
        await takes_back(scene, scene.there)
    await settle(scene)
    task = (await tasks(scene, number))["other_land"]
    assert (task.status, task.vote, task.due_on) == ("open", None, before)
    ours_again = await seen_at(scene, scene.there)
    assert (ours_again.status, ours_again.vote, ours_again.due_on) == ("open", None, before)
    for place, kind in ((scene.here, "task"), (scene.there, "referral")):
        async with scene.tools.database.transaction(place.standing(), read_only=True) as session:
            assert await open_deadline_of(session, kind, task.id, "answer") is not None
    await answers(scene, scene.there, "refuse", "占了水渠")
    await settle(scene)
    task = (await tasks(scene, number))["other_land"]
    assert (task.vote, task.opinion) == ("refuse", "占了水渠")
    told = [(line.act, line.note) for line in await history(scene, number)]
    words = ["同意", "看错了地块", "占了水渠"]
    acts = ["task.answered", "task.recalled", "task.answered"]
    assert [one for one in told if one[1] in words] == list(zip(acts, words, strict=True))
    await chains_hold(scene)


async def test_once_the_step_is_over_the_word_stands_on_both_sides(
    scene: Scene, tmp_path: Path
) -> None:
    await with_rule(scene, tmp_path / "modules", "至少2家同意")
    third = await a_third(scene)
    number = await asked(scene, also=[third])
    for place in (scene.there, scene.county):
        await answers(scene, place)
    await settle(scene)
    await takes_back(scene, scene.there)
    await settle(scene)
    stands = await seen_at(scene, scene.there)
    assert (stands.status, stands.vote, stands.recall_outcome) == ("answered", "agree", "over")
    assert "task.recall_refused" in [line.act for line in await history(scene, number)]
    with pytest.raises(Refusal, match="没有可以撤回"):
        await takes_back(scene, scene.there)


async def test_a_step_that_ends_while_the_envelope_is_under_way_leaves_the_word_counted(
    scene: Scene,
) -> None:
    number = await asked(scene)
    await answers(scene, scene.there)
    await settle(scene)
    await takes_back(scene, scene.there)
    # Another refusal is first, and the leader is asked at once.
    await answers(scene, scene.county, "refuse", "占了基本农田")
    await settle(scene)
    task = (await tasks(scene, number))["other_land"]
    kept = await seen_at(scene, scene.there)
    # Whichever came first, both sides say the same.
    assert (task.status == "done") == (kept.status == "answered")
    assert kept.recall_asked_at is None


async def test_what_was_asked_anew_meanwhile_is_answered_anew(scene: Scene) -> None:
    number = await asked(scene)
    await answers(scene, scene.there, "refuse", "面积不对")
    await takes_back(scene, scene.there)
    await asks_anew(scene, number)
    again = await seen_at(scene, scene.there)
    assert (again.status, again.round, again.recall_asked_at) == ("open", 2, None)


async def test_only_whoever_gave_it_takes_it_back(scene: Scene) -> None:
    await asked(scene)
    with pytest.raises(Refusal, match="没有可以撤回"):
        await takes_back(scene, scene.there)
    await answers(scene, scene.there)
    with pytest.raises(NotAllowed, match="只有提意见的人"):
        await takes_back(scene, scene.there, by=OFFICER)


async def test_an_answer_to_an_own_question_is_given_back_until_it_was_used(scene: Scene) -> None:
    await asked(scene)
    async with referral_at(scene, scene.there) as (session, referral):
        await ask_in_turn(
            session, scene.tools, scene.there, referral, to=scene.here, office="ziran",
            words="路归谁修", by=NEIGHBOUR,
        )  # fmt: skip
    await settle(scene)
    for is_used in (False, True):
        if is_used:
            await answers(scene, scene.there)
        async with scene.tools.database.transaction(scene.here.standing()) as session:
            mine = await session.scalar(select(Referral).where(Referral.about_id.is_not(None)))
            assert mine is not None
            if mine.status == "open":
                await answer_referral(
                    session, scene.tools, scene.here, mine, vote="agree", opinion="我们修",
                    by=OFFICER,
                )  # fmt: skip
        await settle(scene)
        async with scene.tools.database.transaction(scene.here.standing()) as session:
            mine = await session.scalar(select(Referral).where(Referral.about_id.is_not(None)))
            assert mine is not None
            await ask_to_take_back(
                session, scene.tools, scene.here, mine, words="问错人了", by=OFFICER
            )
        await settle(scene)
        async with scene.tools.database.transaction(scene.there.standing()) as session:
            own = await session.scalar(select(OwnAsk))
            assert own is not None
            assert (own.status == "answered") == is_used
        if not is_used:
            async with scene.tools.database.transaction(scene.here.standing()) as session:
                mine = await session.scalar(select(Referral).where(Referral.about_id.is_not(None)))
                assert mine is not None
                await answer_referral(
                    session, scene.tools, scene.here, mine, vote="agree", opinion="我们修",
                    by=OFFICER,
                )  # fmt: skip
            await settle(scene)

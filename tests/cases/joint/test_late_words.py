"""Several townships at once: enough is enough, said politely; late words stay; one voice each."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointhall.cases.answering import answer_referral
from jointhall.cases.joint.late_words import leave_late_word
from jointhall.cases.queries import tasks_of
from jointhall.kernel.refusals import Refusal
from tests.builders.crossing import Scene
from tests.builders.joint import (
    NEIGHBOUR,
    a_third,
    answers,
    asked,
    asks_anew,
    case_of,
    chains_hold,
    history,
    referral_at,
    seen_at,
    settle,
    tasks,
    thread,
    with_rule,
)


async def test_a_word_under_way_when_the_step_ends_is_kept_on_both_sides(
    scene: Scene, tmp_path: Path
) -> None:
    await with_rule(scene, tmp_path / "modules", "至少2家同意")
    third = await a_third(scene)
    number = await asked(scene, also=[third])
    for place in (scene.there, scene.county, third):
        await answers(scene, place, "agree", place.name)
    await settle(scene)
    async with case_of(scene, number) as (session, case):
        asked_of = [one for one in await tasks_of(session, case) if one.kind == "review"]
    assert sorted(one.status for one in asked_of) == ["done", "done", "withdrawn", "withdrawn"]
    late = [line for line in await history(scene, number) if line.act == "task.answered_late"]
    (too_late,) = [one for one in asked_of if one.status == "withdrawn" and one.peer_id]
    assert [line.note for line in late] == [too_late.party_name]
    assert (await thread(scene, too_late)).late_vote == "agree"
    assert [line.act for line in await history(scene, number)].count("step.finished") == 1
    answered = await seen_at(
        scene, next(one for one in (scene.there, scene.county, third)
                    if one.tenant_id == too_late.peer_id)
    )  # fmt: skip
    assert answered.status == "answered"
    assert "不用答了。谢谢。" in answered.ended_words
    await chains_hold(scene, third)


async def test_thanks_name_those_whose_word_was_enough(scene: Scene, tmp_path: Path) -> None:
    await with_rule(scene, tmp_path / "modules", "至少2家同意")
    third = await a_third(scene)
    number = await asked(scene, also=[third])
    for place in (scene.there, scene.county):
        await answers(scene, place)
        await settle(scene)
    left = await seen_at(scene, third)
    assert left.status == "withdrawn"
    names, thanks, _rest = left.ended_words.partition("已经同意，够数了，不用答了。谢谢。")
    assert (set(names.split("、")), bool(thanks)) == ({scene.there.name, "县自然资源局"}, True)
    async with referral_at(scene, third) as (session, referral):
        await leave_late_word(
            session, scene.tools, third, referral, vote="refuse", opinion="路要留出来", by=NEIGHBOUR
        )
    await settle(scene)
    late = [line for line in await history(scene, number) if line.act == "task.answered_late"]
    assert [line.note for line in late] == ["路要留出来"]
    kept = await seen_at(scene, third)
    assert (kept.status, kept.vote) == ("withdrawn", "refuse")


async def test_an_answer_to_an_older_envelope_is_not_counted_and_is_asked_for_again(
    scene: Scene,
) -> None:
    number = await asked(scene)
    await answers(scene, scene.there, "refuse", "面积不对")
    await asks_anew(scene, number)
    task = (await tasks(scene, number))["other_land"]
    # The older word may have come first, and then it counted.
    assert task.status == "open"
    assert (await thread(scene, task)).late_vote == "refuse"
    again = await seen_at(scene, scene.there)
    assert (again.status, again.round, again.vote) == ("open", 2, None)
    await answers(scene, scene.there)
    await settle(scene)
    assert (await tasks(scene, number))["other_land"].vote == "agree"


async def test_two_answers_of_one_township_are_one_of_the_two_that_are_wanted(
    scene: Scene, tmp_path: Path
) -> None:
    await with_rule(scene, tmp_path / "modules", "至少2家同意")
    third = await a_third(scene)
    number = await asked(scene, also=[third])
    await asks_anew(scene, number, to=third)
    for _word in range(2):
        async with referral_at(scene, third, status="open") as (session, referral):
            await answer_referral(
                session, scene.tools, third, referral, vote="agree", opinion="", by=NEIGHBOUR
            )
        await settle(scene)
    assert "step.finished" not in [line.act for line in await history(scene, number)]
    await answers(scene, scene.county)
    await settle(scene)
    assert "step.finished" in [line.act for line in await history(scene, number)]


async def test_one_word_is_given_once(scene: Scene) -> None:
    await asked(scene)
    await answers(scene, scene.there)
    with pytest.raises(Refusal, match="已经有答复"):
        await answers(scene, scene.there, "refuse", "再想想")

"""What comes back goes to the county, which says whose it is; too often is an alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from jointhall.cases.answering import answer_referral, answered
from jointhall.cases.supervision.models import WatchedClock
from jointhall.cases.supervision.watching import look
from jointhall.exchange import Received
from jointhall.kernel.clock import FixedClock
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from tests.builders.crossing import Scene
from tests.builders.joint import (
    NEIGHBOUR,
    a_third,
    answers,
    asked,
    asks_anew,
    chains_hold,
    declines,
    history,
    on_the_desk,
    referral_at,
    rules,
    seen_at,
    settle,
    tasks,
    thread,
)


async def test_a_wrong_address_lies_with_the_county_until_it_says_who_answers(scene: Scene) -> None:
    third = await a_third(scene)
    number = await asked(scene)
    await declines(scene, scene.there, proposed=third)
    before = (await tasks(scene, number))["other_land"]
    assert before.status == "bounced"
    (matter,) = await on_the_desk(scene)
    assert (matter.status, matter.reason, matter.bounces) == ("open", "not_ours", 1)
    assert (matter.proposed_id, matter.asked_name) == (third.tenant_id, scene.there.name)
    assert (matter.due_on - matter.came_at.date()).days <= 4
    await rules(scene, before.id, "readdress", to=third)
    asked_now = (await tasks(scene, number))["other_land"]
    assert (asked_now.status, asked_now.peer_id) == ("open", third.tenant_id)
    assert (await seen_at(scene, third)).ruled_words == "按界址图定"
    await answers(scene, third)
    await settle(scene)
    done = (await tasks(scene, number))["other_land"]
    assert (done.status, done.vote, done.party_name) == ("done", "agree", third.name)
    acts = [line.act for line in await history(scene, number)]
    told = ["task.bounced", "thread.to_county", "task.asked_anew", "task.answered"]
    assert [act for act in acts if act in told] == told
    await chains_hold(scene, third)


async def test_whom_the_county_named_cannot_say_again_that_it_is_not_theirs(scene: Scene) -> None:
    number = await asked(scene)
    await declines(scene, scene.there)
    await rules(scene, (await tasks(scene, number))["other_land"].id, "insist")
    back = await seen_at(scene, scene.there)
    assert (back.status, back.round, back.reason) == ("open", 2, "")
    with pytest.raises(Refusal, match="县里已经定了"):
        await declines(scene, scene.there)
    await answers(scene, scene.there)
    await settle(scene)
    assert (await tasks(scene, number))["other_land"].status == "done"


async def test_more_than_three_bounces_raise_an_alarm_on_both_sides(scene: Scene) -> None:
    number = await asked(scene)
    id = (await tasks(scene, number))["other_land"].id
    for turn in range(4):
        await declines(scene, scene.there, reason="too_little" if turn else "not_ours")
        matters = await on_the_desk(scene)
        assert matters[0].is_alarming == (turn == 3)
        if turn < 3:
            await asks_anew(scene, number)
    assert matters[0].bounces == 4
    assert (await thread(scene, (await tasks(scene, number))["other_land"])).alarmed_at is not None
    assert "thread.alarm" in [line.act for line in await history(scene, number)]
    async with scene.tools.database.transaction(scene.county.standing()) as session:
        found = await session.execute(
            text("select count(*) as n from journal where act = 'desk.alarm' and subject = :s"),
            {"s": f"desk:{id}"},
        )
        assert found.scalar_one() == 1


async def test_the_county_rules_once_with_reasons_and_for_somebody(scene: Scene) -> None:
    number = await asked(scene)
    id = (await tasks(scene, number))["other_land"].id
    await declines(scene, scene.there)
    with pytest.raises(BadForm, match="改由哪一家"):
        await rules(scene, id, "readdress")
    with pytest.raises(BadForm, match="怎么定"):
        await rules(scene, id, "perhaps")
    await rules(scene, id, "return")
    with pytest.raises(Refusal, match="已经定过"):
        await rules(scene, id, "insist")
    assert (await thread(scene, (await tasks(scene, number))["other_land"])).waits_for_us


async def test_the_days_the_county_is_late_with_are_the_countys(scene: Scene) -> None:
    number = await asked(scene)
    await declines(scene, scene.there)
    scene.tools = replace(
        scene.tools, clock=FixedClock(scene.tools.clock.now() + timedelta(days=7))
    )
    await look(scene.tools, scene.here)
    task = (await tasks(scene, number))["other_land"]
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        asked_for = select(WatchedClock).where(
            WatchedClock.subject_id == task.id, WatchedClock.key == "ruling"
        )
        late = (await session.scalars(asked_for)).one()
    # A clock with a peer is counted against the peer: see `supervision.lateness`.
    assert (late.peer_id, late.party_name) == (scene.county.tenant_id, scene.county.name)
    await rules(scene, task.id, "insist")
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        assert (await session.scalars(asked_for)).one().ended_at is not None


async def test_the_desk_is_told_when_nobody_need_answer_any_more(scene: Scene) -> None:
    await asked(scene)
    await declines(scene, scene.there)
    async with referral_at(scene, scene.county) as (session, referral):
        await answer_referral(
            session, scene.tools, scene.county, referral, vote="refuse", opinion="占了基本农田",
            by=NEIGHBOUR,
        )  # fmt: skip
    await settle(scene)
    (matter,) = await on_the_desk(scene)
    assert matter.status == "withdrawn"


async def test_who_was_never_asked_says_nothing_in_a_case(scene: Scene) -> None:
    third = await a_third(scene)
    number = await asked(scene)
    task = (await tasks(scene, number))["other_land"]
    body = {"vote": "refuse", "opinion": "x", "office": "", "officer": "x", "from_name": "x",
            "at": scene.tools.clock.now().isoformat(), "round": 1}  # fmt: skip
    stranger = Received(
        new_id(), third.tenant_id, "approval.answered", task.id, body, scene.tools.clock.now()
    )
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        with pytest.raises(NotHere):
            await answered(session, scene.tools, stranger)
    assert (await tasks(scene, number))["other_land"].status == "open"

"""A township merged or suspended mid-way: what lies open goes to who comes after, by itself."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from jointhall.cases.answering import answer_referral
from jointhall.cases.joint.handing_over import look_after_the_closed
from jointhall.cases.queries import case_numbered
from jointhall.cases.steps import Task
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.tenancy.changes import move_on
from jointhall.tenancy.merging import merge
from jointhall.tenancy.models import Status
from jointhall.web.place import Place
from tests.builders.crossing import OFFICER, Scene, submitted
from tests.builders.joint import (
    NEIGHBOUR,
    a_third,
    answers,
    asked,
    asks_back,
    case_of,
    chains_hold,
    declines,
    history,
    merged,
    on_the_desk,
    referral_at,
    row_of,
    rules,
    seen_at,
    settle,
    tasks,
)
from tests.builders.pages import words_of
from tests.builders.web import a_browser


async def test_a_question_that_lay_with_a_merged_township_is_answered_by_its_successor(
    scene: Scene,
) -> None:
    third = await a_third(scene)
    number = await asked(scene)
    await live(scene, scene.there)
    await merged(scene, scene.there, third)
    old = await seen_at(scene, scene.there)
    assert old.status == "handed_over"
    assert third.name in old.ended_words
    task = (await tasks(scene, number))["other_land"]
    assert (task.status, task.peer_id) == ("open", third.tenant_id)
    assert await on_the_desk(scene) == []
    await answers(scene, third)
    await settle(scene)
    assert (await tasks(scene, number))["other_land"].vote == "agree"
    acts = [line.act for line in await history(scene, number)]
    assert "task.asked_anew" in acts
    for place in (scene.there, third, scene.county):
        async with scene.tools.database.transaction(place.standing()) as session:
            told = text("select count(*) from journal where act = 'tenant.merged'")
            assert await session.scalar(told) == 1
    await chains_hold(scene, third)


async def test_a_suspended_township_is_stood_in_for_by_the_county(scene: Scene) -> None:
    number = await asked(scene)
    await _suspended(scene, scene.there)
    task = (await tasks(scene, number))["other_land"]
    assert (task.peer_id, task.office) == (scene.county.tenant_id, "xian_ziran")
    assert (await seen_at(scene, scene.there)).status == "handed_over"
    # Asked from now on, it is the county that is asked at once.
    later = await asked(scene)
    assert (await tasks(scene, later))["other_land"].peer_id == scene.county.tenant_id


async def test_merged_into_the_one_that_asks_it_answers_itself(scene: Scene) -> None:
    number = await asked(scene)
    await live(scene, scene.there)
    await merged(scene, scene.there, scene.here)
    task = (await tasks(scene, number))["other_land"]
    assert (task.status, task.peer_id, task.party_name) == ("open", None, scene.here.name)


async def test_the_merged_townships_own_cases_ask_the_successor(scene: Scene) -> None:
    third = await a_third(scene)
    number = await asked(scene)
    await live(scene, scene.here)
    await merged(scene, scene.here, third)
    own = (await tasks(scene, number))["own_land"]
    assert (own.status, own.peer_id, own.office) == ("open", third.tenant_id, "ziran")
    await answers(scene, third)
    await settle(scene)
    assert (await tasks(scene, number))["own_land"].vote == "agree"
    for place in (scene.there, scene.county):
        await answers(scene, place)
    await settle(scene)
    await _hourly(scene)
    async with referral_at(scene, third, status="open") as (session, referral):
        assert referral.office == "lingdao"
        await answer_referral(
            session, scene.tools, third, referral, vote="refuse", opinion="占了水库的地",
            by=NEIGHBOUR,
        )  # fmt: skip
    await settle(scene)
    async with case_of(scene, number) as (_session, case):
        assert case.outcome == "refused"
        assert case.decided_at is not None


@pytest.mark.parametrize("how", ["before", "after"])
async def test_whom_an_officer_had_added_is_let_go_and_no_seat_is_stuck(
    scene: Scene, how: str
) -> None:
    third = await a_third(scene)
    number = await asked(scene)
    own = (await tasks(scene, number))["own_land"]
    async with case_of(scene, number) as (session, case):
        task = await session.get_one(Task, (case.tenant_id, own.id), with_for_update=True)
        added = Task(
            tenant_id=case.tenant_id, id=new_id(), case_id=case.id, step_id=task.step_id,
            key="own_land+1", kind="review", words="请看", office="minzheng",
            party_name=task.party_name, party_phone="", opened_at=scene.tools.clock.now(),
            due_on=task.due_on, status="open", opinion="", answered_by="", answered_by_id="",
            added_to=task.id, added_how=how,
        )  # fmt: skip
        await put(session, added)
        if how == "before":
            task.become("waiting")
        else:
            task.answer("agree", "我看过了", by="陈建", by_id="", at=scene.tools.clock.now())
    await live(scene, scene.here)
    await merged(scene, scene.here, third)
    own = (await tasks(scene, number))["own_land"]
    if how == "before":
        assert (own.status, own.peer_id) == ("open", third.tenant_id)
    else:
        assert (own.status, own.vote, own.peer_id) == ("done", "agree", None)
    assert "signer.removed" in [line.act for line in await history(scene, number)]


async def test_nobody_waits_for_the_words_of_a_township_that_is_closed(scene: Scene) -> None:
    third = await a_third(scene)
    number = await asked(scene)
    await asks_back(scene, scene.there)
    await live(scene, scene.here)
    await merged(scene, scene.here, third)
    told = await seen_at(scene, scene.there)
    assert told.status == "open"
    explained = [one.note for one in await history(scene, number) if one.act == "task.explained"]
    assert third.name in explained[0]
    # Too little to go by: nobody here says what becomes of it, so the county does.
    await declines(scene, scene.there, reason="too_little")
    await _hourly(scene)
    (matter,) = await on_the_desk(scene)
    assert (matter.status, matter.reason) == ("open", "too_little")
    await rules(scene, matter.id, "return")
    task = (await tasks(scene, number))["other_land"]
    assert (task.status, task.peer_id) == ("open", third.tenant_id)


async def test_what_waits_at_a_merged_townships_counter_goes_on_at_the_successors(
    scene: Scene,
) -> None:
    third = await a_third(scene)
    number = await submitted(scene)
    await live(scene, scene.here)
    await merged(scene, scene.here, third)
    async with scene.tools.database.transaction(third.standing()) as session:
        case = await case_numbered(session, number)
        assert case.status == "submitted"
    scene.here = await scene.tools.outside["directory"].by_id(scene.here.tenant_id)
    with pytest.raises(Refusal, match="不再收件") as refused:
        await submitted(scene)
    assert third.name in (refused.value.what_next or "")
    async with a_browser(scene.tools, scene.here) as browser:
        words = words_of(await browser.get("/"))
    assert f"{scene.here.name}停办了，新的事请到{third.name}办。" in words


async def _hourly(scene: Scene) -> None:
    await look_after_the_closed(scene.tools)
    await settle(scene)


async def test_a_township_is_merged_once_into_one_that_is_open_and_with_its_paper(
    scene: Scene,
) -> None:
    third = await a_third(scene)
    async with scene.tools.database.transaction(scene.county.standing()) as session:
        with pytest.raises(BadForm) as bad:
            await merge(
                session, scene.tools, scene.county.name, await row_of(session, third),
                await row_of(session, third), why=" ", who=OFFICER,
                directory=scene.tools.outside["directory"],
            )  # fmt: skip
    assert set(bad.value.troubles) == {"into", "why"}


async def live(scene: Scene, place: Place) -> None:
    async with scene.tools.database.transaction(scene.county.standing()) as session:
        (await row_of(session, place)).status = Status.LIVE.value
    scene.tools.outside["directory"].forget()


async def _suspended(scene: Scene, place: Place) -> None:
    await live(scene, place)
    async with scene.tools.database.transaction(scene.county.standing()) as session:
        await move_on(
            session, scene.county.name, await row_of(session, place), Status.READ_ONLY,
            who=OFFICER, directory=scene.tools.outside["directory"],
        )  # fmt: skip
    await settle(scene)

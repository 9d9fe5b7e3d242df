"""A decision that two have to make goes to the successor like any other, and two make it there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jointhall.cases.answering import answer_referral, answer_task
from jointhall.cases.decision import decide
from jointhall.cases.joint.handing_over import look_after_the_closed
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import Actor
from jointhall.web.place import Place
from tests.builders.crossing import OFFICER, Scene
from tests.builders.joint import (
    a_third,
    answers,
    asked,
    case_of,
    chains_hold,
    history,
    merged,
    referral_at,
    settle,
    tasks,
    with_rule,
)
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import a_browser
from tests.cases.joint.test_handing_over import live

FIRST = Actor("officer", new_id(), "郭静", "党政领导")
SECOND = Actor("officer", new_id(), "唐若水", "党政领导")


async def up_for_decision(scene: Scene, folder: Path) -> str:
    """A case everybody agreed to, whose decision needs two persons; its number."""
    await with_rule(scene, folder / "modules", two=True)
    number = await asked(scene)
    own = (await tasks(scene, number))["own_land"]
    async with case_of(scene, number) as (session, _case):
        task = await session.get_one(type(own), (own.tenant_id, own.id), with_for_update=True)
        await answer_task(
            session, scene.tools, scene.here, task, vote="agree", opinion="", by=OFFICER
        )
    for place in (scene.there, scene.county):
        await answers(scene, place)
    await settle(scene)
    return number


async def handed_over(scene: Scene, third: Place) -> None:
    await live(scene, scene.here)
    await merged(scene, scene.here, third)
    await look_after_the_closed(scene.tools)
    await settle(scene)


async def says(scene: Scene, third: Place, by: Actor, vote: str = "agree") -> None:
    async with referral_at(scene, third) as (session, referral):
        await answer_referral(
            session, scene.tools, third, referral, vote=vote, opinion="照办", by=by
        )
    await settle(scene)


async def test_two_of_the_successors_officers_decide(scene: Scene, tmp_path: Path) -> None:
    third = await a_third(scene)
    number = await up_for_decision(scene, tmp_path)
    await handed_over(scene, third)
    assert (await tasks(scene, number))["decision"].peer_id == third.tenant_id
    leader = await an_officer(
        scene.tools, third, name="郭静", roles=["decider"], offices=["lingdao"]
    )
    await says(scene, third, replace(FIRST, id=leader.id))
    async with a_browser(scene.tools, third, cookies=leader.cookies) as browser:
        async with referral_at(scene, third) as (_session, referral):
            assert (referral.status, referral.proposed_by) == ("open", "郭静")
            # Nobody else of the office could sign: whoever may answer in this house can.
            assert referral.office == ""
        page = words_of(await browser.get(f"/workbench/referrals/{referral.id}"))
        assert "您已经拟了“同意”，等另一位负责人签。" in page
    with pytest.raises(Refusal, match="要另一位负责人签"):
        await says(scene, third, replace(FIRST, id=leader.id))
    async with case_of(scene, number) as (_session, case):
        assert case.status == "under_review"
    await says(scene, third, SECOND)
    async with case_of(scene, number) as (_session, case):
        assert (case.status, case.outcome) == ("granted", "granted")
    decision = (await tasks(scene, number))["decision"]
    assert (decision.proposed_by, decision.answered_by) == ("郭静", "唐若水")
    assert "decision.signed" in [line.act for line in await history(scene, number)]
    await chains_hold(scene, third)


async def test_what_was_proposed_before_goes_along(scene: Scene, tmp_path: Path) -> None:
    third = await a_third(scene)
    number = await up_for_decision(scene, tmp_path)
    head = Actor("officer", new_id(), "何卫东", "党政领导")
    decision = (await tasks(scene, number))["decision"]
    async with case_of(scene, number) as (session, _case):
        task = await session.get_one(type(decision), (decision.tenant_id, decision.id))
        await decide(
            session, scene.tools, scene.here, task, outcome="refused", why="占了水库的地", by=head
        )
    await handed_over(scene, third)
    await says(scene, third, FIRST, "refuse")
    async with case_of(scene, number) as (_session, case):
        assert (case.status, case.outcome) == ("refused", "refused")
    decision = (await tasks(scene, number))["decision"]
    assert (decision.proposed_by, decision.answered_by) == ("何卫东", "郭静")

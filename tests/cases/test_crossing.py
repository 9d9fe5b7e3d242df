"""One case that crosses two townships and the county, from the first answer to the decision."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from jointhall.cases import acceptance, answering, decision
from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, history_of, tasks_of
from jointhall.cases.steps import Referral
from jointhall.exchange.verifying import copies_of, flaws_alone, flaws_between
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.refusals import Refusal
from jointhall.records.chain import verify
from jointhall.web.place import Place
from tests.builders.crossing import OFFICER, Scene, submitted


async def accepted(scene: Scene) -> str:
    number = await submitted(scene)
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        case = await case_numbered(session, number, hold=True)
        await acceptance.accept(session, scene.tools, scene.here, case, by=OFFICER)
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages"})
    return number


async def answer_elsewhere(scene: Scene, place: Place, vote: str, opinion: str = "") -> UUID:
    async with scene.tools.database.transaction(place.standing()) as session:
        referral = await session.scalar(select(Referral).where(Referral.status == "open"))
        assert referral is not None
        await answering.answer_referral(
            session, scene.tools, place, referral, vote=vote, opinion=opinion, by=OFFICER
        )
        return referral.id


async def answer_here(scene: Scene, number: str, vote: str) -> None:
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        case = await case_numbered(session, number)
        task = next(t for t in await tasks_of(session, case) if t.peer_id is None)
        await answering.answer_task(
            session, scene.tools, scene.here, task, vote=vote, opinion="不行", by=OFFICER
        )


async def state(scene: Scene, number: str) -> Case:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        return await case_numbered(session, number)


async def test_three_parties_agree_and_the_handling_township_decides(scene: Scene) -> None:
    number = await accepted(scene)
    assert (await state(scene, number)).status == "under_review"
    await answer_elsewhere(scene, scene.there, "agree")
    await answer_elsewhere(scene, scene.county, "agree", "不占永久基本农田")
    await answer_here(scene, number, "agree")
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages"})
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        case = await case_numbered(session, number)
        task = next(t for t in await tasks_of(session, case) if t.kind == "decide")
        await decision.decide(
            session, scene.tools, scene.here, task, outcome="granted", why="符合规定", by=OFFICER
        )
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages"})
    assert (await state(scene, number)).status == "closed"
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        acts = [
            line.act for line in await history_of(session, await case_numbered(session, number))
        ]
        _lines, flaws = await verify(session, scene.here.tenant_id)
    assert acts[0] == "case.submitted"
    assert acts[-1] == "case.closed"
    assert acts.count("task.answered") == 3
    assert flaws == []
    await chains_hold(scene)


async def chains_hold(scene: Scene) -> None:
    sides = []
    for place in (scene.county, scene.here, scene.there):
        async with scene.tools.database.transaction(place.standing(), read_only=True) as session:
            sides.append(await copies_of(session, place.tenant_id))
    for side in sides:
        assert flaws_alone(side, scene.tools.secrets) == []
    assert flaws_between(sides) == []


async def test_a_neighbour_sees_only_what_the_sheet_shows(scene: Scene) -> None:
    await accepted(scene)
    async with scene.tools.database.transaction(scene.there.standing(), read_only=True) as session:
        referral = await session.scalar(select(Referral))
    assert referral is not None
    opened = scene.tools.secrets.open_text(
        scene.there.tenant_id, "referral answers", referral.shown_sealed
    )
    assert "黄荆坪村三组" in opened
    assert "13812345678" not in opened
    assert "430321196505120012" not in opened


async def test_a_refusal_ends_the_step_and_takes_the_question_off_the_other_desks(
    scene: Scene,
) -> None:
    number = await accepted(scene)
    await answer_here(scene, number, "refuse")
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages"})
    async with scene.tools.database.transaction(scene.there.standing()) as session:
        referral = await session.scalar(select(Referral))
        assert referral is not None
        assert referral.status == "withdrawn"
        with pytest.raises(Refusal, match="已经不需要"):
            await answering.answer_referral(
                session, scene.tools, scene.there, referral, vote="agree", opinion="", by=OFFICER
            )
    await chains_hold(scene)


async def test_an_envelope_delivered_twice_takes_effect_once(scene: Scene, owner) -> None:  # type: ignore[no-untyped-def]
    number = await accepted(scene)
    await owner.execute("alter table outbox disable row level security")
    await owner.execute(
        "update outbox set done_at = null where county_id = $1", scene.county.tenant_id
    )
    await owner.execute("alter table outbox enable row level security")
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages"})
    await answer_elsewhere(scene, scene.there, "agree")
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages"})
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        tasks = await tasks_of(session, await case_numbered(session, number))
    assert [t.status for t in tasks if t.peer_id == scene.there.tenant_id] == ["done"]
    await chains_hold(scene)

"""What a closed township still owes somebody is asked of who comes after it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from jointhall.cases.after.deliveries import Wish
from jointhall.cases.after.wishes import Served
from jointhall.cases.answering import answer_referral
from jointhall.cases.steps import Referral
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.tenancy.changes import move_on
from jointhall.tenancy.models import Status, Tenant
from jointhall.web.place import Place
from tests.builders.coursed import a_coursed_scene, started, under_way
from tests.builders.crossing import Scene
from tests.builders.decided import a_decided_case, deliveries
from tests.builders.halls import a_hall
from tests.builders.jobs import work_off
from tests.builders.joint import NEIGHBOUR, settle
from tests.builders.noticed import acts_of, objected, posted


async def suspended(tools: Tools, county: Place, place: Place) -> None:
    async with tools.database.transaction(county.standing()) as session:
        asked = select(Tenant).where(Tenant.tenant_id == place.tenant_id)
        tenant = (await session.scalars(asked)).one()
        tenant.status = Status.LIVE.value
        await move_on(
            session, county.name, tenant, Status.READ_ONLY, who=SYSTEM,
            directory=tools.outside["directory"],
        )  # fmt: skip


async def answers(tools: Tools, county: Place, said: str, vote: str, opinion: str) -> Referral:
    """The county, which stands in, answers what was asked of it in these words."""
    async with tools.database.transaction(county.standing()) as session:
        asked = select(Referral).where(Referral.status == "open", Referral.words.contains(said))
        referral = (await session.scalars(asked.with_for_update())).one()
        await answer_referral(
            session, tools, county, referral, vote=vote, opinion=opinion, by=NEIGHBOUR
        )
        return referral


async def test_an_objection_is_looked_into_by_who_comes_after(noticed: Scene) -> None:
    number = await posted(noticed)
    await objected(noticed, number)
    await suspended(noticed.tools, noticed.county, noticed.here)
    await settle(noticed)
    await answers(noticed.tools, noticed.county, "两台收割机", "refuse", "收割机是借的")
    await settle(noticed)
    assert "objection.answered" in await acts_of(noticed, number)


async def test_a_procedure_is_concluded_and_only_then_decided(tools: Tools, tmp_path: Path) -> None:
    scene = await a_coursed_scene(tools, tmp_path)
    number = await under_way(scene)
    await started(scene, number)
    await suspended(scene.tools, scene.county, scene.here)
    await settle(scene)
    await answers(scene.tools, scene.county, "听证", "agree", "各方都同意")
    await settle(scene)
    assert "procedure.ended" in await acts_of(scene, number)


async def test_a_letter_is_brought_to_its_applicant_all_the_same(tools: Tools) -> None:
    hall = await a_hall(tools)
    served = Served(Wish.WINDOW)
    case = await a_decided_case(hall.tools, hall.here, served=served)
    await suspended(hall.tools, hall.county, hall.here)
    await work_off(hall.tools, hall.here, hall.county)
    asked = await answers(hall.tools, hall.county, "送到申请人手里", "agree", "周秋生本人签收")
    assert any(paper["media_type"] == "application/pdf" for paper in asked.papers)
    await work_off(hall.tools, hall.here, hall.county)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (delivery.way, delivery.is_open) == ("window", False)
    assert "周秋生本人签收" in delivery.told(hall.tools.secrets).values()

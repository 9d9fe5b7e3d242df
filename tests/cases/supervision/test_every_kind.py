"""One sweep for every kind of day that is due: whatever goes by climbs, and nothing is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from jointhall.cases.after.deliveries import Wish
from jointhall.cases.after.wishes import Served
from jointhall.cases.joint.asking_in_turn import ask_in_turn
from jointhall.cases.supervision.lying import path_of
from jointhall.cases.supervision.models import Urging, WatchedClock
from jointhall.cases.supervision.watching import look, put_on_list
from jointhall.deadlines.actions import open_deadline
from jointhall.kernel.clock import FixedClock
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.coursed import a_coursed_scene, concluded, started, under_way
from tests.builders.crossing import OFFICER, Scene, a_scene
from tests.builders.decided import a_decided_case
from tests.builders.halls import Hall
from tests.builders.joint import asked, declines, on_the_desk, referral_at, settle
from tests.builders.noticed import heard, objected, posted
from tests.builders.people import an_officer
from tests.builders.sheets_noticed import a_noticed_scene


def later(tools: Tools, days: int) -> Tools:
    """The same some days later, without anything that waits for its time being done."""
    return replace(tools, clock=FixedClock(tools.clock.now() + timedelta(days=days)))


async def clocks(tools: Tools, place: Place) -> dict[str, WatchedClock]:
    """What is watched and still runs here, by what it is about."""
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        found = await session.scalars(
            select(WatchedClock).where(
                WatchedClock.tenant_id == place.tenant_id, WatchedClock.ended_at.is_(None)
            )
        )
        return {one.matter: one for one in found}


async def climbed(tools: Tools, place: Place, subject_id: UUID) -> list[str]:
    """The levels one matter was told at, in turn."""
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        found = await session.scalars(
            select(Urging.level)
            .where(Urging.subject_id == subject_id, Urging.is_by_clock)
            .order_by(Urging.nth)
        )
        return list(found)


ALL_THE_WAY = ["holder", "head", "leader", "county"]


async def test_a_decision_not_brought_within_ten_days(hall: Hall) -> None:
    case = await a_decided_case(hall.tools, hall.here, served=Served(Wish.WINDOW))
    await look(hall.tools, hall.here)
    assert "送达文书" not in await clocks(hall.tools, hall.here)
    late = later(hall.tools, 17)
    await look(late, hall.here)
    watched = (await clocks(late, hall.here))["送达文书"]
    assert (watched.case_number, watched.office) == (case.number, case.office)
    assert await climbed(late, hall.here, watched.subject_id) == ALL_THE_WAY
    assert path_of(watched) == f"/workbench/cases/{case.number}/delivery"


@pytest.fixture
async def noticed(tools: Tools, tmp_path: Path) -> Scene:
    return await a_noticed_scene(tools, tmp_path)


async def test_an_objection_and_a_notice_nobody_took_down(noticed: Scene) -> None:
    number = await posted(noticed)
    objection = await objected(noticed, number)
    days = (objection.due_on - objection.filed_at.date()).days
    await look(later(noticed.tools, days), noticed.here)
    near = await clocks(noticed.tools, noticed.here)
    assert near["核实异议"].due_on == objection.due_on
    assert "公示满期撤下" not in near, "its days run by themselves"
    late = later(noticed.tools, days + 7)
    await look(late, noticed.here)
    assert await climbed(late, noticed.here, objection.id) == ALL_THE_WAY
    assert "公示满期撤下" in await clocks(late, noticed.here), "past its days it should be down"
    await heard(noticed, number, objection, "dismissed")
    assert "核实异议" not in await clocks(late, noticed.here)


async def test_a_special_procedure_that_takes_longer(tools: Tools, tmp_path: Path) -> None:
    scene = await a_coursed_scene(tools, tmp_path)
    number = await under_way(scene)
    await started(scene, number, days="3")
    late = later(scene.tools, 9)
    await look(late, scene.here)
    running = await clocks(late, scene.here)
    watched = running["特别程序出结论"]
    assert (watched.case_number, watched.office) == (number, "minzheng")
    assert await climbed(late, scene.here, watched.subject_id) == ALL_THE_WAY
    assert "承诺办结" not in running, "the case stands still meanwhile"
    await concluded(scene, number)
    assert "特别程序出结论" not in await clocks(late, scene.here)


async def test_the_countys_one_working_day(tools: Tools, tmp_path: Path) -> None:
    scene = await a_scene(tools, tmp_path)
    ruler = await an_officer(scene.tools, scene.county, roles=["county_admin"])
    number = await asked(scene)
    await declines(scene, scene.there)
    (matter,) = await on_the_desk(scene)
    late = later(scene.tools, 4)
    await look(late, scene.county)
    watched = (await clocks(late, scene.county))["协调台定由谁答"]
    assert (watched.subject_id, watched.case_number) == (matter.id, number)
    assert await climbed(late, scene.county, matter.id) == ALL_THE_WAY
    async with scene.tools.database.transaction(scene.county.standing()) as session:
        told = await session.scalar(
            select(Urging.told).where(Urging.subject_id == matter.id, Urging.level == "holder")
        )
    assert told == ruler.name, "whoever rules is told first"


async def test_what_we_asked_in_turn_is_pressed_by_envelope(tools: Tools, tmp_path: Path) -> None:
    scene = await a_scene(tools, tmp_path)
    await asked(scene)
    async with referral_at(scene, scene.there) as (session, referral):
        own = await ask_in_turn(
            session, scene.tools, scene.there, referral, to=scene.here, office="ziran",
            words="地是谁家的", by=OFFICER,
        )  # fmt: skip
    await settle(scene)
    late = later(scene.tools, 7)
    await look(late, scene.there)
    watched = (await clocks(late, scene.there))["答复我们问的"]
    assert (watched.subject_id, watched.peer_id) == (own.id, scene.here.tenant_id)
    assert await climbed(late, scene.there, own.id) == ["peer"]
    await settle(scene)
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        told = await session.scalar(
            select(Urging).where(Urging.direction == "received", Urging.subject_id == own.id)
        )
    assert told is not None


async def test_a_kind_nobody_thought_of_is_told_all_the_same(hall: Hall) -> None:
    id = new_id()
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await open_deadline(
            session, subject_kind="well", subject_id=id, key="dug", start=hall.tools.clock.now(),
            length=1,
        )  # fmt: skip
    late = later(hall.tools, 4)
    await look(late, hall.here)
    assert await climbed(late, hall.here, id) == ALL_THE_WAY
    async with hall.at(hall.leader) as browser:
        assert (await browser.get("/workbench/supervision?show=red")).status_code == 200
        assert (await browser.get("/workbench/reminders")).status_code == 200


async def test_one_that_cannot_be_told_keeps_no_other_from_being_told(hall: Hall) -> None:
    ids = [new_id(), new_id()]
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        for id in ids:
            await open_deadline(
                session, subject_kind="well", subject_id=id, key="dug",
                start=hall.tools.clock.now(), length=1,
            )  # fmt: skip
        await put_on_list(session, hall.here, now=later(hall.tools, 4).clock.now())
        # Of a case that is not there.
        await session.execute(
            text("update watched_clocks set case_id = gen_random_uuid() where subject_id = :id"),
            {"id": ids[0]},
        )
    late = later(hall.tools, 4)
    assert await look(late, hall.here) == len(ALL_THE_WAY)
    assert await climbed(late, hall.here, ids[0]) == []
    assert await climbed(late, hall.here, ids[1]) == ALL_THE_WAY

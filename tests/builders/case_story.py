"""The rest of a case's story: notices, special procedures, what others give back, the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases.answering import answer_referral
from jointhall.cases.course.ending import end_case
from jointhall.cases.course.special_procedures import end_procedure, start_procedure
from jointhall.cases.enclosed import Photo
from jointhall.cases.joint.county_desk import rule
from jointhall.cases.joint.declining import decline
from jointhall.cases.joint.desk_matters import DeskMatter
from jointhall.cases.joint.renewing import ask_anew
from jointhall.cases.joint.successors import office_there
from jointhall.cases.objecting import answer_objection, file_objection
from jointhall.cases.queries import tasks_of
from jointhall.cases.steps import Referral, Task
from jointhall.kernel.clock.now import clock_at
from jointhall.kernel.ids import new_id
from jointhall.kernel.who import Actor
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.sheets_signed import CLERK
from tests.builders.signing_story import Story
from tests.builders.signing_world import REVIEW

ELSEWHERE = Actor("officer", new_id(), "陈建", "自然资源所")
DESK = Actor("officer", new_id(), "方秀英", "县行政审批服务局")
HEARER = Actor("officer", new_id(), "罗建英", "党政办")
PAPER = Photo(hostile.encoded("JPEG", hostile.photo((90, 90))), "通知.jpg")


@dataclass(frozen=True)
class Beyond:
    """What lies with the others of this case: at the neighbour, at the county, on its desk."""

    asked: list[Referral]
    matters: list[DeskMatter]


@dataclass
class CaseStory(Story):
    """Everything that may happen to one case; every act may be refused."""

    @property
    def others(self) -> tuple[Place, Place]:
        return (self.world.there, self.world.county)

    @asynccontextmanager
    async def elsewhere(self, place: Place) -> AsyncIterator[tuple[AsyncSession, list[Referral]]]:
        """A transaction of another tenant with what lies open there of this case."""
        with clock_at(self.world.clock):
            async with self.world.tools.database.transaction(place.standing()) as session:
                found = await session.scalars(
                    select(Referral)
                    .where(Referral.case_number == self.number, Referral.status == "open")
                    .order_by(Referral.id)
                    .with_for_update()
                )
                yield session, list(found)

    async def beyond(self) -> Beyond:
        """What the others have of this case now."""
        asked: list[Referral] = []
        for place in self.others:
            async with self.world.tools.database.transaction(place.standing()) as session:
                found = select(Referral).where(Referral.case_number == self.number)
                asked += await session.scalars(found)
        county = self.world.county.standing()
        async with self.world.tools.database.transaction(county) as session:
            matters = select(DeskMatter).where(DeskMatter.case_number == self.number)
            return Beyond(asked, list(await session.scalars(matters)))

    async def say_elsewhere(self, vote: str) -> None:
        """The others answer whatever lies open with them."""
        for place in self.others:
            async with self.elsewhere(place) as (session, found):
                for referral in found:
                    await answer_referral(
                        session, self.world.tools, place, referral,
                        vote=vote, opinion="看过了", by=ELSEWHERE,
                    )  # fmt: skip

    async def decline(self, reason: str) -> None:
        """The others give back whatever lies open with them."""
        for place in self.others:
            async with self.elsewhere(place) as (session, found):
                for referral in found:
                    await decline(
                        session, self.world.tools, place, referral, reason=reason,
                        words="答不了", proposed=None, by=ELSEWHERE,
                    )  # fmt: skip

    async def rule(self, ruling: str, to: str) -> None:
        """The county's desk says who answers what lies there."""
        world = self.world
        with clock_at(world.clock):
            async with world.tools.database.transaction(world.county.standing()) as session:
                found = await session.scalars(
                    select(DeskMatter).where(DeskMatter.case_number == self.number)
                    .order_by(DeskMatter.id).with_for_update()
                )  # fmt: skip
                place, matters = self._place(to), list(found)
                for matter in [one for one in matters if one.status == "open"] or matters[:1]:
                    await rule(
                        session, world.tools, world.county, matter, ruling=ruling, to=place,
                        office=office_there(place, "ziran"), words="按界址图定", by=DESK,
                    )  # fmt: skip

    async def ask_anew(self, to: str) -> None:
        """We ask once more what came back, or lies with another."""
        async with self.acting() as (session, case):
            asked = [one for one in await tasks_of(session, case) if one.peer_id is not None]
            if not asked:
                return
            asked.sort(key=lambda one: (one.status == "bounced", one.status == "open", one.key))
            task = await session.get_one(Task, (case.tenant_id, asked[-1].id), with_for_update=True)
            place = self._place(to)
            await ask_anew(
                session, self.world.tools, self.world.here, case, task, to=place,
                office=office_there(place, "ziran"), words="再看看", by=CLERK,
            )  # fmt: skip

    async def object_to_it(self) -> None:
        """Somebody has something against what is posted."""
        notice, world = self.seen.notice, self.world
        if notice is None:
            return
        standing = world.here.standing(resident_id=world.objector)
        with clock_at(world.clock):
            async with world.tools.database.transaction(standing) as session:
                await file_objection(
                    session, world.tools, notice.number, resident_id=world.objector,
                    name="肖桂芳", phone="13800000000", words="不属实", file=None,
                    submission_id=new_id(),
                )  # fmt: skip

    async def hear(self, verdict: str) -> None:
        """The first objection that nobody has answered is; any of them when there is none."""
        objections = self.seen.objections
        if not objections:
            return
        number = min(objections, key=lambda one: (one.status != "open", one.number)).number
        async with self.acting() as (session, case):
            await answer_objection(
                session, self.world.tools, self.world.here, case, number,
                verdict=verdict, reasons="去看过了", by=HEARER,
            )  # fmt: skip

    async def wait_for_the_notice(self) -> None:
        """Its days go by, and the timer takes it down."""
        notice = self.seen.notice
        if notice is None:
            return
        clock = self.world.clock
        clock.at = max(clock.at, notice.ends_at + timedelta(seconds=1))
        await self.ring("cases.take_down", "notice_id", notice.id)

    async def start_procedure(self, days: int) -> None:
        async with self.acting() as (session, case):
            await start_procedure(
                session, self.world.tools, self.world.here, case, name=REVIEW, why="要专家看",
                days=str(days), file=PAPER, office="minzheng", by=CLERK,
            )  # fmt: skip

    async def end_procedure(self) -> None:
        async with self.acting() as (session, case):
            await end_procedure(
                session, self.world.tools, self.world.here, case, conclusion="可以办",
                file=PAPER, by=CLERK,
            )  # fmt: skip

    async def look_after_procedure(self) -> None:
        """The timer of the procedure rings on the day it was to be over, or on today's."""
        procedure = self.seen.procedure
        if procedure is not None:
            await self.ring("cases.look_after_procedure", "procedure_id", procedure.id)

    async def end(self, ground: str) -> None:
        async with self.acting() as (session, case):
            await end_case(
                session, self.world.tools, self.world.here, case, ground=ground,
                why="有公函", by=CLERK,
            )  # fmt: skip

    def _place(self, name: str) -> Place:
        world = self.world
        return {"here": world.here, "there": world.there, "county": world.county}[name]

"""The story of one case in the world of signers: everything that may happen to it, by name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases import acceptance, correction
from jointhall.cases.answering import answer_task
from jointhall.cases.counters import counter_at
from jointhall.cases.course.extension import ask_extension, grant_extension, refuse_extension
from jointhall.cases.course.queries import procedures_of
from jointhall.cases.decision import decide
from jointhall.cases.filing import begin, keep_answers, submit
from jointhall.cases.joint.threads import threads_of
from jointhall.cases.models import Case
from jointhall.cases.notice_queries import notices_of
from jointhall.cases.notices import Objection
from jointhall.cases.queries import hold_case, steps_of, tasks_of
from jointhall.cases.signers.adding import add_signer, remove_signer
from jointhall.cases.signers.delegating import delegate, hand_back, reclaim
from jointhall.cases.signers.hands import Hand, hand_of
from jointhall.cases.signers.recalling import recall
from jointhall.cases.signers.sending_back import send_back
from jointhall.cases.signers.transferring import transfer
from jointhall.cases.standing_in import Desk, desk_of
from jointhall.cases.steps import Task
from jointhall.cases.withdrawal import withdraw
from jointhall.deadlines.actions import recompute_open, set_day
from jointhall.deadlines.models import Deadline
from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock import BEIJING
from jointhall.kernel.clock.now import clock_at, on_which_day
from jointhall.kernel.draining import drain
from jointhall.kernel.ids import new_id
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.offices.absences import Absence, Told, come_back, go_away
from jointhall.offices.queries import offices_here
from jointhall.people.queries import officer_by_id
from jointhall.service_items.form import Form
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet
from jointhall.tenancy.permitted import permitted_here
from jointhall.web.viewer import Viewer
from tests.builders.people import a_resident
from tests.builders.sheets_signed import CLERK, DESKS
from tests.builders.signing_world import MORNING, Look, World

SENT = frozenset({"exchange", "default", "urgent"})
"""What travels between townships; letters and messages are somebody else's proof."""
S = TypeVar("S", bound="Story")


@dataclass
class Story:
    """One case of this world from its filing on, and what was said on it."""

    world: World
    kind: str
    resident_id: UUID
    case_id: UUID
    number: str
    seen: Look = field(init=False)
    """The case as it was looked at last."""

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[tuple[AsyncSession, Case]]:
        """A transaction at the handling township with the case held."""
        world = self.world
        with clock_at(world.clock):
            async with world.tools.database.transaction(world.here.standing()) as session:
                yield session, await hold_case(session, self.case_id)

    @property
    def sheet(self) -> Sheet:
        return self.world.sheets[self.kind]

    async def look(self) -> Look:
        world = self.world
        async with world.tools.database.transaction(
            world.here.standing(), read_only=True
        ) as session:
            case = await session.get_one(Case, (world.here.tenant_id, self.case_id))
            steps = list(await steps_of(session, case))
            place = {step.id: step.seq for step in steps}
            # Ids are made by chance; what is played next must not be.
            tasks = sorted(
                await tasks_of(session, case),
                key=lambda one: (place.get(one.step_id or case.id, 99), one.key, one.opened_at),
            )
            notices = list(await notices_of(session, case))
            objections = await self._objections(session) if notices else []
            await_others = any(one.key.startswith("others") for one in tasks)
            subjects = [case.id, *(one.id for one in (*tasks, *notices))]
            limits = await session.scalars(
                select(Deadline)
                .where(
                    Deadline.tenant_id == case.tenant_id,
                    Deadline.subject_kind.in_(("case", "task", "notice", "thread")),
                    Deadline.subject_id.in_(subjects),
                )
                .order_by(Deadline.id)
            )
            self.seen = Look(
                case, steps, tasks, list(limits), await calendar_here(session), notices,
                objections, list(await procedures_of(session, case.id)),
                await threads_of(session, case) if await_others else {}, world.county.tenant_id,
            )  # fmt: skip
            return self.seen

    async def _objections(self, session: AsyncSession) -> list[Objection]:
        asked = select(Objection).where(
            Objection.tenant_id == self.world.here.tenant_id, Objection.case_id == self.case_id
        )
        return list(await session.scalars(asked.order_by(Objection.number)))

    async def desk(self, session: AsyncSession, who: str) -> Desk:
        """This officer's desk today."""
        known = self.world.viewers
        if who not in known:
            # What an office is called and what a role allows is the same in every run.
            office = next(code for desk, code, _name, _role in DESKS if desk == who)
            id = self.world.people[who]
            mine = [one for one in await offices_here(session) if one.code == office]
            allowed = (await permitted_here(session)).get(id, frozenset())
            known[who] = Viewer(
                "officer", id, name=self.world.names[who], office=mine[0].name,
                office_ids=frozenset({mine[0].id}), permissions=allowed,
            )  # fmt: skip
        return await desk_of(session, known[who])

    # What may happen to it; every one of them may be refused.

    async def accept(self) -> None:
        async with self.acting() as (session, case):
            await acceptance.accept(session, self.world.tools, self.world.here, case, by=CLERK)

    async def ask_correction(self) -> None:
        async with self.acting() as (session, case):
            await acceptance.ask_correction(
                session, self.world.tools, self.world.here, case, what="补签字页", by=CLERK
            )

    async def refuse_acceptance(self) -> None:
        async with self.acting() as (session, case):
            await acceptance.refuse_acceptance(
                session, self.world.tools, self.world.here, case, why="不归我们", by=CLERK
            )

    async def mend(self) -> None:
        by = Actor("resident", self.resident_id, "申请人")
        async with self.acting() as (session, case):
            tools, here = self.world.tools, self.world.here
            draft = await correction.reopen(session, tools, case)
            form = Form(self.sheet, await counter_at(tools, here))
            await correction.send_again(session, tools, form, case, draft, by=by)

    async def withdraw(self) -> None:
        by = Actor("resident", self.resident_id, "申请人")
        async with self.acting() as (session, case):
            await withdraw(session, self.world.tools, case, by=by)

    async def fall_silent(self) -> None:
        """Nobody says anything until the timer of acceptance rings."""
        running = (one for one in self.seen.limits if one.key == "acceptance" and one.is_open)
        limit = next(running, None)
        if limit is not None:
            self.world.clock.at = max(self.world.clock.at, limit.due_at + timedelta(minutes=1))
        await self.ring("cases.accept_by_silence", "case_id", self.case_id)

    async def ring(self, job: str, name: str, id: UUID) -> None:
        """The timer of this job for this subject rings now."""
        async with self.acting() as (session, _case):
            await session.execute(
                text("update outbox set not_before = now() where done_at is null"
                     " and job = :job and args::json->>:name = :id"),
                {"job": job, "name": name, "id": str(id)},
            )  # fmt: skip
        await self.deliver()

    async def say(self, task: Task, who: str, vote: str) -> None:
        async with self.acting() as (session, _case):
            held = await session.get_one(Task, (task.tenant_id, task.id), with_for_update=True)
            desk = await self.desk(session, who)
            desk.must_hold(held)
            await answer_task(
                session, self.world.tools, self.world.here, held,
                vote=vote, opinion="看过了", by=desk.actor(held.office, held),
            )  # fmt: skip

    async def decide(self, who: str, outcome: str) -> None:
        async with self.acting() as (session, case):
            tasks = [one for one in await tasks_of(session, case) if one.kind == "decide"]
            if not tasks:
                return
            desk = await self.desk(session, who)
            task = next((one for one in tasks if one.status == "open"), tasks[-1])
            desk.must_hold(task)
            await decide(
                session, self.world.tools, self.world.here, task,
                outcome=outcome, why="照意见办", by=desk.actor(task.office, task),
            )  # fmt: skip

    async def extend(self, turn: str) -> None:
        by = Actor("officer", self.world.people["ziran" if turn == "ask" else "lingdao"], "某某")
        async with self.acting() as (session, case):
            tools = self.world.tools
            if turn == "ask":
                await ask_extension(session, tools, case, why="要等鉴定", by=by)
            elif turn == "grant":
                await grant_extension(session, tools, self.world.here, case, by=by)
            else:
                await refuse_extension(session, tools, case, why="来得及", by=by)

    async def go(self, noun: str, task: Task, who: str, to: str, *, straight: bool) -> None:
        """One of the ways of `signers.table`, as the page would do it."""
        async with self.acting() as (session, case):
            tools, here = self.world.tools, self.world.here
            held = await session.get_one(Task, (task.tenant_id, task.id), with_for_update=True)
            desk = await self.desk(session, who)
            if noun == "transfer":
                transfer(tools, case, held, await self._hand(session, desk, case, held, to),
                         desk=desk, why="换人")  # fmt: skip
            elif noun == "delegation":
                delegate(tools, case, held, await self._hand(session, desk, case, held, to),
                         desk=desk, why="")  # fmt: skip
            elif noun == "reclaim":
                reclaim(tools, case, held, desk=desk)
            elif noun == "handing-back":
                hand_back(tools, case, held, desk=desk, why="没空")
            elif noun in ("signer-before", "signer-after"):
                hand = await self._hand(session, desk, case, held, to, kind="review")
                how = "before" if noun == "signer-before" else "after"
                await add_signer(session, tools, case, held, hand, how, desk=desk, words="看看")  # type: ignore[arg-type]
            elif noun == "signer-removal":
                added = [one for one in await tasks_of(session, case) if one.added_to == held.id]
                added.sort(key=lambda one: (one.status in ("open", "waiting"), one.key))
                if added:
                    await remove_signer(session, tools, here, case, held, added[-1], desk=desk)
            elif noun == "recall":
                await recall(session, tools, case, held, desk=desk)
            else:
                sheet = await edition_of(session, case.item_code, case.edition)
                await send_back(
                    session, tools, here, sheet, case, held, to="first" if straight else to,
                    how="straight" if straight else "again", desk=desk, why="不对",
                )  # fmt: skip

    async def _hand(
        self, session: AsyncSession, desk: Desk, case: Case, task: Task, to: str, *, kind: str = ""
    ) -> Hand:
        office = next((code for one, code, _name, _role in DESKS if one == to), to)
        key = f"officer:{self.world.people[to]}" if to in self.world.people else f"office:{office}"
        return await hand_of(session, desk, case, kind or task.kind, key)

    async def go_away(self, who: str, substitute: str, days: int) -> None:
        today = on_which_day(self.world.clock.at)
        async with self.acting() as (session, _case):
            officer = await officer_by_id(session, self.world.people[who])
            assert officer is not None
            told = Told(self.world.people[substitute], today, today + timedelta(days=days))
            await go_away(session, officer, told, by=SYSTEM, now=self.world.clock.at, today=today)

    async def everybody_back(self) -> None:
        async with self.acting() as (session, case):
            absences = await session.scalars(
                select(Absence).where(Absence.tenant_id == case.tenant_id,
                                      Absence.ended_at.is_(None))
            )  # fmt: skip
            for absence in absences:
                await come_back(session, absence, by=SYSTEM, now=self.world.clock.at)

    async def deliver(self) -> None:
        """Every envelope on its way arrives."""
        with clock_at(self.world.clock):
            await drain(self.world.tools, self.world.county.tenant_id, queues=SENT)

    def let_days_pass(self, days: int) -> None:
        self.world.clock.move_on(timedelta(days=days))

    async def declare(self, day: date, *, is_off: bool | None) -> None:
        """The county sets a day off or worked; open limits are reckoned again."""
        world, now = self.world, self.world.clock.at
        async with world.tools.database.transaction(world.county.standing()) as session:
            await set_day(session, day, is_off=is_off, name="临时安排", by=SYSTEM, at=now)
        for place in (world.here, world.there):
            async with world.tools.database.transaction(place.standing()) as session:
                await recompute_open(session, as_of=on_which_day(now))


async def a_story(world: World, kind: str, made: type[S]) -> S:
    """A case of this rule, sent on a Monday morning and not yet looked at."""
    world.clock.at = datetime.combine(MORNING.date(), time(9), BEIJING)
    tools, here = world.tools, world.here
    resident_id = (await a_resident(tools)).id
    with clock_at(world.clock):
        async with tools.database.transaction(here.standing()) as session:
            sheet = world.sheets[kind]
            draft = await begin(session, tools, here, sheet, resident_id=resident_id)
            answers = {
                "name": "张三", "size": "small",
                "where": [here.division_code, world.there.division_code],
                "plan_file": [{"id": str(new_id()), "name": "样张.pdf"}],
            }  # fmt: skip
            keep_answers(tools, draft, answers)
            case = await submit(
                session, tools, here, sheet, await counter_at(tools, here), draft,
                submission_id=draft.submission_id, by=Actor("resident", resident_id, "申请人"),
            )  # fmt: skip
    return made(world, kind, resident_id, case.id, case.number)

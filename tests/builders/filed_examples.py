"""An item's worked examples filed through real cases: townships, officers, envelopes, notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases.acceptance import accept
from jointhall.cases.answering import answer_referral, answer_task
from jointhall.cases.counters import counter_at
from jointhall.cases.decision import decide
from jointhall.cases.filing import begin, keep_answers, submit
from jointhall.cases.models import Case
from jointhall.cases.notice_queries import notices_of
from jointhall.cases.objecting import answer_objection, file_objection
from jointhall.cases.queries import case_numbered, history_of, tasks_of
from jointhall.cases.steps import Referral, Task
from jointhall.cases.visiting import keep_words
from jointhall.cases.visits import Told, Visit, visit_of_referral, visit_of_task
from jointhall.kernel.clock import BEIJING, FixedClock
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.service_items.actions import adopt, publish_library
from jointhall.service_items.examples import fill
from jointhall.service_items.form import Form
from jointhall.service_items.library import Library, modules_folder
from jointhall.service_items.queries import item_in
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Example, Passage
from jointhall.service_items.vocabulary import HERE, NEIGHBOURS
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place
from tests.builders.people import SignedInResident, a_resident
from tests.builders.tenancy import a_county, a_township

OFFICER = Actor("officer", new_id(), "陈建", "承办站所")
WHY = "照样例写的来"


class Hall:
    """A county whose townships are called as examples call them, on a clock of its own."""

    tools: Tools
    county: Place
    here: Place
    townships: dict[str, Place]
    resident: SignedInResident

    @property
    def clock(self) -> FixedClock:
        assert isinstance(self.tools.clock, FixedClock)
        return self.tools.clock

    async def settle(self) -> None:
        """Everything that waits is done, timers too when they are due."""
        await drain(self.tools, self.county.tenant_id, queues=ALL - {"messages"})


async def a_hall(tools: Tools, folder: Path) -> Hall:
    """本乡镇 and its neighbours in one county; no item is published yet."""
    hall = Hall()
    directory = TenantDirectory(tools.database)
    outside = {"directory": directory, "keys": folder / "keys", "demo": True}
    hall.tools = replace(tools, clock=FixedClock(tools.clock.now()), outside=outside)
    hall.county = await a_county(tools.database)
    hall.townships = {
        name: await a_township(tools.database, hall.county, name=name)
        for name in (HERE, *NEIGHBOURS)
    }
    hall.here = hall.townships[HERE]
    hall.resident = await a_resident(hall.tools)
    directory.forget()
    return hall


async def open_here(hall: Hall, code: str) -> Sheet:
    """The county publishes this item, and every township takes it over."""
    one = Library(modules_folder(), only=frozenset({code}))
    async with hall.tools.database.transaction(hall.county.standing()) as session:
        await publish_library(session, hall.county, one, who=SYSTEM)
    for township in hall.townships.values():
        async with hall.tools.database.transaction(township.standing()) as session:
            await adopt(session, township, code, who=SYSTEM)
    sheet = one.sheet(code)
    assert sheet is not None
    return sheet


async def filed(hall: Hall, sheet: Sheet, example: Example) -> Case:
    """The example filed on its day at 本乡镇 by the real form, and accepted."""
    morning = datetime.combine(date.fromisoformat(example.today), time(9), BEIJING)
    hall.clock.at = max(hall.clock.at, morning) if morning > hall.clock.at else morning
    tools, here = hall.tools, hall.here
    by = Actor("resident", hall.resident.id, "申请人")
    async with tools.database.transaction(here.standing(resident_id=hall.resident.id)) as session:
        offered = (await item_in(session, here, sheet.code)).sheet
        counter = await counter_at(tools, here)
        walk = fill(Form(offered, counter), example)
        assert (walk.troubles, walk.told, walk.differences) == ({}, None, [])
        draft = await begin(session, tools, here, offered, resident_id=hall.resident.id)
        keep_answers(tools, draft, walk.answers)
        case = await submit(
            session, tools, here, offered, counter, draft,
            submission_id=draft.submission_id, by=by,
        )  # fmt: skip
        number = case.number
    async with tools.database.transaction(here.standing()) as session:
        held = await case_numbered(session, number, hold=True)
        await accept(session, tools, here, held, by=OFFICER)
    await hall.settle()
    return held


async def passed(hall: Hall, sheet: Sheet, case: Case, passage: Passage) -> None:
    """One station as the example tells it: everybody says their word, or the notice stands."""
    step = sheet.step(passage.step)
    assert step is not None
    if step.notice is not None:
        await _noticed(hall, case, objected=passage.objected)
        return
    tasks = await _open_tasks(hall, case)
    asked = {f"{_house(hall, task)} {task.office}": task for task in tasks}
    assert set(asked) == set(passage.asked)
    votes = sorted(passage.asked.items(), key=lambda said: said[1])  # agree before refuse
    for party, vote in votes:
        if vote == "open" or not await _is_open(hall, asked[party]):
            continue
        if asked[party].peer_id is None:
            await _own_word(hall, asked[party], vote)
        else:
            await _word_elsewhere(hall, asked[party], vote)
        await hall.settle()


async def decided(hall: Hall, case: Case, outcome: str) -> None:
    """The head decides, and the letter reaches the applicant."""
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = next(t for t in await tasks_of(session, held) if t.kind == "decide")
        await decide(session, hall.tools, hall.here, task, outcome=outcome, why=WHY, by=OFFICER)
    await hall.settle()


async def ended(hall: Hall, case: Case) -> tuple[str, str, list[str]]:
    """Status and outcome of a case, and the acts of its history."""
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        held = await case_numbered(session, case.number)
        acts = [line.act for line in await history_of(session, held)]
        return held.status, held.outcome, acts


async def _open_tasks(hall: Hall, case: Case) -> list[Task]:
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        held = await case_numbered(session, case.number)
        return [t for t in await tasks_of(session, held) if t.status == "open"]


async def _is_open(hall: Hall, task: Task) -> bool:
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        now = await session.get_one(Task, (task.tenant_id, task.id))
        return now.status == "open"


def _house(hall: Hall, task: Task) -> str:
    if task.peer_id == hall.county.tenant_id:
        return "县里"
    names = {place.tenant_id: name for name, place in hall.townships.items()}
    return HERE if task.peer_id is None else names[task.peer_id]


async def _own_word(hall: Hall, task: Task, vote: str) -> None:
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await session.get_one(Task, (task.tenant_id, task.id))
        await _gone_there(session, hall, await visit_of_task(session, held.id))
        await answer_task(session, hall.tools, hall.here, held, vote=vote, opinion=WHY, by=OFFICER)


async def _word_elsewhere(hall: Hall, task: Task, vote: str) -> None:
    places = (hall.county, *hall.townships.values())
    place = next(p for p in places if p.tenant_id == task.peer_id)
    async with hall.tools.database.transaction(place.standing()) as session:
        referral = await session.get_one(Referral, (place.tenant_id, task.id))
        await _gone_there(session, hall, await visit_of_referral(session, referral.id))
        await answer_referral(
            session, hall.tools, place, referral, vote=vote, opinion=WHY, by=OFFICER
        )


async def _gone_there(session: AsyncSession, hall: Hall, visit: Visit | None) -> None:
    if visit is None:
        return
    told = Told(tuple("甲乙丙丁戊己"[: max(visit.people, 2)]), WHY)
    keep_words(hall.tools, visit, told, went_on=hall.clock.now().date(), by=OFFICER)
    await session.flush()


async def _noticed(hall: Hall, case: Case, *, objected: bool) -> None:
    """The notice stands its days; an objection that is upheld ends it."""
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        held = await case_numbered(session, case.number)
        notice = next(n for n in await notices_of(session, held) if not n.is_settled)
    if objected:
        objector = await a_resident(hall.tools)
        standing = hall.here.standing(resident_id=objector.id)
        async with hall.tools.database.transaction(standing) as session:
            objection = await file_objection(
                session, hall.tools, notice.number, resident_id=objector.id, name="肖桂芳",
                phone=objector.phone, words=WHY, file=None, submission_id=new_id(),
            )  # fmt: skip
        async with hall.tools.database.transaction(hall.here.standing()) as session:
            held = await case_numbered(session, case.number, hold=True)
            await answer_objection(
                session, hall.tools, hall.here, held, objection.number,
                verdict="upheld", reasons=WHY, by=OFFICER,
            )  # fmt: skip
    hall.clock.at = max(hall.clock.at, notice.ends_at + timedelta(hours=9))
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await session.execute(text("update outbox set not_before = now() where done_at is null"))
    await hall.settle()


async def open_referral_ids(hall: Hall, place: Place) -> list[UUID]:
    """What still waits at another house."""
    async with hall.tools.database.transaction(place.standing(), read_only=True) as session:
        found = await session.scalars(select(Referral.id).where(Referral.status == "open"))
        return list(found)

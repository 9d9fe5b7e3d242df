"""P6: whole approvals that cross townships, from submission to decision, workers running."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from uuid import UUID

from jointhall.cases import acceptance, answering, decision, filing
from jointhall.cases.counters import counter_at
from jointhall.cases.queries import case_numbered, tasks_of
from jointhall.cases.steps import Referral
from jointhall.kernel.brokers import Jobs, Workers, broker_for
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, perform
from jointhall.kernel.relay import Relay
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import NOBODY, RELAY, Actor
from jointhall.people.codes import resident_of_phone
from jointhall.service_items.queries import item_in
from jointhall.web.place import Place
from sqlalchemy import select, text

OFFICER = Actor("officer", new_id(), "陈建", "自然资源所")
RESIDENT = Actor("resident", None, "申请人")
FILE = [{"id": "00000000-0000-0000-0000-000000000001", "name": "样张.pdf"}]


@dataclass
class Tally:
    """What came of a run."""

    decided: int = 0
    seen_after: list[float] = field(default_factory=list)
    """Seconds from acceptance until the other township has its task."""


def answers(here: Place, there: Place) -> dict[str, object]:
    return {
        "who": "farmer", "applicant_name": "周秋生", "id_number": "430321196505120012",
        "phone": "13812345678", "purpose": "crop",
        "townships": sorted([here.division_code, there.division_code]), "village": "黄荆坪村三组",
        "area": 3.5, "basic_farmland": "none",
        "use_period": {"from": "2099-01-01", "until": "2099-11-30"},
        "agreement_file": FILE, "plan_file": FILE, "notice_photo": FILE, "promise": True,
    }  # fmt: skip


async def a_resident_id(tools: Tools) -> UUID:
    async with tools.database.transaction(NOBODY) as session:
        resident = await resident_of_phone(
            session, tools.secrets, phone="13812345678", now=tools.clock.now()
        )
    return resident.id


async def submit(tools: Tools, here: Place, there: Place, resident_id: UUID) -> str:
    async with tools.database.transaction(here.standing()) as session:
        sheet = (await item_in(session, here, "facility_farmland")).sheet
        draft = await filing.begin(
            session, tools, here, sheet, resident_id=resident_id, id=new_id()
        )
        filing.keep_answers(tools, draft, answers(here, there))
        case = await filing.submit(
            session, tools, here, sheet, await counter_at(tools, here), draft,
            submission_id=draft.submission_id, by=RESIDENT,
        )  # fmt: skip
        return case.number


async def accept(tools: Tools, here: Place, number: str) -> None:
    async with tools.database.transaction(here.standing()) as session:
        case = await case_numbered(session, number, hold=True)
        await acceptance.accept(session, tools, here, case, by=OFFICER)


async def answer_there(tools: Tools, place: Place, here: Place, number: str) -> None:
    """Waits for the task to be on the desk, then agrees; the wait is the delivery's."""
    while True:
        async with tools.database.transaction(place.standing()) as session:
            referral = await session.scalar(
                select(Referral)
                .where(Referral.case_number == number, Referral.peer_id == here.tenant_id)
                .with_for_update()
            )
            if referral is not None:
                await answering.answer_referral(
                    session, tools, place, referral, vote="agree", opinion="同意", by=OFFICER
                )
                return
        await asyncio.sleep(0.05)


async def answer_here(tools: Tools, here: Place, number: str) -> None:
    async with tools.database.transaction(here.standing()) as session:
        case = await case_numbered(session, number)
        task = next(t for t in await tasks_of(session, case) if t.peer_id is None)
        await answering.answer_task(
            session, tools, here, task, vote="agree", opinion="同意", by=OFFICER
        )


async def decide(tools: Tools, here: Place, number: str) -> None:
    """Waits for the step to be finished, then decides."""
    while True:
        async with tools.database.transaction(here.standing()) as session:
            case = await case_numbered(session, number)
            task = next((t for t in await tasks_of(session, case) if t.kind == "decide"), None)
            if task is not None:
                await decision.decide(
                    session, tools, here, task, outcome="granted", why="符合", by=OFFICER
                )
                return
        await asyncio.sleep(0.05)


async def one(
    tools: Tools, county: Place, here: Place, there: Place, resident_id: UUID, tally: Tally
) -> None:
    """One whole approval: three parties are asked, all agree, the township decides."""
    number = await submit(tools, here, there, resident_id)
    await accept(tools, here, number)
    asked_at = time.perf_counter()
    await answer_there(tools, there, here, number)
    tally.seen_after.append(time.perf_counter() - asked_at)
    await answer_there(tools, county, here, number)
    await answer_here(tools, here, number)
    await decide(tools, here, number)
    tally.decided += 1

"""One whole approval by the real verbs, and a watcher in the place of people at their desks."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg

from jointhall.cases import acceptance, answering, decision, filing
from jointhall.cases.answering import referral_of
from jointhall.cases.counters import counter_at
from jointhall.cases.queries import case_numbered, task_of, tasks_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import NOBODY, Actor
from jointhall.people.codes import resident_of_phone
from jointhall.service_items.queries import item_in
from jointhall.web.place import Place

OFFICER = Actor("officer", new_id(), "陈建", "自然资源所")
RESIDENT = Actor("resident", None, "申请人")
FILE = [{"id": "00000000-0000-0000-0000-000000000001", "name": "样张.pdf"}]
LOOKS_EVERY = 0.02


@dataclass
class Tally:
    """What came of a run: how many were decided, and how soon the others had their task."""

    decided: int = 0
    seen: list[float] = field(default_factory=list)


class Watcher:
    """Looks at all desks at once, as an officer looks at a list, and wakes who waits for an entry.

    It stands outside the service and its wall: one question for all tenants, so that looking does
    not weigh on what is measured.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: dict[tuple[UUID, UUID, str], asyncio.Future[UUID]] = {}

    async def entry(self, place: Place, here: Place, number: str) -> UUID:
        """The referral, or at home the decision, about a case from here that lies on this desk."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[place.tenant_id, here.tenant_id, number] = waiting
        found: UUID = await waiting
        return found

    async def run(self) -> None:
        connection = await asyncpg.connect(self._url)
        # Tables that are filled as it looks have no statistics yet: it goes by the indexes.
        await connection.execute("set enable_seqscan = off; set enable_hashjoin = off")
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            if not self._waiting:
                continue
            rows = await connection.fetch(_ENTRIES, *map(list, zip(*self._waiting, strict=True)))
            for row in rows:
                waiting = self._waiting.pop((row["at"], row["here"], row["number"]), None)
                if waiting is not None:
                    waiting.set_result(row["id"])


_ENTRIES = """
    with asked as (
        select * from unnest($1::uuid[], $2::uuid[], $3::text[]) as asked (at, here, number))
    select a.*, r.id from asked a join referrals r
    on r.tenant_id = a.at and r.peer_id = a.here and r.case_number = a.number
    where r.status = 'open'
    union all
    select a.*, t.id
    from asked a join cases c on c.tenant_id = a.at and c.number = a.number
    join case_tasks t on t.tenant_id = c.tenant_id and t.case_id = c.id
    where a.at = a.here and t.kind = 'decide' and t.status = 'open'
    """


async def one(
    tools: Tools, watcher: Watcher, county: Place, here: Place, there: Place, resident_id: UUID,
    tally: Tally,
) -> str:  # fmt: skip
    """Three parties are asked, all agree, the township decides; the number of the case."""
    number = await submit(tools, here, there, resident_id)
    await accept(tools, here, number)
    asked_at = time.perf_counter()
    entry = await watcher.entry(there, here, number)
    tally.seen.append(time.perf_counter() - asked_at)
    await answer_there(tools, there, entry)
    await answer_there(tools, county, await watcher.entry(county, here, number))
    await answer_here(tools, here, number)
    await decide(tools, here, await watcher.entry(here, here, number))
    tally.decided += 1
    return number


def answers(here: Place, there: Place) -> dict[str, object]:
    return {
        "who": "farmer", "applicant_name": "周秋生", "id_number": "430321196505120012",
        "phone": "13812345678", "purpose": "crop",
        "townships": sorted([here.division_code, there.division_code]), "village": "黄荆坪村三组",
        "area": 3.5, "basic_farmland": "none",
        "use_period": {"from": "2099-01-01", "until": "2099-11-30"},
        "agreement_file": FILE, "plan_file": FILE, "notice_photo": FILE, "promise": True,
    }  # fmt: skip


async def a_resident(tools: Tools, phone: str) -> UUID:
    async with tools.database.transaction(NOBODY) as session:
        resident = await resident_of_phone(
            session, tools.secrets, phone=phone, now=tools.clock.now()
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


async def answer_there(tools: Tools, place: Place, entry: UUID) -> None:
    async with tools.database.transaction(place.standing()) as session:
        referral = await referral_of(session, entry)
        await answering.answer_referral(
            session, tools, place, referral, vote="agree", opinion="同意", by=OFFICER
        )


async def answer_here(tools: Tools, here: Place, number: str) -> None:
    async with tools.database.transaction(here.standing()) as session:
        case = await case_numbered(session, number)
        task = next(t for t in await tasks_of(session, case) if t.peer_id is None)
        await answering.answer_task(
            session, tools, here, task, vote="agree", opinion="同意", by=OFFICER
        )


async def decide(tools: Tools, here: Place, entry: UUID) -> None:
    async with tools.database.transaction(here.standing()) as session:
        task = await task_of(session, entry)
        await decision.decide(session, tools, here, task, outcome="granted", why="符合", by=OFFICER)

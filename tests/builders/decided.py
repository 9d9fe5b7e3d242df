"""Cases that are decided, and their letters made: where what comes after begins."""

from __future__ import annotations

from uuid import UUID

from jointhall.cases.after.deliveries import Delivery, deliveries_of
from jointhall.cases.after.wishes import ONLINE, Served
from jointhall.cases.decision import decide
from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, history_of, tasks_of
from jointhall.documents.models import Letter
from jointhall.documents.queries import letters_of_case
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.web.place import Place
from tests.builders.cases import an_accepted_case, answered, tasks_here, with_parties
from tests.builders.jobs import work_off

LEADER = Actor("officer", new_id(), "何卫东", "领导班子")


async def a_decided_case(
    tools: Tools,
    place: Place,
    *,
    outcome: str = "granted",
    why: str = "符合规定。",
    served: Served = ONLINE,
    resident_id: UUID | None = None,
) -> Case:
    """An allowance case, agreed to by its offices and decided; its letter is made."""
    tools = with_parties(tools)
    case = await a_case_to_decide(tools, place, served=served, resident_id=resident_id)
    await decided(tools, place, case, outcome=outcome, why=why)
    await work_off(tools, place)
    return await now(tools, place, case)


async def a_case_to_decide(
    tools: Tools, place: Place, *, served: Served = ONLINE, resident_id: UUID | None = None
) -> Case:
    """An allowance case all its offices have agreed to."""
    case = await an_accepted_case(tools, place, served=served, resident_id=resident_id)
    await work_off(tools, place)
    while open_reviews := [
        task for task in await tasks_here(tools, place, case)
        if task.status == "open" and task.kind == "review" and task.peer_id is None
    ]:  # fmt: skip
        await answered(tools, place, open_reviews[0])
        await work_off(tools, place)
    return case


async def decided(tools: Tools, place: Place, case: Case, *, outcome: str, why: str) -> None:
    """The leader decides; the letter is not made yet."""
    async with tools.database.transaction(place.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = next(t for t in await tasks_of(session, held) if t.kind == "decide")
        await decide(session, tools, place, task, outcome=outcome, why=why, by=LEADER)


async def now(tools: Tools, place: Place, case: Case) -> Case:
    """The case as it is now."""
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        return await case_numbered(session, case.number)


async def letters(tools: Tools, place: Place, case: Case, kind: str = "") -> list[Letter]:
    """The letters of a case, of one kind or all."""
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        found = await letters_of_case(session, case.id)
    return [letter for letter in found if kind in ("", letter.kind)]


async def deliveries(tools: Tools, place: Place, case: Case) -> list[Delivery]:
    """Every delivery of a case."""
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        return await deliveries_of(session, case.id, case.tenant_id)


async def acts(tools: Tools, place: Place, case: Case) -> list[str]:
    """What the history says was done, in order."""
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        held = await case_numbered(session, case.number)
        return [line.act for line in await history_of(session, held)]

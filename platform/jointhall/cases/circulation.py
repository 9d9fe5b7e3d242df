"""Circulation (流转): opening a step, asking everybody at once, counting what they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.documents.models import Document
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put, run
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.service_items.flow import Ask, Result, Side, Vote, outcome, resolve
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Step as SheetStep
from jointhall.service_items.stations import Where
from jointhall.web.place import Place

from .answers import answers_of
from .clocks import start_answer_clock, stop_clocks
from .counters import counter_at, directory_of
from .models import Case
from .shown import papers_for, shown_to
from .steps import Step, Task


async def open_next_step(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, case: Case, *, by: Actor
) -> None:
    """Opens the step after the one just finished; after the last, the decision is asked for.

    A step that asks nobody this time is passed over, and the history says so.
    """
    codes = [step.code for step in sheet.steps]
    at = codes.index(case.step_code) + 1 if case.step_code in codes else 0
    for seq, step in enumerate(sheet.steps[at:], start=at + 1):
        case.step_code = step.code
        if await _open(session, tools, place, sheet, case, step, seq=seq, by=by):
            return
        case.note(
            "step.skipped", by=SYSTEM, at=tools.clock.now(),
            words=_("“%(step)s”这次不涉及别家，跳过", step=step.name),
        )  # fmt: skip
    await _ask_for_decision(session, tools, place, sheet, case, words=_("意见齐了，等负责人决定"))


async def _open(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    sheet_step: SheetStep,
    *,
    seq: int,
    by: Actor,
) -> bool:
    answers = answers_of(tools.secrets, case)
    resolved = resolve(sheet, sheet_step, answers, await counter_at(tools, place))
    parties = [(ask, await _addressed(tools, place, ask)) for ask in resolved.asks]
    asked = [(ask, party) for ask, party in parties if party is not None]
    if not asked:
        return False
    now = tools.clock.now()
    step = Step(
        tenant_id=case.tenant_id, id=new_id(), case_id=case.id, seq=seq, code=sheet_step.code,
        name=sheet_step.name, status="open", opened_at=now,
    )  # fmt: skip
    await put(session, step)
    papers = await papers_for(session, resolved.asks)
    tasks = [
        await _asking(session, tools, place, sheet, case, step, ask, party, papers)
        for ask, party in asked
    ]
    await put(session, *tasks)
    names = "、".join(party.name for _told, party in asked)
    if len(asked) > 1:
        told = _("“%(step)s”同时请%(who)s看", step=step.name, who=names)
    else:
        told = _("“%(step)s”请%(who)s看", step=step.name, who=names)
    case.note("step.opened", by=by, at=now, words=told, step=step.code)
    return True


async def _addressed(tools: Tools, place: Place, ask: Ask) -> Place | None:
    """The tenant a party belongs to; a township that has not joined cannot be asked by envelope."""
    directory = directory_of(tools)
    if ask.party.side is Side.OWN:
        return place
    if ask.party.side is Side.COUNTY:
        return await directory.by_id(place.county_id)
    for township in await directory.townships_of(place.county_id):
        if township.division_code == ask.party.division:
            return township
    # Not joined yet: the county stands in for it, so that nobody is silently left out.
    return await directory.by_id(place.county_id)


async def _asking(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    step: Step,
    ask: Ask,
    party: Place,
    papers: Mapping[UUID, Document],
) -> Task:
    now = tools.clock.now()
    is_own = party.tenant_id == place.tenant_id
    id = new_id()
    task = Task(
        tenant_id=case.tenant_id,
        id=id,
        case_id=case.id,
        step_id=step.id,
        key=ask.key,
        kind="review",
        words=ask.words,
        office=ask.party.office,
        peer_id=None if is_own else party.tenant_id,
        party_name=party.name,
        party_phone=party.phone,
        opened_at=now,
        due_on=await start_answer_clock(session, tools, "task", id, ask.within_days, party.name),
        status="open",
        opinion="",
        answered_by="",
        answered_by_id="",
    )
    if not is_own:
        task.envelope_id = exchange.send(
            session,
            tools,
            to=party.tenant_id,
            kind="approval.asked",
            thread=task.id,
            body={
                "case_number": case.number,
                "item_title": case.item_title,
                "title": case.title,
                "from_name": place.name,
                "from_phone": place.phone,
                "words": ask.words,
                "office": ask.party.office,
                "within_days": ask.within_days,
                "due_on": task.due_on.isoformat(),
                **shown_to(sheet, ask, await counter_at(tools, place), papers),
            },
        )
    return task


async def _ask_for_decision(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, case: Case, *, words: str
) -> None:
    decision = sheet.decision
    assert decision.addressee.where is Where.HERE, "the handling township decides"
    now = tools.clock.now()
    id = new_id()
    task = Task(
        tenant_id=case.tenant_id,
        id=id,
        case_id=case.id,
        key="decision",
        kind="decide",
        words=decision.words,
        office=decision.addressee.office,
        party_name=place.name,
        party_phone=place.phone,
        opened_at=now,
        due_on=await start_answer_clock(
            session, tools, "task", id, decision.within_days, place.name
        ),
        status="open",
        opinion="",
        answered_by="",
        answered_by_id="",
    )
    await put(session, task)
    case.note("decision.asked", by=SYSTEM, at=now, words=words)


async def count_votes(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, case: Case, step_id: UUID
) -> None:
    """Looks whether the step's rule is met; if it is, ends the step and goes on (会签规则).

    The case is held by the caller, so two answers arriving at once are counted one by one.
    """
    await session.flush()
    said = await run(session, _SAID, case.tenant_id, step_id)
    if not said:
        return
    sheet_step = sheet.step(said[0]["code"])
    assert sheet_step is not None, "the case keeps the edition it was filed under"
    result = outcome(sheet_step.rule, {row["key"]: Vote(row["vote"]) for row in said})
    if result is Result.OPEN:
        return
    now = tools.clock.now()
    step = await session.get_one(Step, (case.tenant_id, step_id))
    step.status, step.finished_at = result.value, now
    for row in said:
        if row["is_open"]:
            await _call_off(session, tools, case, row["id"], at=now)
    agreed = result is Result.AGREED
    words = (
        _("“%(step)s”通过", step=step.name) if agreed else _("“%(step)s”没有通过", step=step.name)
    )
    case.note("step.finished", by=SYSTEM, at=now, words=words, step=step.code, result=result.value)
    if agreed:
        await open_next_step(session, tools, place, sheet, case, by=SYSTEM)
    else:
        # The reasons are on the table; whoever decides says what becomes of the case.
        case.step_code = sheet.steps[-1].code
        await _ask_for_decision(
            session, tools, place, sheet, case, words=_("有一家不同意，等负责人决定")
        )


async def _call_off(
    session: AsyncSession, tools: Tools, case: Case, task_id: UUID, *, at: datetime
) -> None:
    task = await session.get_one(Task, (case.tenant_id, task_id))
    task.call_off()
    await stop_clocks(session, "task", task.id, at=at)
    if task.peer_id is not None:
        exchange.send(
            session, tools, to=task.peer_id, kind="approval.withdrawn", thread=task.id,
            body={"case_number": case.number},
        )  # fmt: skip


_SAID = """
    select s.code, t.id, t.key, coalesce(t.vote, 'open') as vote, t.status = 'open' as is_open
    from case_steps s join case_tasks t on (t.tenant_id, t.step_id) = (s.tenant_id, s.id)
    where s.tenant_id = $1 and s.id = $2 and s.status = 'open'
    for update
    """

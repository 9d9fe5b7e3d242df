"""Asking (请人看): one task for each party, by envelope where it is another tenant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.documents.models import Document
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.counter import Counter
from jointhall.service_items.flow import Ask, Side
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Where
from jointhall.web.place import Place

from .clocks import start_answer_clock
from .counters import directory_of
from .dates import calendar_of
from .fitting import days_that_fit
from .joint.successors import answers_for_division
from .models import Case
from .shown import shown_to
from .steps import Step, Task
from .visits import asked_for, visit_asked


async def addressed(tools: Tools, place: Place, ask: Ask) -> Place | None:
    """The tenant a party belongs to; whoever stands in for a township that cannot answer."""
    if ask.party.side is Side.OWN:
        return place
    if ask.party.side is Side.COUNTY:
        return await directory_of(tools).by_id(place.county_id)
    return await answers_for_division(tools, place.county_id, ask.party.division or "")


async def put_to(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    step: Step,
    asked: list[tuple[Ask, Place]],
    counter: Counter,
    papers: Mapping[UUID, Document],
) -> None:
    """Puts the question to every party, with the visit it has to make first if there is one."""
    tasks = [
        await _asking(session, tools, place, sheet, case, step, ask, party, counter, papers)
        for ask, party in asked
    ]
    await put(session, *tasks)
    sheet_step = sheet.step(step.code)
    assert sheet_step is not None, "the step is the sheet's"
    for task, (ask, _party) in zip(tasks, asked, strict=True):
        sheet_task = sheet_step.task(ask.task)
        if sheet_task is not None and sheet_task.visit is not None and task.peer_id is None:
            await put(session, visit_asked(task.tenant_id, sheet_task.visit, task_id=task.id))


async def _asking(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    step: Step,
    ask: Ask,
    party: Place,
    counter: Counter,
    papers: Mapping[UUID, Document],
) -> Task:
    now = tools.clock.now()
    is_own = party.tenant_id == place.tenant_id
    id = new_id()
    fits = days_that_fit(
        ask.within_days, case, await calendar_of(session), today=on_which_day(now),
        then=sheet.decision.within_days,
    )  # fmt: skip
    ask = replace(ask, within_days=fits)
    task = Task(
        tenant_id=case.tenant_id,
        id=id,
        case_id=case.id,
        step_id=step.id,
        key=ask.key,
        kind="review",
        words=ask.words,
        office=ask.party.office,
        post=ask.party.post or "",
        stands_in=_stands_in(sheet, step.code, ask.task),
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
            body=question_of(place, sheet, case, step.code, ask, task.due_on, counter, papers),
        )
    return task


def question_of(
    place: Place,
    sheet: Sheet,
    case: Case,
    step_code: str,
    ask: Ask,
    due_on: date,
    counter: Counter,
    papers: Mapping[UUID, Document],
) -> dict[str, Any]:
    """What an envelope that asks says: the question, its days, what may be seen for it."""
    return {
        "case_number": case.number,
        "item_title": case.item_title,
        "title": case.title,
        "from_name": place.name,
        "from_phone": place.phone,
        "words": ask.words,
        "office": ask.party.office,
        "within_days": ask.within_days,
        "due_on": due_on.isoformat(),
        **asked_for(sheet, step_code, ask.task),
        **shown_to(sheet, ask, counter, papers),
    }


def _stands_in(sheet: Sheet, step: str, task: str) -> str:
    """The post that answers when nobody of the one asked is there (替补岗位)."""
    sheet_step = sheet.step(step)
    sheet_task = sheet_step.task(task) if sheet_step is not None else None
    return (sheet_task.substitute if sheet_task is not None else None) or ""


async def ask_for_decision(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, case: Case, *, words: str
) -> None:
    """Asks the handling township's own head: nobody else decides a case."""
    decision = sheet.decision
    assert decision.addressee.where is Where.HERE, "the handling township decides"
    now = tools.clock.now()
    id = new_id()
    fits = days_that_fit(
        decision.within_days, case, await calendar_of(session), today=on_which_day(now)
    )
    task = Task(
        tenant_id=case.tenant_id,
        id=id,
        case_id=case.id,
        key="decision",
        kind="decide",
        words=decision.words,
        office=decision.addressee.office,
        post=decision.addressee.post or "",
        party_name=place.name,
        party_phone=place.phone,
        opened_at=now,
        due_on=await start_answer_clock(session, tools, "task", id, fits, place.name),
        status="open",
        opinion="",
        answered_by="",
        answered_by_id="",
    )
    await put(session, task)
    case.note("decision.asked", by=SYSTEM, at=now, words=words)

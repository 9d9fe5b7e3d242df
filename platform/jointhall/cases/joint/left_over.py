"""Left over (没办完的尾巴): a letter to bring, an objection to look into, a procedure to conclude.

What a closed township still owes somebody is asked of who comes after it like any question; its
answer is put into the case, which stays where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.documents.models import Letter
from jointhall.documents.queries import documents_of
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import N_, _
from jointhall.web.place import Place

from ..after.bringing import Bringing, arrive
from ..after.deliveries import OPEN, Delivery, Way
from ..asking import question_of
from ..clocks import start_answer_clock
from ..course.models import Extension, Procedure
from ..course.special_procedures import conclude
from ..models import Case
from ..notices import Objection
from ..objecting import answer_objection
from ..queries import hold_case
from ..shown import named
from ..status import Status
from ..steps import Task
from .renewing import question_now
from .successors import heir_of, office_there

DELIVERY, OBJECTION, PROCEDURE = "delivery", "objection", "procedure"
WHAT = {
    DELIVERY: N_("送达文书"),
    OBJECTION: N_("核实异议"),
    PROCEDURE: N_("特别程序"),
}
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class LeftOver:
    """One thing that is owed: of which case, what is asked for it, with which papers."""

    kind: str
    id: UUID
    case_id: UUID
    office: str
    words: str
    papers: Sequence[dict[str, Any]] = field(default=())

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


async def hand_over_left_over(session: AsyncSession, tools: Tools, place: Place) -> int:
    """Asks the successor for everything that is owed here and was not asked yet; how much it was.

    More time that was asked for and not granted is not granted.
    """
    heir = await heir_of(tools, place.tenant_id, place.county_id)
    lapsed = await _extensions_lapse(session, tools)
    asked = select(Task.key).where(Task.tenant_id == place.tenant_id, Task.step_id.is_(None))
    there = set(await session.scalars(asked))
    fresh = [one for one in await _left_over(session, tools, place) if one.key not in there]
    for one in fresh[:MOST_AT_ONCE]:
        await _ask(session, tools, place, heir, one)
    return lapsed + len(fresh[:MOST_AT_ONCE])


async def settle_left_over(
    session: AsyncSession, tools: Tools, place: Place, case: Case, task: Task, *, by: Actor
) -> None:
    """Puts the successor's answer into the case, where it was asked for something left over."""
    kind, _colon, id = task.key.partition(":")
    if kind == DELIVERY:
        delivery = await session.get_one(Delivery, (case.tenant_id, UUID(id)), with_for_update=True)
        if delivery.is_open and task.vote == "agree":
            one = Bringing(place, case, delivery, by, {"why": task.opinion})
            await arrive(session, tools, one, Way.WINDOW, on=on_which_day(tools.clock.now()))
    elif kind == OBJECTION:
        objection = await session.get_one(Objection, (case.tenant_id, UUID(id)))
        if objection.status == "open":
            verdict = "upheld" if task.vote == "agree" else "dismissed"
            await answer_objection(
                session, tools, place, case, objection.number, verdict=verdict,
                reasons=task.opinion or _("核实过了"), by=by,
            )  # fmt: skip
    elif kind == PROCEDURE:
        procedure = await session.get_one(Procedure, (case.tenant_id, UUID(id)))
        if procedure.is_open:
            words = task.opinion or _("结束了")
            await conclude(session, tools, place, case, procedure, conclusion=words, by=by)


async def _left_over(session: AsyncSession, tools: Tools, place: Place) -> list[LeftOver]:
    here = place.tenant_id
    found: list[LeftOver] = []
    deliveries = select(Delivery).where(
        Delivery.tenant_id == here,
        Delivery.status.in_(OPEN),
        Delivery.way.is_distinct_from("notice"),
    )
    for delivery in await session.scalars(deliveries.order_by(Delivery.id)):
        letter = await session.get_one(Letter, (here, delivery.letter_id))
        words = _(
            "请替我们把“%(letter)s”（%(number)s）送到申请人手里。送到了答“同意”，意见里写谁签收、"
            "什么时候；送不到答“不同意”，写明原因。",
            letter=letter.title, number=letter.number_words,
        )  # fmt: skip
        papers = [
            named(one, letter.title) for one in await documents_of(session, "letter", letter.id)
        ]
        found.append(LeftOver(DELIVERY, delivery.id, delivery.case_id, "zhengwu", words, papers))
    objections = select(Objection).where(Objection.tenant_id == here, Objection.status == "open")
    for objection in await session.scalars(objections.order_by(Objection.id)):
        said = objection.words(tools.secrets)
        words = _(
            "公示期间有人提异议：%(said)s 请核实。成立答“同意”，不成立答“不同意”，意见里写核实的"
            "情况和理由，提异议的人看得到。",
            said=said,
        )  # fmt: skip
        found.append(LeftOver(OBJECTION, objection.id, objection.case_id, objection.office, words))
    procedures = select(Procedure).where(Procedure.tenant_id == here, Procedure.status == "open")
    for procedure in await session.scalars(procedures.order_by(Procedure.id)):
        words = _("请把%(name)s办完，意见里写结论。", name=procedure.name)
        found.append(LeftOver(PROCEDURE, procedure.id, procedure.case_id, procedure.office, words))
    return found


async def _ask(
    session: AsyncSession, tools: Tools, place: Place, heir: Place, one: LeftOver
) -> None:
    case, now, id = await hold_case(session, one.case_id), tools.clock.now(), new_id()
    task = Task(
        tenant_id=place.tenant_id, id=id, case_id=case.id, key=one.key, kind="review",
        words=one.words, office=office_there(heir, one.office), peer_id=heir.tenant_id,
        party_name=heir.name, party_phone=heir.phone, opened_at=now, status="open", opinion="",
        answered_by="", answered_by_id="",
    )  # fmt: skip
    asked = await question_now(session, tools, place, case, task)
    task.due_on = await start_answer_clock(
        session, tools, "task", id, asked.ask.within_days, heir.name
    )
    body = question_of(
        place, asked.sheet, case, "", asked.ask, task.due_on, asked.counter, asked.papers
    )
    task.envelope_id = exchange.send(
        session, tools, to=heir.tenant_id, kind="approval.asked", thread=id,
        body={**body, "papers": [*body["papers"], *one.papers]},
    )  # fmt: skip
    await put(session, task)
    words = _("%(here)s停办了，请%(who)s接着办：%(what)s",
              here=place.name, who=heir.name, what=_(WHAT[one.kind]))  # fmt: skip
    case.note("task.left_over", by=SYSTEM, at=now, words=words, task=one.key)


async def _extensions_lapse(session: AsyncSession, tools: Tools) -> int:
    now, count = tools.clock.now(), 0
    for found in list(await session.scalars(select(Extension).where(Extension.status == "open"))):
        case = await hold_case(session, found.case_id)
        await session.refresh(found)
        if found.status != "open" or case.status != Status.UNDER_REVIEW:
            continue
        found.lapse(at=now)
        words = _("停办以前没有批的延期不再批，还按原来的期限办")
        case.note("extension.lapsed", by=SYSTEM, at=now, words=words)
        count += 1
    return count

"""The second person (两人决定): where the sheet says so, one proposes and another one signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Sheet
from jointhall.tenancy.permitted import permitted_here

from ..models import Case
from ..steps import Task
from .hands import officers_for


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the form of a decision begins with, and what happens when it is sent."""

    typed: Mapping[str, str] = field(default_factory=dict)
    after: str = ""


def proposal_shown(sheet: Sheet, task: Task | None) -> Proposal:
    """The first person's proposal for the second one to sign; empty where one person decides."""
    if task is None or task.kind != "decide" or not sheet.decision.needs_two:
        return Proposal()
    chosen = sheet.decision.outcome(task.proposed_outcome)
    if chosen is None:
        return Proposal(after=_("这件要两个人决定：您先拟，另一位负责人签了才算数。"))
    words = _("%(who)s拟的是“%(word)s”。您选一样的就算决定；选别的，要再请他签。",
              who=task.proposed_by, word=chosen.word)  # fmt: skip
    return Proposal({"outcome": chosen.code, "opinion": task.proposed_why}, words)


def is_signed(
    case: Case, task: Task, *, outcome: str, word: str, why: str, by: Actor, at: datetime
) -> bool:
    """Whether two persons now want the same; otherwise this one's proposal is noted.

    Whoever wants something else proposes it in their turn, and the other one may sign that.
    """
    is_the_same_person = task.proposed_by_id is not None and task.proposed_by_id == by.id
    if task.proposed_outcome == outcome and not is_the_same_person:
        words = _("%(who)s同意拟的“%(word)s”", who=by.name, word=word)
        case.note("decision.signed", by=by, at=at, words=words)
        return True
    if is_the_same_person and (task.proposed_outcome, task.proposed_why) == (outcome, why):
        raise Refusal(
            _("您已经拟过了，要另一位负责人签。"),
            what_next=_("两个人都签才算决定；可以请他在自己的待办里打开这件。"),
        )
    task.proposed_outcome, task.proposed_why = outcome, why
    task.proposed_by, task.proposed_by_id = by.name, by.id
    words = _("%(who)s拟定：%(word)s，等另一位负责人签", who=by.name, word=word)
    case.note("decision.proposed", by=by, at=at, words=words, note=why)
    return False


async def let_another_sign(session: AsyncSession, task: Task) -> None:
    """Where nobody else of the office could sign, whoever may decide in this house can.

    What lies with no office here lies with everyone who may do such a thing (see `Desk`).
    """
    able = await permitted_here(session)
    others = {
        officer
        for officer in await officers_for(session, task)
        if officer != task.proposed_by_id and "case:decide" in able.get(officer, frozenset())
    }
    if not others:
        task.office, task.post, task.stands_in = "", "", ""
        task.holder_id, task.holder_name = None, ""


def is_waiting_for_another(task: Task, officer_id: object) -> bool:
    """Whether this officer has proposed, and it is another's turn."""
    return task.proposed_by_id is not None and task.proposed_by_id == officer_id

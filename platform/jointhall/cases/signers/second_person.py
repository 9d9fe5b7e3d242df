"""The second person (两人决定): where the sheet says so, one proposes and another one signs.

So it is too where a successor decides in the place of a township that has closed: the question
asks for two, what was proposed before goes along, and the answer names both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.offices.roster import roster_on
from jointhall.records.journal import record
from jointhall.service_items.sheets import Sheet
from jointhall.tenancy.permitted import permitted_here

from ..models import Case
from ..steps import Referral, Task
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
    return _shown(task, "outcome", chosen.word if chosen is not None else "")


def proposal_shown_there(referral: Referral) -> Proposal:
    """The same for whoever answers in the place of a township that has closed."""
    if not referral.needs_two:
        return Proposal()
    word = {"agree": _("同意"), "refuse": _("不同意")}.get(referral.proposed_outcome, "")
    return _shown(referral, "vote", word)


def _shown(asked: Task | Referral, field: str, word: str) -> Proposal:
    if not word:
        return Proposal(after=_("这件要两个人决定：您先拟，另一位负责人签了才算数。"))
    words = _("%(who)s拟的是“%(word)s”。您选一样的就算决定；选别的，要再请他签。",
              who=asked.proposed_by, word=word)  # fmt: skip
    return Proposal({field: asked.proposed_outcome, "opinion": asked.proposed_why}, words)


def is_signed(
    case: Case, task: Task, *, outcome: str, word: str, why: str, by: Actor, at: datetime
) -> bool:
    """Whether two persons now want the same; otherwise this one's proposal is noted.

    Whoever wants something else proposes it in their turn, and the other one may sign that.
    """
    if _another_wants_it_too(task, outcome, why, by):
        words = _("%(who)s同意拟的“%(word)s”", who=by.name, word=word)
        case.note("decision.signed", by=by, at=at, words=words)
        return True
    words = _("%(who)s拟定：%(word)s，等另一位负责人签", who=by.name, word=word)
    case.note("decision.proposed", by=by, at=at, words=words, note=why)
    return False


def _another_wants_it_too(asked: Task | Referral, outcome: str, why: str, by: Actor) -> bool:
    """Whether this is the second one who wants it; otherwise it is what is proposed now."""
    is_the_same_person = asked.proposed_by_id is not None and asked.proposed_by_id == by.id
    if asked.proposed_outcome == outcome and not is_the_same_person:
        return True
    if is_the_same_person and (asked.proposed_outcome, asked.proposed_why) == (outcome, why):
        raise Refusal(
            _("您已经拟过了，要另一位负责人签。"),
            what_next=_("两个人都签才算决定；可以请他在自己的待办里打开这件。"),
        )
    asked.proposed_outcome, asked.proposed_why = outcome, why
    asked.proposed_by, asked.proposed_by_id = by.name, by.id
    return False


async def is_signed_there(
    session: AsyncSession, referral: Referral, *, vote: str, why: str, by: Actor
) -> bool:
    """The same of what a closed township's successor answers in its place."""
    if not referral.needs_two or _another_wants_it_too(referral, vote, why, by):
        return True
    record(
        session, "referral.proposed", who=by, subject=f"referral:{referral.id}",
        words=_("拟了对%(who)s的答复，等另一位负责人签", who=referral.peer_name),
        case_number=referral.case_number,
    )  # fmt: skip
    able, roster = await permitted_here(session), await roster_on(session)
    if not any(
        officer != by.id and "referral:answer" in able.get(officer, frozenset())
        for officer in roster.answering(referral.office)
    ):
        referral.office = ""
    return False


def asked_of_two(sheet: Sheet, task: Task) -> dict[str, str | bool]:
    """What an envelope says to the successor who is to decide: that two must, and who began."""
    if task.kind != "decide" or not sheet.decision.needs_two:
        return {}
    vote = {"": "", "granted": "agree"}.get(task.proposed_outcome, "refuse")
    return {
        "needs_two": True, "proposed_outcome": vote, "proposed_why": task.proposed_why,
        "proposed_by": task.proposed_by,
    }  # fmt: skip


def keep_what_two_are_asked(referral: Referral, body: Mapping[str, Any]) -> None:
    """At the successor: whether two must sign, and what was proposed where it came from."""
    referral.needs_two = body.get("needs_two", False)
    referral.proposed_outcome = body.get("proposed_outcome", "")
    referral.proposed_why = body.get("proposed_why", "")
    referral.proposed_by, referral.proposed_by_id = body.get("proposed_by", ""), None


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


def is_waiting_for_another(asked: Task | Referral, officer_id: object) -> bool:
    """Whether this officer has proposed, and it is another's turn."""
    return asked.proposed_by_id is not None and asked.proposed_by_id == officer_id

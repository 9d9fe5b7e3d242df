"""Deciding in another's place (代为决定): the word of a successor on a closed township's case."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange import Received
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of

from ..counters import place_of
from ..decision import decide
from ..models import Case
from ..steps import Task
from .late_words import keep_late_word


async def decided_there(
    session: AsyncSession, tools: Tools, case: Case, task: Task, received: Received, *, by: Actor
) -> None:
    """Agreement grants, a refusal refuses with its reasons; the case was handed over for this."""
    body = received.body
    sheet = await edition_of(session, case.item_code, case.edition)
    granted = body["vote"] == "agree"
    chosen = next(one for one in sheet.decision.outcomes if (one.code == "granted") is granted)
    if sheet.decision.needs_two:
        if not body.get("proposed_by"):
            await keep_late_word(session, case, task, received, by=by)
            return
        # Two of the successor's signed it, or one what had been proposed before it came there.
        task.proposed_outcome, task.proposed_why = chosen.code, body["opinion"]
        task.proposed_by, task.proposed_by_id = body["proposed_by"], None
    place = await place_of(tools, case.tenant_id)
    why = body["opinion"] or _("由接替的单位决定")
    try:
        await decide(session, tools, place, task, outcome=chosen.code, why=why, by=by)
    except Refusal:
        # The case has gone on otherwise meanwhile; what they said stays with it.
        await keep_late_word(session, case, task, received, by=by)

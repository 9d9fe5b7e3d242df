"""The decision (决定): made by the handling township, put in writing, brought to the applicant."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from .clocks import stop_clocks
from .correspondence import write_letter
from .course.calling_off import drop_what_is_asked
from .course.special_procedures import must_not_stand
from .figures import follow_rules
from .models import Case
from .queries import hold_case
from .signers.second_person import is_signed, let_another_sign
from .steps import Task


async def decide(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    task: Task,
    *,
    outcome: str,
    why: str,
    by: Actor,
) -> Case:
    """Decides a case: its letter gets its number in this transaction and is made in the background.

    A refusal has to give its reasons, because the letter does (行政许可法 38). Where the sheet
    wants two persons, the first one's word is a proposal and the case is not decided yet.
    """
    case = await hold_case(session, task.case_id)
    await session.refresh(task, with_for_update=True)
    await must_not_stand(session, case)
    sheet = await edition_of(session, case.item_code, case.edition)
    chosen = sheet.decision.outcome(outcome)
    if chosen is None:
        raise BadForm({"outcome": _("请选一个决定。")})
    task.must_be_open()
    granted = chosen.code == "granted"
    why = why.strip() or (task.proposed_why if task.proposed_outcome == chosen.code else "")
    if not granted and not why.strip():
        raise BadForm({"opinion": _("不同意要写清楚理由，会写进决定书。")})
    now = tools.clock.now()
    if sheet.decision.needs_two and not is_signed(
        case, task, outcome=chosen.code, word=chosen.word, why=why, by=by, at=now
    ):
        await let_another_sign(session, task)
        return case
    vote = "agree" if granted else "refuse"
    task.answer(vote, why, by=by.name, by_id=str(by.id or ""), at=now)
    case.outcome = chosen.code
    case.decide(granted=granted, words=chosen.word, by=by, at=now, why=why)
    await stop_clocks(session, "task", task.id, at=now)
    await stop_clocks(session, "case", case.id, at=now)
    await drop_what_is_asked(session, tools, case)
    kind = "granted" if granted else "refused"
    await write_letter(session, tools, place, sheet, case, kind, by=by, why=why)
    await follow_rules(session, tools, sheet, case)
    return case

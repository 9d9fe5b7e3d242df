"""The decision (决定): made by the handling township, put in writing, brought to the applicant."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.actions import when_made
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from .clocks import stop_clocks
from .correspondence import write_letter
from .figures import follow_rules
from .models import Case
from .queries import hold_case
from .status import Status
from .steps import Task
from .telling import tell_applicant


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

    A refusal has to give its reasons, because the letter does (行政许可法 38).
    """
    case = await hold_case(session, task.case_id)
    await session.refresh(task, with_for_update=True)
    sheet = await edition_of(session, case.item_code, case.edition)
    chosen = sheet.decision.outcome(outcome)
    if chosen is None:
        raise BadForm({"outcome": _("请选一个决定。")})
    granted = chosen.code == "granted"
    if not granted and not why.strip():
        raise BadForm({"opinion": _("不同意要写清楚理由，会写进决定书。")})
    now = tools.clock.now()
    vote = "agree" if granted else "refuse"
    task.answer(vote, why, by=by.name, by_id=str(by.id or ""), at=now)
    case.outcome = chosen.code
    case.decide(granted=granted, words=chosen.word, by=by, at=now, why=why)
    await stop_clocks(session, "task", task.id, at=now)
    await stop_clocks(session, "case", case.id, at=now)
    kind = "granted" if granted else "refused"
    await write_letter(session, tools, place, sheet, case, kind, by=by, why=why)
    await follow_rules(session, tools, sheet, case)
    return case


@when_made("granted")
@when_made("refused")
async def bring(session: AsyncSession, tools: Tools, case_id: UUID) -> None:
    """The letter is made: the applicant is told where it lies, and the case is at its end."""
    case = await hold_case(session, case_id)
    if case.status not in (Status.GRANTED, Status.REFUSED):
        return
    now = tools.clock.now()
    case.deliver(by=SYSTEM, at=now)
    case.close(by=SYSTEM, at=now)
    words = _("您的“%(item)s”有结果了，决定书可以看、可以下载。", item=case.item_title)
    await tell_applicant(session, tools, case, "case.decided", words)

"""Outdated (旧的一份): what a party holds is no longer what the case says; one press sends the new.

Looked at after whatever the case says has changed, by comparing the envelope that is out with the
one that would be sent today: so it does not matter which act it was that changed it.
"""

from __future__ import annotations

from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange.models import Envelope
from jointhall.kernel.jobs import Work, job
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.web.place import Place

from ..counters import place_of
from ..models import Case
from ..queries import hold_case
from ..shown import shown_to
from ..status import Status
from ..steps import Task
from .changes import answers_changed, papers_changed
from .renewing import ask_anew, question_now
from .successors import standing_for
from .threads import thread_of


@job("cases.look_for_outdated")
async def look_for_outdated(work: Work, *, case_id: str) -> None:
    """Marks the questions of a case that are out with what it does not say any more."""
    session, tools = work.session, work.tools
    case = await hold_case(session, UUID(case_id))
    if case.status != Status.UNDER_REVIEW:
        return
    place, now = await place_of(tools, case.tenant_id), tools.clock.now()
    out = select(Task).where(
        Task.tenant_id == case.tenant_id, Task.case_id == case.id, Task.status == "open",
        Task.peer_id.is_not(None),
    )  # fmt: skip
    for task in list(await session.scalars(out.with_for_update())):
        is_outdated = bool(await what_changed(session, tools, place, case, task))
        thread = await thread_of(session, task)
        if is_outdated == (thread.outdated_at is not None):
            continue
        thread.outdated_at = now if is_outdated else None
        if is_outdated:
            words = _("%(who)s手里的材料不是最新的了，要重新送一份", who=task.party_name)
            case.note("thread.outdated", by=SYSTEM, at=now, words=words, task=task.key)


async def what_changed(
    session: AsyncSession, tools: Tools, place: Place, case: Case, task: Task
) -> list[dict[str, str]]:
    """Label, what they were shown, what they would be shown now."""
    sent = await session.get(Envelope, (task.tenant_id, task.envelope_id))
    if sent is None:
        return []
    was = orjson.loads(tools.secrets.open(sent.tenant_id, "envelope", sent.body_sealed))
    asked = await question_now(session, tools, place, case, task)
    now = shown_to(asked.sheet, asked.ask, asked.counter, asked.papers)
    return [
        *answers_changed(was["answers"], now["answers"]),
        *papers_changed(was["papers"], now["papers"]),
    ]


async def send_renewed(
    session: AsyncSession, tools: Tools, place: Place, case: Case, task: Task, *, by: Actor
) -> None:
    """Sends the same party what holds now, in the place of what it has; the case is held."""
    thread = await thread_of(session, task)
    if task.peer_id is None or thread.outdated_at is None:
        raise Refusal(
            _("对方手里的已经是最新的一份。"), what_next=_("刷新页面看看，可能同事刚刚送过。")
        )
    to = await standing_for(tools, task.peer_id, place.county_id)
    await ask_anew(
        session, tools, place, case, task, to=to, office=task.office,
        words=_("申请的内容改过了，以这一份为准。"), by=by,
    )  # fmt: skip

"""One of our questions that is out (外出的一问): their clock, what was said, our turn."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange.queries import envelopes_about
from jointhall.kernel.clock.light import light
from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.words import N_, _
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ...counters import directory_of
from ...course.workbench.handling import handler
from ...dates import calendar_of
from ...models import Case
from ...queries import case_numbered
from ...standing_in import desk_of
from ...steps import Task
from ..asking_back import explain
from ..exchanged import said_in
from ..renewing import ask_anew, question_now
from ..thanks import known_as
from ..threads import REASONS, Thread
from ..whom_to_ask import addressees, chosen

LONGEST = 500
DONE = {
    "explained": N_("补充说明送出了，对方的日子从明天接着算。"),
    "asked": N_("重新问了，以这一次的为准。"),
}


@get("/workbench/cases/{number:str}/threads/{id:uuid}", guards=[may("case:read")])
async def show(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    id: InPath[UUID],
    done: InQuery[str | None] = None,
) -> Template:
    """Where the question lies, since when, until when, who is late; their files stay theirs."""
    case, task = await _asked(session, number, id)
    return await _page(visit, session, viewer, case, task, done=DONE.get(done or "", ""))


@post(
    "/workbench/cases/{number:str}/threads/{id:uuid}/explanation",
    guards=[may("case:join")], status_code=200,
)  # fmt: skip
async def explanation(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str],
    id: InPath[UUID],
) -> Redirect | Template:  # fmt: skip
    """Our reply to what they asked back."""
    words = str(form.get("words", ""))
    try:
        case, task = await _asked(session, number, id, hold=True)
        _office, by = await handler(session, await desk_of(session, viewer), case)
        await explain(session, visit.tools, case, task, words=words, by=by)
    except Refusal as refusal:
        return await _again(visit, viewer, number, id, refusal, {"words": words})
    return Redirect(_path(visit, number, id) + "?done=explained", status_code=303)


@post(
    "/workbench/cases/{number:str}/threads/{id:uuid}/question",
    guards=[may("case:join")], status_code=200,
)  # fmt: skip
async def question(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str],
    id: InPath[UUID],
) -> Redirect | Template:  # fmt: skip
    """Asks anew, the same party or another, with what holds today."""
    typed = {"why": str(form.get("why", "")), "to": str(form.get("to", ""))}
    try:
        case, task = await _asked(session, number, id, hold=True)
        _office, by = await handler(session, await desk_of(session, viewer), case)
        to, office = await chosen(visit.tools, visit.place, typed["to"])
        why = typed["why"].strip()
        troubles = {}
        if to is None:
            troubles["to"] = _("请选问哪一家。")
        if not why or len(why) > LONGEST:
            troubles["why"] = _("写明为什么重新问，最多 %(n)s 个字，对方看得到。", n=LONGEST)
        if to is None or troubles:
            raise BadForm(troubles)
        await ask_anew(
            session, visit.tools, visit.place, case, task, to=to, office=office, words=why, by=by
        )
    except Refusal as refusal:
        return await _again(visit, viewer, number, id, refusal, typed)
    return Redirect(_path(visit, number, id) + "?done=asked", status_code=303)


async def _asked(
    session: AsyncSession, number: str, id: UUID, *, hold: bool = False
) -> tuple[Case, Task]:
    """Our case and its question that went, or had gone, to another tenant."""
    case = await case_numbered(session, number, hold=hold)
    task = await session.get(Task, (case.tenant_id, id), with_for_update=hold)
    if task is None or task.case_id != case.id:
        raise NotHere(_("没有这一问。"))
    return case, task


async def _again(
    visit: TheVisit, viewer: Who, number: str, id: UUID, refusal: Refusal,
    typed: Mapping[str, str],
) -> Template:  # fmt: skip
    if isinstance(refusal, NotAllowed | NotHere):
        raise refusal
    session = await visit.start_over()
    case, task = await _asked(session, number, id)
    errors = refusal.troubles if isinstance(refusal, BadForm) else {}
    return await _page(
        visit, session, viewer, case, task, errors=errors, typed=typed,
        refused=None if errors else refusal, status=refusal.status,
    )  # fmt: skip


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    case: Case,
    task: Task,
    *,
    done: str = "",
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    refused: Refusal | None = None,
    status: int = 200,
) -> Template:
    tools, place = visit.tools, visit.place
    thread = await session.get(Thread, (task.tenant_id, task.id)) or Thread(
        tenant_id=task.tenant_id, id=task.id, case_id=case.id, round=1, bounces=0, reason=""
    )
    names = {one.tenant_id: one.name for one in await directory_of(tools).everyone()}
    envelopes = await envelopes_about(session, [task.id])
    asks = await question_now(session, tools, place, case, task)
    lamp = light(task.due_on, visit.now(), calendar=await calendar_of(session))
    may_act = viewer.may("case:join") and case.is_open and await _is_ours(session, viewer, case)
    return page(
        visit,
        "cases/workbench/thread.html",
        status=status,
        tab="cases",
        case=case,
        task=task,
        thread=thread,
        who=known_as(task, place.county_id),
        reason=_(REASONS[thread.reason]) if thread.reason else "",
        state=lamp.state if task.status == "open" else "none",
        lamp=lamp.words,
        said=list(reversed(said_in(envelopes, tools.secrets, here=place.name, names=names))),
        shown=[asks.sheet.question(code) for code in asks.ask.answers],
        papers=len(asks.papers),
        may_explain=may_act and task.status == "open" and thread.waits_for_our_words,
        may_ask=may_act and task.status in ("open", "bounced"),
        whom=await addressees(tools, place, with_us=True),
        asked_now=f"{task.peer_id or task.tenant_id}/{task.office}",
        path=_path(visit, case.number, task.id),
        back_to=visit.at(f"/workbench/cases/{case.number}"),
        done=_(done) if done else "",
        errors=errors or {},
        typed=typed or {},
        refused=refused,
    )


async def _is_ours(session: AsyncSession, viewer: Who, case: Case) -> bool:
    """Whether this officer handles the case, and may speak for it."""
    try:
        await handler(session, await desk_of(session, viewer), case)
    except NotAllowed:
        return False
    return True


def _path(visit: TheVisit, number: str, id: UUID) -> str:
    return visit.at(f"/workbench/cases/{number}/threads/{id}")


ROUTES = [show, explanation, question]

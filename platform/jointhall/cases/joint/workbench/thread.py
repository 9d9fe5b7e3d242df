"""One of our questions that is out (外出的一问): their clock, what was said, our turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange.queries import envelopes_about
from jointhall.kernel.clock.light import light
from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
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
from ..outdated import send_renewed, what_changed
from ..renewing import ask_anew, question_now
from ..sendable import papers_to_send, sent_already
from ..thanks import known_as
from ..their_clock import their_clock
from ..threads import REASONS, Thread
from ..whom_to_ask import addressees, chosen

LONGEST = 500
DONE = {
    "explained": N_("补充说明送出了，对方的日子从明天接着算。"),
    "asked": N_("重新问了，以这一次的为准。"),
}
PATH = "/workbench/cases/{number:str}/threads/{id:uuid}"


@get(PATH, guards=[may("case:read")])
async def show(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    id: InPath[UUID],
    done: InQuery[str | None] = None,
) -> Template:
    """Where the question lies, since when, until when, who is late; their files stay theirs."""
    return await _page(visit, session, viewer, number, id, done=DONE.get(done or "", ""))


@post(f"{PATH}/explanation", guards=[may("case:join")], status_code=200)
async def explanation(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str],
    id: InPath[UUID],
) -> Redirect | Template:  # fmt: skip
    """Our reply to what they asked back, with the papers chosen for it."""
    typed = typed_in(form, "words")
    papers = [str(one) for one in form.getall("papers", [])]

    async def does(case: Case, task: Task, by: Actor) -> None:
        await explain(
            session, visit.tools, visit.place, case, task, words=typed["words"], papers=papers,
            by=by,
        )  # fmt: skip

    again = await _acted(
        visit, session, viewer, number, id, {**typed, "papers": " ".join(papers)}, does
    )
    return again or Redirect(_path(visit, number, id) + "?done=explained", status_code=303)


@post(f"{PATH}/question", guards=[may("case:join")], status_code=200)
async def question(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str],
    id: InPath[UUID],
) -> Redirect | Template:  # fmt: skip
    """Asks anew, the same party or another, with what holds today."""
    typed = typed_in(form, "why", "to")

    async def does(case: Case, task: Task, by: Actor) -> None:
        to, office = await chosen(visit.tools, visit.place, typed["to"])
        troubles = {}
        if to is None:
            troubles["to"] = _("请选问哪一家。")
        if not typed["why"] or len(typed["why"]) > LONGEST:
            troubles["why"] = _("写明为什么重新问，最多 %(n)s 个字，对方看得到。", n=LONGEST)
        if to is None or troubles:
            raise BadForm(troubles)
        await ask_anew(
            session, visit.tools, visit.place, case, task, to=to, office=office,
            words=typed["why"], by=by,
        )  # fmt: skip

    again = await _acted(visit, session, viewer, number, id, typed, does)
    return again or Redirect(_path(visit, number, id) + "?done=asked", status_code=303)


@post(f"{PATH}/renewal", guards=[may("case:join")], status_code=200)
async def renewal(
    visit: Visit, session: Session, viewer: Viewer, number: InPath[str], id: InPath[UUID]
) -> Redirect | Template:
    """Sends the same party what holds now: one press, because nothing is to be said or chosen."""

    async def does(case: Case, task: Task, by: Actor) -> None:
        await send_renewed(session, visit.tools, visit.place, case, task, by=by)

    again = await _acted(visit, session, viewer, number, id, {}, does)
    home = visit.at(f"/workbench/cases/{number}?done=renewed")
    return again or Redirect(home, status_code=303)


async def _acted(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    number: str,
    id: UUID,
    typed: Mapping[str, str],
    does: Callable[[Case, Task, Actor], Awaitable[None]],
) -> Template | None:
    """Does it for whoever handles the case; the page once more when it was refused."""
    try:
        case, task = await _asked(session, number, id, hold=True)
        _office, by = await handler(session, await desk_of(session, viewer), case)
        await does(case, task, by)
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, viewer, number, id, filled)
    return None


async def _asked(
    session: AsyncSession, number: str, id: UUID, *, hold: bool = False
) -> tuple[Case, Task]:
    """Our case and its question that went, or had gone, to another tenant."""
    case = await case_numbered(session, number, hold=hold)
    task = await session.get(Task, (case.tenant_id, id), with_for_update=hold)
    if task is None or task.case_id != case.id:
        raise NotHere(_("没有这一问。"))
    return case, task


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    number: str,
    id: UUID,
    filled: Filled = BLANK,
    *,
    done: str = "",
) -> Template:
    tools, place = visit.tools, visit.place
    case, task = await _asked(session, number, id)
    thread = await session.get(Thread, (task.tenant_id, task.id)) or Thread(
        tenant_id=task.tenant_id, id=task.id, case_id=case.id, round=1, bounces=0, reason=""
    )
    names = {one.tenant_id: one.name for one in await directory_of(tools).everyone()}
    envelopes = await envelopes_about(session, [task.id])
    asks = await question_now(session, tools, place, case, task)
    calendar = await calendar_of(session)
    lamp = light(task.due_on, visit.now(), calendar=calendar)
    may_act = viewer.may("case:join") and case.is_open and await _is_ours(session, viewer, case)
    may_explain = may_act and task.status == "open" and thread.waits_for_our_words
    went = sent_already(envelopes, tools.secrets)
    papers = await papers_to_send(session, tools, place, case, task) if may_explain else ()
    return page(
        visit,
        "cases/workbench/thread.html",
        tab="cases",
        case=case,
        task=task,
        thread=thread,
        who=known_as(task, place.county_id),
        reason=_(REASONS[thread.reason]) if thread.reason else "",
        state=lamp.state if task.status == "open" else "none",
        lamp=lamp.words,
        clock=their_clock(task, thread, envelopes, now=visit.now(), calendar=calendar),
        said=list(reversed(said_in(envelopes, tools.secrets, here=place.name, names=names))),
        shown=[asks.sheet.question(code) for code in asks.ask.answers],
        papers=len(asks.papers),
        sendable=[(one.key, one.words, _("已经送过") if one.key in went else "") for one in papers],
        changed=(
            await what_changed(session, tools, place, case, task) if thread.outdated_at else ()
        ),
        may_explain=may_explain,
        may_ask=may_act and task.status in ("open", "bounced"),
        whom=await addressees(tools, place, with_us=True),
        asked_now=f"{task.peer_id or task.tenant_id}/{task.office}",
        path=_path(visit, case.number, task.id),
        back_to=visit.at(f"/workbench/cases/{case.number}"),
        done=_(done) if done else "",
        **filled.on_page(),
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


ROUTES = [show, explanation, question, renewal]

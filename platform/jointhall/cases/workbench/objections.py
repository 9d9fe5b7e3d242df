"""An objection at the desk of the office that hears it (核实异议): read in confidence, answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Stream, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here, open_deadline_of
from jointhall.documents.queries import documents_of
from jointhall.documents.serving import sent
from jointhall.kernel.clock.light import light
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who

from ..models import Case
from ..notice_queries import objection_numbered
from ..notices import Objection, PublicNotice
from ..objecting import KEY, KIND, answer_objection
from ..queries import hold_case
from ..standing_in import desk_of, must_not_be_the_filer


@get("/workbench/objections/{number:str}", guards=[may("case:review")])
async def show(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    done: InQuery[str | None] = None,
) -> Template:
    """Who objects and what they say, for the office that hears it; who looked is put on record."""
    objection = await _heard_here(session, viewer, number)
    return await _page(visit, session, viewer, objection, done=bool(done))


@get("/workbench/objections/{number:str}/papers/{id:uuid}", guards=[may("case:review")])
async def paper(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    id: InPath[UUID],
    look: InQuery[str | None] = None,
) -> Stream:
    """What was handed in with an objection."""
    objection = await _heard_here(session, viewer, number)
    papers = await documents_of(session, "other", objection.id)
    found = next((one for one in papers if one.id == id), None)
    if found is None:
        raise NotHere(_("没有这份材料。"))
    visit.afterwards(_note(viewer, f"document:{found.id}", _("看了异议的材料")))
    return await sent(
        visit.tools, found.tenant_id, found.store_key, name=found.name,
        media_type=found.media_type, in_place=look == "1",
    )  # fmt: skip


@post("/workbench/objections/{number:str}/answer", guards=[may("case:review")], status_code=200)
async def answer(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Template | Redirect:
    """Upholds it or not, with reasons for the one who objected."""
    typed = typed_in(form, "verdict", "reasons")
    try:
        objection = await _heard_here(session, viewer, number)
        desk = await desk_of(session, viewer)
        case = await hold_case(session, objection.case_id)
        await must_not_be_the_filer(session, case, viewer)
        await answer_objection(
            session, visit.tools, visit.place, case, number, **typed,
            by=desk.actor(objection.office),
        )  # fmt: skip
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        objection = await objection_numbered(session, number)
        return await _page(visit, session, viewer, objection, filled)
    return Redirect(visit.at(f"/workbench/objections/{number}?done=answer"), status_code=303)


async def _heard_here(session: AsyncSession, viewer: Who, number: str) -> Objection:
    """The objection, if this officer's office hears it; raises NotAllowed and says whose it is."""
    objection = await objection_numbered(session, number)
    (await desk_of(session, viewer)).must_answer_for(objection.office)
    return objection


async def _page(
    visit: Visit,
    session: AsyncSession,
    viewer: Who,
    objection: Objection,
    filled: Filled = BLANK,
    *,
    done: bool = False,
) -> Template:
    secrets, calendar = visit.tools.secrets, await calendar_here(session)
    today = on_which_day(visit.now())
    lamp = light(objection.due_on, visit.now(), calendar=calendar)
    limit = await open_deadline_of(session, KIND, objection.id, KEY)
    visit.afterwards(_note(viewer, f"objection:{objection.id}", _("看了公示异议")))
    notice = await session.get_one(PublicNotice, (objection.tenant_id, objection.notice_id))
    return page(
        visit,
        "cases/workbench/objection.html",
        **filled.on_page(),
        objection=objection,
        notice=notice,
        shown=notice.shown(secrets),
        case=await session.get_one(Case, (objection.tenant_id, objection.case_id)),
        who=objection.name(secrets),
        phone=objection.phone(secrets),
        words=objection.words(secrets),
        reasons=objection.reasons(secrets),
        papers=await documents_of(session, "other", objection.id),
        state=lamp.state,
        lamp=lamp.words,
        told=limit.reckoning(calendar, as_of=today) if limit else None,
        today_on=today,
        done=done,
    )


def _note(viewer: Who, subject: str, words: str) -> Any:
    async def note(session: AsyncSession) -> None:
        record(session, "objection.viewed", who=viewer.actor(), subject=subject, words=words)

    return note


ROUTES = [show, paper, answer]

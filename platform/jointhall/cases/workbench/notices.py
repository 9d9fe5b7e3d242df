"""Notices at the desk (公示): what is up, how long still, proof that it hung, objections."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Stream, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.queries import documents_of, letter_of
from jointhall.documents.serving import sent
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import N_, _
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query
from jointhall.web.viewer import Viewer as Who

from ..enclosed import photo_in
from ..models import Case
from ..notice_queries import (
    PAGE,
    notice_numbered,
    notices_listed,
    objections_to,
    objections_waiting,
)
from ..notice_record import views_of
from ..notices import PublicNotice
from ..objecting import keep_proof
from ..queries import hold_case
from ..standing_in import desk_of
from ..whereabouts import office_names
from .notice_light import standing_of

WHICH = {"running": N_("正在公示"), "over": N_("结束了的")}


@get("/workbench/notices", guards=[may("case:read")])
async def listed(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    which: InQuery[str | None] = None,
    at: InQuery[int | None] = None,
) -> Template:
    """The notices of this tenant, and the objections that wait for this officer's office."""
    number = max(at or 1, 1)
    shown = which if which in WHICH else "running"
    rows = await notices_listed(session, running=shown == "running", page=number)
    desk = await desk_of(session, viewer)
    today = on_which_day(visit.now())
    waiting = [one for one in await objections_waiting(session) if desk.answers_for(one.office)]
    return page(
        visit,
        "cases/workbench/notices.html",
        rows=[
            (row, row.shown(visit.tools.secrets), standing_of(row, today)) for row in rows[:PAGE]
        ],
        waiting=waiting if viewer.may("case:review") else [],
        offices=await office_names(session),
        today_on=today,
        shown=shown,
        tabs_of=[
            (_(words), visit.at("/workbench/notices") + query({"which": key}), key == shown)
            for key, words in WHICH.items()
        ],
        newer=_turn(visit, shown, number - 1) if number > 1 else None,
        older=_turn(visit, shown, number + 1) if len(rows) > PAGE else None,
        page_number=number,
    )


@get("/workbench/notices/{number:str}", guards=[may("case:read")])
async def show(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    done: InQuery[str | None] = None,
) -> Template:
    """One notice: what it says, proof that it hung, and to those who hear them its objections."""
    notice = await notice_numbered(session, number)
    return await _page(visit, session, viewer, notice, done=done or "")


@post("/workbench/notices/{number:str}/proof", guards=[may("case:review")], status_code=200)
async def prove(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Template | Redirect:
    """Takes a photo of the board, or a PDF of what hung there."""
    try:
        photo = await photo_in(form, "proof")
        if photo is None:
            raise BadForm({"proof": _("请选一张照片或者一份 PDF。")})
        found = await notice_numbered(session, number)
        case = await hold_case(session, found.case_id)
        desk = await desk_of(session, viewer)
        await keep_proof(session, visit.tools, case, found, photo, by=desk.actor(found.office))
    except BadForm as bad:
        again = await visit.start_over()
        notice = await notice_numbered(again, number)
        return await _page(visit, again, viewer, notice, errors=bad.troubles)
    return Redirect(visit.at(f"/workbench/notices/{number}?done=proof"), status_code=303)


@get("/workbench/notices/{number:str}/papers/{id:uuid}", guards=[may("case:read")])
async def paper(
    visit: Visit,
    session: Session,
    number: InPath[str],
    id: InPath[UUID],
    look: InQuery[str | None] = None,
) -> Stream:
    """A proof that the notice hung."""
    notice = await notice_numbered(session, number)
    found = next(
        (one for one in await documents_of(session, "other", notice.id) if one.id == id), None
    )
    if found is None:
        raise NotHere(_("没有这份材料。"))
    return await sent(
        visit.tools, found.tenant_id, found.store_key, name=found.name,
        media_type=found.media_type, in_place=look == "1",
    )  # fmt: skip


async def _page(
    visit: Visit,
    session: AsyncSession,
    viewer: Who,
    notice: PublicNotice,
    *,
    done: str = "",
    errors: Mapping[str, str] | None = None,
) -> Template:
    desk = await desk_of(session, viewer)
    hears = viewer.may("case:review") and desk.answers_for(notice.office)
    case = await session.get_one(Case, (notice.tenant_id, notice.case_id))
    state, word = standing_of(notice, on_which_day(visit.now()))
    return page(
        visit,
        "cases/workbench/notice.html",
        status=422 if errors else 200,
        notice=notice,
        case=case,
        shown=notice.shown(visit.tools.secrets),
        state=state,
        word=word,
        hears=hears,
        objections=await objections_to(session, notice) if hears else [],
        proofs=await documents_of(session, "other", notice.id),
        views=await views_of(session, notice),
        record=await letter_of(session, notice.record_id) if notice.record_id else None,
        is_up=notice.is_up(visit.now()),
        done=done,
        errors=dict(errors or {}),
    )


def _turn(visit: Visit, which: str, number: int) -> str:
    return visit.at("/workbench/notices") + query(
        {"which": which, "at": number if number > 1 else None}
    )


ROUTES = [listed, show, prove, paper]

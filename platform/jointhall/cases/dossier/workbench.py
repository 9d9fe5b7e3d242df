"""At the desk: a note, a message to the applicant, one's canned opinions, who else looks, paper."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Response, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.words import _
from jointhall.web.access import may, officer
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ..queries import case_numbered
from ..standing_in import desk_of
from ..workbench.case import again
from .canned import ACTS, canned_here, drop_canned, keep_canned
from .looking import look, others_looking
from .notes import write_note
from .talk import say_to_applicant


@post("/workbench/cases/{number:str}/notes", guards=[may("case:read")], status_code=200)
async def note(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Writes an internal note on the case."""
    words = str(form.get("note", ""))
    try:
        case = await case_numbered(session, number)
        await write_note(session, visit.tools, case, words=words, by=viewer.actor())
    except Refusal as refusal:
        return await again(visit, viewer, number, refusal, {"note": words})
    return _back(visit, number, "noted")


@post("/workbench/cases/{number:str}/talk", guards=[may("case:read")], status_code=200)
async def say(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Writes to the applicant, who is told at once."""
    words = str(form.get("talk", ""))
    try:
        case = await case_numbered(session, number)
        await say_to_applicant(session, visit.tools, case, words=words, by=viewer.actor())
    except Refusal as refusal:
        return await again(visit, viewer, number, refusal, {"talk": words})
    return _back(visit, number, "said")


@get("/workbench/cases/{number:str}/lookers", guards=[may("case:read")])
async def lookers(
    visit: Visit, session: Session, viewer: Viewer, number: InPath[str]
) -> Response[str]:
    """Who else has the case open now: one line that the page asks for every minute."""
    case = await case_numbered(session, number)
    names = await others_looking(session, case, viewer, now=visit.now())
    tenant_id, case_id, at = case.tenant_id, case.id, visit.now()

    async def still_here(writing: AsyncSession) -> None:
        await look(writing, tenant_id, case_id, viewer, at=at)

    visit.afterwards(still_here)
    said = _("也开着这一件的同事：") + "、".join(names) if names else ""
    return Response(said, media_type="text/plain; charset=utf-8")


@get("/workbench/opinions", guards=[officer])
async def opinions(visit: Visit, session: Session, told: InQuery[str | None] = None) -> Template:
    """The words this officer often gives, and those of their offices."""
    return await _opinions(visit, session, {}, {}, told or "")


@post("/workbench/opinions", guards=[officer], status_code=200)
async def keep(visit: Visit, session: Session, viewer: Viewer, form: Form) -> Redirect | Template:
    """Keeps one more."""
    typed = {name: str(form.get(name, "")) for name in ("act", "words", "office")}
    try:
        desk = await desk_of(session, viewer)
        await keep_canned(session, desk, **typed, now=visit.now())
    except BadForm as bad:
        session = await visit.start_over()
        return await _opinions(visit, session, typed, dict(bad.troubles), "")
    return Redirect(visit.at("/workbench/opinions?told=kept"), status_code=303)


@post("/workbench/opinions/{id:uuid}/drop", guards=[officer])
async def drop(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Redirect:
    """Takes one out."""
    await drop_canned(session, await desk_of(session, viewer), id)
    return Redirect(visit.at("/workbench/opinions?told=dropped"), status_code=303)


async def _opinions(
    visit: TheVisit, session: AsyncSession, typed: dict[str, str], errors: dict[str, str], told: str
) -> Template:
    desk = await desk_of(session, visit.viewer)
    return page(
        visit,
        "cases/workbench/opinions.html",
        status=422 if errors else 200,
        canned=await canned_here(session, desk),
        acts=ACTS,
        offices={code: desk.names[code] for code in sorted(desk.held)},
        typed=typed,
        errors=errors,
        told=told,
    )


def _back(visit: TheVisit, number: str, done: str) -> Redirect:
    return Redirect(visit.at(f"/workbench/cases/{number}?done={done}#beside"), status_code=303)


ROUTES = [note, say, lookers, opinions, keep, drop]

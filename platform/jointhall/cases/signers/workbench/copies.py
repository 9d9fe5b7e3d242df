"""Copies at the desk (抄送、待阅): putting a case before somebody, and what one has to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ...queries import case_numbered
from ...standing_in import desk_of
from ..copying import copies_for, copies_of, copy_to, mark_read
from ..hands import readers


@get("/workbench/copies", guards=[may("case:read")])
async def to_read(
    visit: Visit, session: Session, viewer: Viewer, which: InQuery[str | None] = None
) -> Template:
    """What was put before this officer: unread, or everything."""
    assert viewer.id is not None
    everything = which == "all"
    return page(
        visit, "cases/workbench/to_read.html", tab="tasks", everything=everything,
        found=await copies_for(session, viewer.id, unread=not everything),
    )  # fmt: skip


@get("/workbench/cases/{number:str}/copies", guards=[may("case:read")])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """Before whom the case was put, who has read it, and whom else to tell."""
    return await _page(visit, session, viewer, number, [], "", {})


@post("/workbench/cases/{number:str}/copies", guards=[may("case:read")], status_code=200)
async def send(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Puts it before those who were ticked."""
    chosen = [str(one) for one in form.getall("to", [])]
    why = str(form.get("why", ""))
    try:
        case = await case_numbered(session, number, hold=True)
        hands = [one for one in await readers(session, viewer.id) if one.key in chosen]
        await copy_to(session, visit.tools, case, hands, by=viewer.actor(), words=why)
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, viewer, number, chosen, why, bad.troubles)
    return Redirect(visit.at(f"/workbench/cases/{number}?done=copied"), status_code=303)


@post("/workbench/cases/{number:str}/copies/read", guards=[may("case:read")], status_code=200)
async def read(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Redirect:
    """This officer has read it."""
    assert viewer.id is not None
    case = await case_numbered(session, number)
    await mark_read(session, case.id, viewer.id, visit.now())
    return Redirect(visit.at("/workbench/copies"), status_code=303)


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    number: str,
    chosen: Sequence[str],
    why: str,
    errors: Mapping[str, str],
) -> Template:
    case = await case_numbered(session, number)
    desk = await desk_of(session, viewer)
    people = await readers(session, viewer.id)
    return page(
        visit, "cases/workbench/copies.html", tab="cases", case=case, chosen=chosen, why=why,
        people=[(one.key, f"{one.office_name}　{one.officer_name}") for one in people],
        copies=await copies_of(session, case), errors=errors, desk=desk,
        status=422 if errors else 200,
        path=visit.at(f"/workbench/cases/{number}/copies"),
        back_to=visit.at(f"/workbench/cases/{number}"),
    )  # fmt: skip


ROUTES = [to_read, look, send, read]

"""Special procedures at the desk (特别程序): started with a ground and a paper, ended with both."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Stream, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Document
from jointhall.documents.queries import documents_of
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.viewer import Viewer as Who

from ...enclosed import photo_in
from ...queries import case_numbered
from ...standing_in import desk_of
from ...workbench.act_page import act_page, acted
from ...workbench.opened import opened
from ..queries import procedures_of
from ..special_procedures import ENDED, end_procedure, procedures_allowed, start_procedure
from .handling import handler


@get("/workbench/cases/{number:str}/procedure", guards=[may("case:suspend")])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """The one under way, to be ended; or what may be started, and what it means."""
    return await _page(visit, session, viewer, number)


@post("/workbench/cases/{number:str}/procedure", guards=[may("case:suspend")], status_code=200)
async def start(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Starts one: the clock stands still from tomorrow."""
    typed = typed_in(form, "name", "why", "days")
    try:
        case = await case_numbered(session, number, hold=True)
        office, by = await handler(session, await desk_of(session, viewer), case)
        await start_procedure(
            session, visit.tools, visit.place, case, **typed, file=await photo_in(form),
            office=office, by=by,
        )  # fmt: skip
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, viewer, number, filled)
    return acted(visit, number, "procedure_started")


@post("/workbench/cases/{number:str}/procedure/end", guards=[may("case:suspend")], status_code=200)
async def end(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Ends the one under way: the clock goes on from tomorrow."""
    typed = typed_in(form, "conclusion")
    try:
        case = await case_numbered(session, number, hold=True)
        _office, by = await handler(session, await desk_of(session, viewer), case)
        await end_procedure(
            session, visit.tools, visit.place, case, **typed, file=await photo_in(form), by=by
        )
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, viewer, number, filled)
    return acted(visit, number, "procedure_ended")


@get("/workbench/cases/{number:str}/procedure/papers/{id:uuid}", guards=[may("case:suspend")])
async def paper(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    id: InPath[UUID],
    look: InQuery[str | None] = None,
) -> Stream:
    """A paper that started or ended a procedure of this case."""
    case = await case_numbered(session, number)
    await handler(session, await desk_of(session, viewer), case)
    for procedure in await procedures_of(session, case.id):
        for found in await documents_of(session, "other", procedure.id):
            if found.id == id:
                return await opened(visit, case, found, _("看了一份材料"), in_place=look == "1")
    raise NotHere(_("没有这份材料。"))


async def _page(
    visit: Visit, session: AsyncSession, viewer: Who, number: str, filled: Filled = BLANK
) -> Template:
    case = await case_numbered(session, number)
    sheet = await edition_of(session, case.item_code, case.edition)
    await handler(session, await desk_of(session, viewer), case, sheet)
    procedures = await procedures_of(session, case.id)
    papers = {one.id: await documents_of(session, "other", one.id) for one in procedures}
    running = next((one for one in procedures if one.is_open), None)
    return act_page(
        visit,
        case,
        "procedure",
        filled,
        running=running,
        is_over=running is not None and on_which_day(visit.now()) > running.expected_on,
        allowed=procedures_allowed(sheet),
        is_under_way=case.accepted_at is not None and case.is_open,
        procedures=[(one, _sorted(papers[one.id])) for one in reversed(procedures)],
    )


def _sorted(papers: Sequence[Document]) -> list[tuple[Document, bool]]:
    """Each paper, and whether it tells the conclusion."""
    return [(one, one.purpose == ENDED) for one in papers]


ROUTES = [look, start, end, paper]

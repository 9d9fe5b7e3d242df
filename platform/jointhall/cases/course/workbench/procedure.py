"""Special procedures at the desk (特别程序): started with a ground and a paper, ended with both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from litestar import get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.response import Redirect, Stream, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Document
from jointhall.documents.queries import documents_of
from jointhall.documents.serving import sent
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Afterwards

from ...models import Case
from ...queries import case_numbered
from ...standing_in import desk_of
from ...visiting import Photo
from ..queries import procedures_of
from ..special_procedures import ENDED, end_procedure, procedures_allowed, start_procedure
from .handling import handler

STARTING = ("name", "why", "days")


@get("/workbench/cases/{number:str}/procedure", guards=[may("case:suspend")])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """The one under way, to be ended; or what may be started, and what it means."""
    return await _page(visit, session, viewer, number)


@post("/workbench/cases/{number:str}/procedure", guards=[may("case:suspend")], status_code=200)
async def start(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Starts one: the clock stands still from tomorrow."""
    typed = {key: str(form.get(key, "")) for key in STARTING}
    try:
        case = await case_numbered(session, number, hold=True)
        office, by = await handler(session, await desk_of(session, viewer), case)
        await start_procedure(
            session, visit.tools, visit.place, case, name=typed["name"], why=typed["why"],
            days=typed["days"], file=await _file(form), office=office, by=by,
        )  # fmt: skip
    except Refusal as refusal:
        return await _again(visit, viewer, number, refusal, typed)
    return _done(visit, number, "procedure_started")


@post("/workbench/cases/{number:str}/procedure/end", guards=[may("case:suspend")], status_code=200)
async def end(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Ends the one under way: the clock goes on from tomorrow."""
    typed = {"conclusion": str(form.get("conclusion", ""))}
    try:
        case = await case_numbered(session, number, hold=True)
        _office, by = await handler(session, await desk_of(session, viewer), case)
        await end_procedure(
            session, visit.tools, visit.place, case,
            conclusion=typed["conclusion"], file=await _file(form), by=by,
        )  # fmt: skip
    except Refusal as refusal:
        return await _again(visit, viewer, number, refusal, typed)
    return _done(visit, number, "procedure_ended")


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
                visit.afterwards(_note(viewer, case, found))
                return await sent(
                    visit.tools, found.tenant_id, found.store_key, name=found.name,
                    media_type=found.media_type, in_place=look == "1",
                )  # fmt: skip
    raise NotHere(_("没有这份材料。"))


def _note(viewer: Who, case: Case, paper: Document) -> Afterwards:
    by, subject, resident_id = viewer.actor(), f"document:{paper.id}", case.resident_id

    async def note(session: AsyncSession) -> None:
        record(
            session, "document.viewed", who=by, subject=subject, words=_("看了一份材料"),
            for_whom=resident_id,
        )  # fmt: skip

    return note


async def _file(form: FormMultiDict) -> Photo | None:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    return Photo(await file.read(), file.filename)


async def _again(
    visit: Visit, viewer: Who, number: str, refusal: Refusal, typed: Mapping[str, str]
) -> Template:
    """The page once more after a refusal, with what was typed."""
    if isinstance(refusal, NotAllowed | NotHere):
        raise refusal
    session = await visit.start_over()
    errors = refusal.troubles if isinstance(refusal, BadForm) else {}
    return await _page(
        visit, session, viewer, number,
        errors=errors, refused=None if errors else refusal, typed=typed, status=refusal.status,
    )  # fmt: skip


async def _page(
    visit: Visit,
    session: AsyncSession,
    viewer: Who,
    number: str,
    *,
    errors: Mapping[str, str] | None = None,
    refused: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Template:
    case = await case_numbered(session, number)
    sheet = await edition_of(session, case.item_code, case.edition)
    await handler(session, await desk_of(session, viewer), case, sheet)
    procedures = await procedures_of(session, case.id)
    papers = {one.id: await documents_of(session, "other", one.id) for one in procedures}
    running = next((one for one in procedures if one.is_open), None)
    return page(
        visit,
        "cases/workbench/procedure.html",
        status=status,
        case=case,
        running=running,
        is_over=running is not None and on_which_day(visit.now()) > running.expected_on,
        allowed=procedures_allowed(sheet),
        is_under_way=case.accepted_at is not None and case.is_open,
        procedures=[(one, _sorted(papers[one.id])) for one in reversed(procedures)],
        errors=dict(errors or {}),
        refused=refused,
        typed=dict(typed or {}),
        path=visit.at(f"/workbench/cases/{number}/procedure"),
        back_to=visit.at(f"/workbench/cases/{number}"),
    )


def _sorted(papers: Sequence[Document]) -> list[tuple[Document, bool]]:
    """Each paper, and whether it tells the conclusion."""
    return [(one, one.purpose == ENDED) for one in papers]


def _done(visit: Visit, number: str, act: str) -> Redirect:
    return Redirect(visit.at(f"/workbench/cases/{number}?done={act}"), status_code=303)


ROUTES = [look, start, end, paper]

"""A case on paper (卷宗): cover, list of what is in it, what was filled in, said and issued."""

from __future__ import annotations

from litestar import get
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import deadlines_of
from jointhall.documents.queries import documents_by_id, letters_of_case
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.access import may
from jointhall.web.given import InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..answers import answers_of
from ..counters import counter_at
from ..progress import progress_of
from ..queries import case_numbered, history_of
from ..sight import answers_shown, files_in, lent_to, papers_shown, scope_of
from ..standing_in import desk_of
from ..whereabouts import seen_case
from ..workbench.votes import vote_tables


@get("/workbench/cases/{number:str}/print", guards=[may("case:read")])
async def show(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """The whole case laid out for paper; internal notes stay out of it."""
    case = await case_numbered(session, number)
    tools = visit.tools
    seen = await seen_case(session, tools, visit.place, case)
    counter = await counter_at(tools, visit.place)
    answers = answers_of(tools.secrets, case)
    desk = await desk_of(session, viewer)
    lent = lent_to(desk, seen.sheet, seen.steps, seen.tasks)
    scope = scope_of(desk, case, seen.sheet, answers, counter, lent=lent)
    found = await documents_by_id(session, files_in(seen.sheet, answers, counter))
    by, subject, whom = viewer.actor(), f"case:{case.id}", case.resident_id

    async def note(writing: AsyncSession) -> None:
        record(
            writing, "case.printed", who=by, subject=subject, words=_("打印了卷宗"), for_whom=whom
        )

    visit.afterwards(note)
    return page(
        visit,
        "cases/workbench/print.html",
        case=case,
        applicant=tools.secrets.open_text(case.tenant_id, "applicant", case.applicant_sealed),
        progress=progress_of(seen),
        answers=answers_shown(scope, seen.sheet, answers, counter),
        papers=papers_shown(scope, seen.sheet, answers, counter, found),
        votes=vote_tables(seen, now=visit.now()),
        letters=await letters_of_case(session, case.id),
        limits=await deadlines_of(session, "case", case.id),
        history=await history_of(session, case),
    )


ROUTES = [show]

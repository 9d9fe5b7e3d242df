"""Mending a slip of the pen at the desk (更正笔误): which letter, which words, what is right."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.documents.letters import from_told
from jointhall.documents.queries import letter_of
from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ...queries import case_numbered
from ...standing_in import desk_of
from ..clerical import mend, mendable


@get("/workbench/cases/{number:str}/clerical", guards=[may("case:mend")])
async def look(
    visit: Visit, session: Session, number: InPath[str], letter: InQuery[str | None] = None
) -> Template:
    """The letters that hold; with one chosen, its words and what to put right."""
    return await _page(visit, session, number, letter or "", {}, {})


@post("/workbench/cases/{number:str}/clerical", guards=[may("case:mend")], status_code=200)
async def change(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Issues the letter anew; the old one's code says so from now on."""
    chosen = str(form.get("letter", ""))
    typed = {name: str(form.get(name, "")).strip() for name in ("wrong", "right", "why")}
    try:
        case = await case_numbered(session, number, hold=True)
        letter = await letter_of(session, _uuid(chosen))
        await mend(
            session, visit.tools, visit.place, case, letter, **typed,
            by=(await desk_of(session, viewer)).actor(case.office),
        )  # fmt: skip
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed | NotHere):
            raise
        session = await visit.start_over()
        errors = refusal.troubles if isinstance(refusal, BadForm) else {}
        return await _page(
            visit, session, number, chosen, typed, errors, refused=None if errors else refusal,
            status=refusal.status,
        )  # fmt: skip
    return Redirect(visit.at(f"/workbench/cases/{number}?done=mended#letters"), status_code=303)


async def _page(
    visit: TheVisit,
    session: Session,
    number: str,
    chosen: str,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    refused: Refusal | None = None,
    status: int = 200,
) -> Template:
    case = await case_numbered(session, number)
    letters = await mendable(session, case)
    letter = next((one for one in letters if str(one.id) == chosen), None)
    return page(
        visit, "cases/workbench/clerical.html", tab="cases", case=case, letters=letters,
        letter=letter, told=from_told(letter.told) if letter else None, typed=typed,
        errors=errors, refused=refused, status=status,
        path=visit.at(f"/workbench/cases/{number}/clerical"),
        back_to=visit.at(f"/workbench/cases/{number}"),
    )  # fmt: skip


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as bad:
        raise NotHere(_("没有这份文书。")) from bad


ROUTES = [look, change]

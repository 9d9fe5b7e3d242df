"""Mending a slip of the pen at the desk (更正笔误): which letter, which words, what is right."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.letters import from_told
from jointhall.documents.queries import letter_of
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit

from ...queries import case_numbered
from ...standing_in import desk_of
from ...workbench.act_page import act_page, acted
from ..clerical import mend, mendable


@get("/workbench/cases/{number:str}/clerical", guards=[may("case:mend")])
async def look(
    visit: Visit, session: Session, number: InPath[str], letter: InQuery[str | None] = None
) -> Template:
    """The letters that hold; with one chosen, its words and what to put right."""
    return await _page(visit, session, number, letter or "")


@post("/workbench/cases/{number:str}/clerical", guards=[may("case:mend")], status_code=200)
async def change(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Issues the letter anew; the old one's code says so from now on."""
    chosen = str(form.get("letter", ""))
    typed = typed_in(form, "wrong", "right", "why")
    try:
        case = await case_numbered(session, number, hold=True)
        letter = await letter_of(session, _uuid(chosen))
        await mend(
            session, visit.tools, visit.place, case, letter, **typed,
            by=(await desk_of(session, viewer)).actor(case.office),
        )  # fmt: skip
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, number, chosen, filled)
    return acted(visit, number, "mended#letters")


async def _page(
    visit: Visit, session: AsyncSession, number: str, chosen: str, filled: Filled = BLANK
) -> Template:
    case = await case_numbered(session, number)
    letters = await mendable(session, case)
    letter = next((one for one in letters if str(one.id) == chosen), None)
    return act_page(
        visit, case, "clerical", filled, letters=letters, letter=letter,
        told=from_told(letter.told) if letter else None,
    )  # fmt: skip


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as bad:
        raise NotHere(_("没有这份文书。")) from bad


ROUTES = [look, change]

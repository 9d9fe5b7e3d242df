"""Acceptance at the desk (受理): taken on, sent back once for what is missing, or not taken on."""

from __future__ import annotations

from litestar import post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ..acceptance import accept, ask_correction, refuse_acceptance
from ..models import Case
from ..queries import case_numbered
from ..standing_in import desk_of, must_be_a_stranger
from .act_page import acted
from .case import again


@post("/workbench/cases/{number:str}/acceptance", guards=[may("case:accept")], status_code=200)
async def take_on(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Accepts the case: letter, clocks, everybody asked at once."""
    try:
        case, by = await _held(visit, session, viewer, number, form)
        await accept(session, visit.tools, visit.place, case, by=by)
    except Refusal as refusal:
        return await again(visit, viewer, number, refusal, {})
    return acted(visit, number, "acceptance")


@post("/workbench/cases/{number:str}/correction", guards=[may("case:accept")], status_code=200)
async def send_back(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Asks for what is missing, once and whole."""
    words = str(form.get("words", ""))
    try:
        case, by = await _held(visit, session, viewer, number, form)
        await ask_correction(session, visit.tools, visit.place, case, what=words, by=by)
    except Refusal as refusal:
        return await again(visit, viewer, number, refusal, {"words": words})
    return acted(visit, number, "correction")


@post("/workbench/cases/{number:str}/rejection", guards=[may("case:accept")], status_code=200)
async def not_take_on(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Does not accept, with reason and remedies in writing."""
    words = str(form.get("words", ""))
    try:
        case, by = await _held(visit, session, viewer, number, form)
        await refuse_acceptance(session, visit.tools, visit.place, case, why=words, by=by)
    except Refusal as refusal:
        return await again(visit, viewer, number, refusal, {"words": words})
    return acted(visit, number, "rejection")


async def _held(
    visit: TheVisit, session: AsyncSession, viewer: Who, number: str, form: Form
) -> tuple[Case, Actor]:
    """The case, held, and the officer as they act on it; raises NotAllowed for another's desk.

    A page opened before the applicant handed in more shows papers that are no longer the case's.
    """
    case = await case_numbered(session, number, hold=True)
    if form.get("since") not in (None, case.answer_since.isoformat()):
        raise Refusal(_("您打开这一页以后，这件有了新情况。"), what_next=_("看看现在的材料再定。"))
    desk = await desk_of(session, viewer)
    desk.must_answer_for(case.office)
    await must_be_a_stranger(session, visit.tools, case, viewer)
    return case, desk.actor(case.office)


ROUTES = [take_on, send_back, not_take_on]

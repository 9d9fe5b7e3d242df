"""Passing a case on at the desk (转送): to whom it belongs, and why."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import Refusal
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, Session, Viewer, Visit

from ...queries import case_numbered
from ...standing_in import desk_of, must_not_be_the_filer
from ...status import Status
from ...workbench.act_page import act_page, acted
from ..passing import pass_on, places_to_go
from ..passings import passings_of


@get("/workbench/cases/{number:str}/passing", guards=[may("case:pass_on")])
async def look(visit: Visit, session: Session, number: InPath[str]) -> Template:
    """Where it may go, what goes along, and how often it went."""
    return await _page(visit, session, number)


@post("/workbench/cases/{number:str}/passing", guards=[may("case:pass_on")], status_code=200)
async def send(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Passes it on; whether it is taken is seen in the history."""
    typed = typed_in(form, "to", "why")
    try:
        case = await case_numbered(session, number, hold=True)
        desk = await desk_of(session, viewer)
        desk.must_answer_for(case.office)
        await must_not_be_the_filer(session, case, viewer)
        await pass_on(session, visit.tools, visit.place, case, **typed, by=desk.actor(case.office))
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, number, filled)
    return acted(visit, number, "passed_on")


async def _page(
    visit: Visit, session: AsyncSession, number: str, filled: Filled = BLANK
) -> Template:
    case = await case_numbered(session, number)
    places = await places_to_go(visit.tools, visit.place)
    return act_page(
        visit, case, "passing", filled, may_go=case.status == Status.SUBMITTED,
        places=[(one.division_code, one.name) for one in places],
        passings=await passings_of(session, case),
    )  # fmt: skip


ROUTES = [look, send]

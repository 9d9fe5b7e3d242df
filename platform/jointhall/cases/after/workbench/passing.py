"""Passing a case on at the desk (转送): to whom it belongs, and why."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ...queries import case_numbered
from ...standing_in import desk_of, must_not_be_the_filer
from ...status import Status
from ..passing import pass_on, places_to_go
from ..passings import passings_of


@get("/workbench/cases/{number:str}/passing", guards=[may("case:pass_on")])
async def look(visit: Visit, session: Session, number: InPath[str]) -> Template:
    """Where it may go, what goes along, and how often it went."""
    return await _page(visit, session, number, {}, {})


@post("/workbench/cases/{number:str}/passing", guards=[may("case:pass_on")], status_code=200)
async def send(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Passes it on; whether it is taken is seen in the history."""
    typed = {name: str(form.get(name, "")).strip() for name in ("to", "why")}
    try:
        case = await case_numbered(session, number, hold=True)
        desk = await desk_of(session, viewer)
        desk.must_answer_for(case.office)
        await must_not_be_the_filer(session, case, viewer)
        await pass_on(
            session, visit.tools, visit.place, case, to=typed["to"], why=typed["why"],
            by=desk.actor(case.office),
        )  # fmt: skip
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed | NotHere):
            raise
        session = await visit.start_over()
        errors = refusal.troubles if isinstance(refusal, BadForm) else {}
        return await _page(
            visit, session, number, typed, errors, refused=None if errors else refusal,
            status=refusal.status,
        )  # fmt: skip
    return Redirect(visit.at(f"/workbench/cases/{number}?done=passed_on"), status_code=303)


async def _page(
    visit: TheVisit,
    session: Session,
    number: str,
    typed: dict[str, str],
    errors: dict[str, str],
    *,
    refused: Refusal | None = None,
    status: int = 200,
) -> Template:
    case = await case_numbered(session, number)
    places = await places_to_go(visit.tools, visit.place)
    return page(
        visit, "cases/workbench/passing.html", tab="cases", case=case, typed=typed, errors=errors,
        refused=refused, status=status, may_go=case.status == Status.SUBMITTED,
        places=[(one.division_code, one.name) for one in places],
        passings=await passings_of(session, case),
        path=visit.at(f"/workbench/cases/{number}/passing"),
        back_to=visit.at(f"/workbench/cases/{number}"),
    )  # fmt: skip


ROUTES = [look, send]

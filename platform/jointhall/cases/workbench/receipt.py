"""The day of receipt at the desk (收到的日子): how it came, and from when the days are counted."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.receipt import NAMES, WHICH_DAY
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ..queries import case_numbered
from ..receiving import BY_POST_OR_HAND, keep_receipt, may_say
from ..silence import WORKING_DAYS
from ..standing_in import desk_of


@get("/workbench/cases/{number:str}/received", guards=[may("case:accept")])
async def ask(visit: Visit, session: Session, number: InPath[str]) -> Template | Redirect:
    """How it came and on which day; back where that is settled."""
    case = await case_numbered(session, number)
    if not may_say(case):
        return Redirect(visit.at(f"/workbench/cases/{number}"), status_code=303)
    typed = {"how": case.receipt, "day": on_which_day(case.answer_since).isoformat()}
    return await _page(visit, session, number, typed, {})


@post("/workbench/cases/{number:str}/received", guards=[may("case:accept")])
async def keep(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Keeps it; history and clock say so."""
    typed = {name: str(form.get(name, "")) for name in ("how", "day")}
    try:
        case = await case_numbered(session, number, hold=True)
        desk = await desk_of(session, viewer)
        desk.must_answer_for(case.office)
        await keep_receipt(
            session, visit.tools, case, how=typed["how"], day=day_typed(typed["day"]),
            by=desk.actor(case.office),
        )  # fmt: skip
    except BadForm as bad:
        return await _page(visit, await visit.start_over(), number, typed, bad.troubles)
    return Redirect(visit.at(f"/workbench/cases/{number}?done=received"), status_code=303)


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    number: str,
    typed: dict[str, str],
    errors: dict[str, str],
) -> Template:
    case = await case_numbered(session, number)
    calendar = await calendar_here(session)
    today = on_which_day(visit.now())
    told = reckon(on_which_day(case.answer_since), WORKING_DAYS, calendar=calendar)
    return page(
        visit, "cases/workbench/received.html", tab="cases", case=case, told=told, today=today,
        ways=[(one.value, _(NAMES[one]), _(WHICH_DAY[one])) for one in BY_POST_OR_HAND],
        typed=typed, errors=errors, status=422 if errors else 200,
        path=visit.at(f"/workbench/cases/{number}/received"),
        back_to=visit.at(f"/workbench/cases/{number}"),
    )  # fmt: skip


ROUTES = [ask, keep]

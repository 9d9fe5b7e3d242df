"""The day of receipt at the desk (收到的日子): how it came, and from when the days are counted."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import Refusal
from jointhall.web.access import may
from jointhall.web.filled import Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, Session, Viewer, Visit

from ..queries import case_numbered
from ..receiving import keep_receipt, may_say, ways_received
from ..standing_in import desk_of
from ..status import ACCEPTANCE_WITHIN
from .act_page import act_page, acted


@get("/workbench/cases/{number:str}/received", guards=[may("case:accept")])
async def ask(visit: Visit, session: Session, number: InPath[str]) -> Template | Redirect:
    """How it came and on which day; back where that is settled."""
    case = await case_numbered(session, number)
    if not may_say(case):
        return Redirect(visit.at(f"/workbench/cases/{number}"), status_code=303)
    typed = {"how": case.receipt, "day": on_which_day(case.answer_since).isoformat()}
    return await _page(visit, session, number, Filled(typed))


@post("/workbench/cases/{number:str}/received", guards=[may("case:accept")], status_code=200)
async def keep(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Keeps it; history and clock say so."""
    typed = typed_in(form, "how", "day")
    try:
        case = await case_numbered(session, number, hold=True)
        desk = await desk_of(session, viewer)
        desk.must_answer_for(case.office)
        await keep_receipt(
            session, visit.tools, case, how=typed["how"], day=day_typed(typed["day"]),
            by=desk.actor(case.office),
        )  # fmt: skip
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, number, filled)
    return acted(visit, number, "received")


async def _page(visit: Visit, session: AsyncSession, number: str, filled: Filled) -> Template:
    case = await case_numbered(session, number)
    calendar = await calendar_here(session)
    return act_page(
        visit, case, "received", filled, today=on_which_day(visit.now()), may_say=may_say(case),
        told=reckon(on_which_day(case.answer_since), ACCEPTANCE_WITHIN, calendar=calendar),
        ways=ways_received(),
    )  # fmt: skip


ROUTES = [ask, keep]

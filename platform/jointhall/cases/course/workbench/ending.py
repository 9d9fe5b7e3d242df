"""Ending a case at the desk (终止): the ground is chosen, what it means is said first."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotAllowed, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.viewer import Viewer as Who

from ...models import Case
from ...queries import case_numbered, tasks_of
from ...standing_in import desk_of, must_not_be_the_filer
from ...status import Status
from ...workbench.act_page import act_page, acted
from ..ending import end_case, grounds_for, may_end, unanswered_from


@get("/workbench/cases/{number:str}/ending", guards=[may("case:end")])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """What ending means for this case, and on which grounds it may end."""
    return await _page(visit, session, viewer, number)


@post("/workbench/cases/{number:str}/ending", guards=[may("case:end")], status_code=200)
async def end(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Ends the case."""
    typed = typed_in(form, "ground", "why")
    try:
        case = await case_numbered(session, number, hold=True)
        by = await _ender(session, viewer, case)
        await must_not_be_the_filer(session, case, viewer)
        await end_case(session, visit.tools, visit.place, case, **typed, by=by)
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, viewer, number, filled)
    return acted(visit, number, "ended")


async def _ender(session: AsyncSession, viewer: Who, case: Case) -> Actor:
    """Who may end it: before acceptance its counter, afterwards only who decides it."""
    desk = await desk_of(session, viewer)
    if case.status == Status.CORRECTION_ASKED:
        desk.must_answer_for(case.office)
        return desk.actor(case.office)
    sheet = await edition_of(session, case.item_code, case.edition)
    office = sheet.decision.addressee.office
    if not viewer.may("case:decide"):
        raise NotAllowed(
            _("受理以后要终止，得由作决定的负责人来办。"), what_next=_("请把情况告诉负责人。")
        )
    desk.must_answer_for(office)
    return desk.actor(office)


async def _page(
    visit: Visit, session: AsyncSession, viewer: Who, number: str, filled: Filled = BLANK
) -> Template:
    case = await case_numbered(session, number)
    why_not: Refusal | None = None
    if may_end(case):
        try:
            await _ender(session, viewer, case)
        except NotAllowed as refusal:
            why_not = refusal
    elsewhere = [
        task.party_name
        for task in await tasks_of(session, case)
        if task.peer_id is not None and task.status == "open"
    ]
    return act_page(
        visit,
        case,
        "ending",
        filled,
        may_end=may_end(case),
        why_not=why_not,
        grounds=[(one.code, _(one.words), _(one.hint)) for one in grounds_for(case)],
        waits_until=await unanswered_from(session, case)
        if case.status == Status.CORRECTION_ASKED
        else None,
        elsewhere=list(dict.fromkeys(elsewhere)),
    )


ROUTES = [look, end]

"""Ending a case at the desk (终止): the ground is chosen, what it means is said first."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who

from ...models import Case
from ...queries import case_numbered, tasks_of
from ...standing_in import desk_of, must_not_be_the_filer
from ...status import Status
from ..ending import UNANSWERED, end_case, grounds_for, may_end, unanswered_from


@get("/workbench/cases/{number:str}/ending", guards=[may("case:end")])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """What ending means for this case, and on which grounds it may end."""
    return await _page(visit, session, viewer, number)


@post("/workbench/cases/{number:str}/ending", guards=[may("case:end")], status_code=200)
async def end(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Ends the case."""
    typed = {key: str(form.get(key, "")) for key in ("ground", "why")}
    try:
        case = await case_numbered(session, number, hold=True)
        by = await _ender(session, viewer, case)
        await must_not_be_the_filer(session, case, viewer)
        await end_case(
            session, visit.tools, visit.place, case,
            ground=typed["ground"], why=typed["why"], by=by,
        )  # fmt: skip
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed | NotHere):
            raise
        session = await visit.start_over()
        errors = refusal.troubles if isinstance(refusal, BadForm) else {}
        return await _page(
            visit, session, viewer, number,
            errors=errors, refused=None if errors else refusal, typed=typed, status=refusal.status,
        )  # fmt: skip
    return Redirect(visit.at(f"/workbench/cases/{number}?done=ended"), status_code=303)


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
    return page(
        visit,
        "cases/workbench/ending.html",
        status=status,
        case=case,
        may_end=may_end(case),
        why_not=why_not,
        grounds=[(one.code, _(one.words), _(one.hint)) for one in grounds_for(case)],
        waits_until=await unanswered_from(session, case)
        if case.status == Status.CORRECTION_ASKED
        else None,
        unanswered=UNANSWERED,
        elsewhere=list(dict.fromkeys(elsewhere)),
        errors=dict(errors or {}),
        refused=refused,
        typed=dict(typed or {}),
        path=visit.at(f"/workbench/cases/{number}/ending"),
        back_to=visit.at(f"/workbench/cases/{number}"),
    )


ROUTES = [look, end]

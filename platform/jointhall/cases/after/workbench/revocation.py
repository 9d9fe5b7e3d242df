"""Revoking a decision at the desk (撤销决定): one proposes, another approves or declines."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotAllowed, Refusal
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.viewer import Viewer as Who

from ...models import Case
from ...queries import case_numbered
from ...standing_in import desk_of, must_not_be_the_filer
from ...workbench.act_page import act_page, acted
from ..revocation import (
    approve,
    decline,
    grounds_for,
    hold_proposal,
    law_of,
    may_be_revoked,
    propose,
    revocations_of,
    take_back,
)


@get("/workbench/cases/{number:str}/revocation", guards=[may("case:revoke")])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """The proposal that waits, or the form for one; and what was proposed before."""
    return await _page(visit, session, viewer, number)


@post("/workbench/cases/{number:str}/revocation", guards=[may("case:revoke")], status_code=200)
async def act(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Proposes, approves, declines or takes back."""
    doing = str(form.get("act", ""))
    typed = typed_in(form, "ground", "why", "heard", "declined")
    try:
        case = await case_numbered(session, number, hold=True)
        await _do(visit, session, viewer, case, doing, typed)
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, viewer, number, filled)
    done = {"propose": "revocation_proposed", "approve": "revoked"}.get(doing, "revocation_settled")
    return acted(visit, number, done)


async def _do(
    visit: Visit,
    session: AsyncSession,
    viewer: Who,
    case: Case,
    doing: str,
    typed: dict[str, str],
) -> None:
    tools, by = visit.tools, (await desk_of(session, viewer)).actor(case.office)
    if doing == "propose":
        await propose(
            session, tools, case, ground=typed["ground"], why=typed["why"], heard=typed["heard"],
            by=by,
        )  # fmt: skip
        return
    proposal = await hold_proposal(session, case)
    if doing == "take_back":
        take_back(tools, case, proposal, by=by)
        return
    if not viewer.may("case:decide"):
        raise NotAllowed(_("撤销要由能作决定的负责人批准。"))
    await must_not_be_the_filer(session, case, viewer)
    if doing == "approve":
        await approve(session, tools, visit.place, case, proposal, by=by)
    elif doing == "decline":
        decline(tools, case, proposal, why=typed["declined"], by=by)
    else:
        raise Refusal(_("没有这样的办法。"), status=422)


async def _page(
    visit: Visit, session: AsyncSession, viewer: Who, number: str, filled: Filled = BLANK
) -> Template:
    case = await case_numbered(session, number)
    sheet = await edition_of(session, case.item_code, case.edition)
    every = await revocations_of(session, case)
    waiting = next((one for one in every if one.is_open), None)
    is_own = waiting is not None and waiting.proposed_by_id == str(viewer.id)
    return act_page(
        visit, case, "revocation", filled, waiting=waiting, is_own=is_own,
        before=[one for one in every if not one.is_open], may_propose=may_be_revoked(case),
        law_of=lambda one: law_of(sheet, one.ground),
        grounds=[
            (key, _(one.words), law_of(sheet, key)) for key, one in grounds_for(case).items()
        ],
        may_settle=waiting is not None and not is_own and viewer.may("case:decide"),
    )  # fmt: skip


ROUTES = [look, act]

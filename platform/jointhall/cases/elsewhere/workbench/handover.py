"""What another township's window took in for us (代收移交): its papers signed for, or sent back."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.viewer import Viewer as Who

from ...models import Case
from ...queries import case_numbered
from ...standing_in import desk_of
from ...status import Status
from ...workbench.act_page import act_page
from ..opening import handover_of, send_back, sign_for_originals
from ..records import Handover
from ..taking_in import mandate_of

DONE = {
    "signed": N_("签收了，对方会看到。"),
    "returned": N_("不予受理了，通知书正在盖章；对方会收到，请把纸质材料退回去。"),
}


@get("/workbench/cases/{number:str}/handover", guards=[may("case:accept")])
async def show(
    visit: Visit, session: Session, number: InPath[str], done: InQuery[str | None] = None
) -> Template:
    """Who took it in, for whom, on what ground; which papers are on their way."""
    return await _page(visit, session, number, done=done or "")


@post("/workbench/cases/{number:str}/handover", guards=[may("case:accept")], status_code=200)
async def sign(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Signs for the papers that came; those not ticked are missing."""
    ticked = {name: [str(one) for one in form.getall(name, [])] for name in ("came", "damaged")}
    try:
        case, handover, by = await _held(session, viewer, number)
        missing = [one for one in handover.awaited if one not in ticked["came"]]
        damaged = [one for one in handover.awaited if one in ticked["damaged"]]
        if handover.awaited and len(missing) == len(handover.awaited):
            raise BadForm({"came": _("收到哪样，就在哪样前面打勾；一样都没到，等到了再来签。")})
        if set(damaged) & set(missing):
            raise BadForm({"damaged": _("没收到的不用写破损；收到了的，上面也要打勾。")})
        await sign_for_originals(
            session, visit.tools, visit.place, case, handover, missing=missing, damaged=damaged,
            by=by,
        )  # fmt: skip
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, ticked)
        return await _page(visit, session, number, filled)
    return Redirect(visit.at(f"/workbench/cases/{number}/handover?done=signed"), status_code=303)


@post("/workbench/cases/{number:str}/handover/return", guards=[may("case:accept")], status_code=200)
async def give_back(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Does not take it on, with the reason; who took it in is told."""
    typed = typed_in(form, "words")
    try:
        case, handover, by = await _held(session, viewer, number)
        await send_back(
            session, visit.tools, visit.place, case, handover, why=typed["words"], by=by
        )
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, number, filled)
    return Redirect(visit.at(f"/workbench/cases/{number}/handover?done=returned"), status_code=303)


async def _held(session: AsyncSession, viewer: Who, number: str) -> tuple[Case, Handover, Actor]:
    case = await case_numbered(session, number, hold=True)
    desk = await desk_of(session, viewer)
    desk.must_answer_for(case.office)
    return case, await handover_of(session, case, hold=True), desk.actor(case.office)


async def _page(
    visit: Visit, session: AsyncSession, number: str, filled: Filled = BLANK, *, done: str = ""
) -> Template:
    case = await case_numbered(session, number)
    handover = await handover_of(session, case)
    desk = await desk_of(session, visit.viewer)
    sealed, mandate = handover.mandate_sealed, None
    if sealed is not None and desk.answers_for(case.office):
        mandate = mandate_of(visit.tools.secrets, case.tenant_id, sealed)
    is_ours = desk.answers_for(case.office)
    return act_page(
        visit, case, "handover", filled, handover=handover, mandate=mandate, may_act=is_ours,
        done=_(DONE[done]) if done in DONE else "",
        may_return=case.status == Status.SUBMITTED and is_ours,
    )  # fmt: skip


ROUTES: list[Any] = [show, sign, give_back]

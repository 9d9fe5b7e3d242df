"""Several at once (批量办理): the same matter asked in the same way, each kept by itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from litestar import post
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import N_, _
from jointhall.web.access import officer
from jointhall.web.given import Form, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ..answering import answer_referral, answer_task, referral_of
from ..models import Case
from ..notices import Objection
from ..queries import hold_case, task_of
from ..standing_in import desk_of, must_not_be_the_filer

MOST = 50
WHY_NOT = {
    "accept": N_("还没有受理。受理要打开看过材料，不能一起办。"),
    "decide": N_("作决定要逐件看，不能一起办。"),
    "correction": N_("正在等申请人补正，现在不用办。"),
    "objection": N_("异议要逐份核实，不能一起办。"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One ticked row: what kind of thing it is, and which."""

    kind: str
    id: UUID


@dataclass(slots=True)
class Outcome:
    """What became of one of them; `why_not` is empty when it was done."""

    title: str
    path: str
    item: str = ""
    why_not: str = ""


@post("/workbench/batch", guards=[officer], status_code=200)
async def agree_together(visit: Visit, session: Session, viewer: Viewer, form: Form) -> Template:
    """Agrees to all that were ticked: what could be done is done, for the rest it says why not."""
    chosen = _chosen([str(said) for said in form.getall("id", [])])
    if not chosen:
        return _told(visit, [], words=_("没有选中哪一件。"), status=422)
    looked = [await _look(session, one) for one in chosen]
    if len({outcome.item for outcome in looked if outcome.item}) > 1:
        words = _("选的不是同一个事项，一件也没有办。请分开选。")
        return _told(visit, [], words=words, status=409)
    # Each is a transaction of its own; none of them is to wait for a connection this one holds.
    await visit.commit()
    for one, outcome in zip(chosen, looked, strict=True):
        if not outcome.why_not:
            outcome.why_not = await _agree(visit, viewer, one)
    return _told(visit, looked)


def _chosen(said: list[str]) -> list[Chosen]:
    found: dict[tuple[str, str], Chosen] = {}
    for one in said[:MOST]:
        kind, _dot, id = one.partition(".")
        try:
            found[kind, id] = Chosen(kind, UUID(id))
        except ValueError:
            continue
    return list(found.values())


async def _look(session: AsyncSession, one: Chosen) -> Outcome:
    """What was ticked, looked up for its name; anything that is not there says so."""
    try:
        if one.kind == "referral":
            referral = await referral_of(session, one.id)
            path = f"/workbench/referrals/{referral.id}"
            return Outcome(referral.title, path, f"referral:{referral.item_title}")
        if one.kind == "objection":
            objection = await session.get(Objection, (tenant_of(session), one.id))
            if objection is None:
                raise NotHere(_("没有这份异议。"))
            path = f"/workbench/objections/{objection.number}"
            title = _("异议 %(number)s", number=objection.number)
            return Outcome(title, path, "objection:", _(WHY_NOT["objection"]))
        if one.kind in ("review", "decide"):
            task = await task_of(session, one.id)
            one = Chosen(one.kind, task.case_id)
            kind = task.kind
        else:
            kind = one.kind
        case = await session.get(Case, (tenant_of(session), one.id))
        if case is None:
            return Outcome(_("已经不在了的一件"), "/workbench", why_not=_("没有这件办件。"))
        path = f"/workbench/cases/{case.number}"
        why_not = _(WHY_NOT[kind]) if kind in WHY_NOT else ""
        return Outcome(case.title, path, f"{kind}:{case.item_title}", why_not)
    except Refusal as refusal:
        return Outcome(_("已经不在了的一件"), "/workbench", why_not=refusal.words)


async def _agree(visit: TheVisit, viewer: Who, one: Chosen) -> str:
    """Agrees to one, in a transaction of its own: the refusal of one undoes no other."""
    tools, place = visit.tools, visit.place
    permission = "referral:answer" if one.kind == "referral" else "case:review"
    if not viewer.may(permission):
        return _("您的岗位不能办这一项。")
    try:
        async with tools.database.transaction(place.standing()) as session:
            desk = await desk_of(session, viewer)
            if one.kind == "referral":
                referral = await referral_of(session, one.id)
                await session.refresh(referral, with_for_update=True)
                desk.must_answer_for(referral.office)
                by = desk.actor(referral.office)
                await answer_referral(
                    session, tools, place, referral, vote="agree", opinion="", by=by
                )
                return ""
            task = await task_of(session, one.id)
            case = await hold_case(session, task.case_id)
            desk.must_answer_for(task.office)
            await must_not_be_the_filer(session, case, viewer)
            by = desk.actor(task.office)
            await answer_task(session, tools, place, task, vote="agree", opinion="", by=by)
    except Refusal as refusal:
        return refusal.words
    return ""


def _told(
    visit: TheVisit, outcomes: list[Outcome], *, words: str = "", status: int = 200
) -> Template:
    return page(
        visit,
        "cases/workbench/batch.html",
        status=status,
        done=[outcome for outcome in outcomes if not outcome.why_not],
        undone=[outcome for outcome in outcomes if outcome.why_not],
        words=words,
    )


ROUTES = [agree_together]

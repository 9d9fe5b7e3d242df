"""Serving a case's letters at the desk (送达): what waits, how it was brought, the record of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Stream, Template
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.documents.models import Document, Letter
from jointhall.documents.queries import letters_of_case
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.clock.light import light
from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page

from ...enclosed import photo_in
from ...models import Case
from ...queries import case_numbered
from ...standing_in import desk_of
from ...workbench.act_page import act_page
from ...workbench.opened import opened
from ..announcing import put_up
from ..bringing import (
    LONGEST,
    RELATIONS,
    Bringing,
    come_back,
    hand_over,
    leave,
    signed_for,
    slips_of,
    write_record,
)
from ..bringing import post as send_by_post
from ..deliveries import OPEN, TAKES_EFFECT, Delivery, Way, Wish, deliveries_of, hold_delivery
from ..delivery_notices import DeliveryNotice, notices_of_deliveries
from ..wishes import ADDRESS

ACTS: dict[str, Callable[[AsyncSession, Tools, Bringing], Awaitable[None]]] = {
    "window": hand_over,
    "left": leave,
    "post": send_by_post,
    "signed": signed_for,
    "returned": come_back,
    "notice": put_up,
    "record": write_record,
}
FIELDS = ("signer", "relation", "carrier", "tracking", "on", "where", "witnesses", "why")
"""What the forms of the page ask, each as `<act>_<field>`, so that no two share an id."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One delivery as the page tells it."""

    delivery: Delivery
    letter: Letter
    told: Mapping[str, str]
    slips: list[Document]
    state: str
    lamp: str
    notice: DeliveryNotice | None = None

    @property
    def effect(self) -> str:
        return _(TAKES_EFFECT[Way(self.delivery.way)]) if self.delivery.way else ""


@get("/workbench/cases/{number:str}/delivery", guards=[may("case:deliver")])
async def look(
    visit: Visit, session: Session, number: InPath[str], done: InQuery[str | None] = None
) -> Template:
    """What is to be brought, by when, and how what was brought arrived."""
    return await _page(visit, session, number, done=done or "")


@post("/workbench/cases/{number:str}/delivery", guards=[may("case:deliver")], status_code=200)
async def serve(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Records how one letter was brought."""
    act = str(form.get("act", ""))
    typed = typed_in(form, *(f"{act}_{name}" for name in FIELDS))
    said = {name: typed[f"{act}_{name}"][: LONGEST + 1] for name in FIELDS}
    on = day_typed(said.pop("on"))
    try:
        if act not in ACTS:
            raise BadForm({"act": _("请选一种送达方式。")})
        case = await case_numbered(session, number, hold=True)
        delivery = await hold_delivery(session, _uuid(form.get("delivery")), case_id=case.id)
        by = (await desk_of(session, viewer)).actor(case.office)
        slip = await photo_in(form, f"{act}_slip")
        one = Bringing(visit.place, case, delivery, by, said, slip, on)
        await ACTS[act](session, visit.tools, one)
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        errors = {f"{act}_{name}": words for name, words in filled.errors.items()}
        return await _page(visit, session, number, replace(filled, errors=errors), act=act)
    return Redirect(visit.at(f"/workbench/cases/{number}/delivery?done={act}"), status_code=303)


@get(
    "/workbench/cases/{number:str}/deliveries/{id:uuid}/slips/{paper:uuid}",
    guards=[may("case:deliver")],
)
async def slip(
    visit: Visit, session: Session, number: InPath[str], id: InPath[UUID], paper: InPath[UUID]
) -> Stream:
    """The signed slip, or the picture of where a letter was left."""
    case = await case_numbered(session, number)
    deliveries = await deliveries_of(session, case.id, case.tenant_id)
    delivery = next((one for one in deliveries if one.id == id), None)
    kept = await slips_of(session, delivery) if delivery is not None else []
    found = next((one for one in kept if one.id == paper), None)
    if found is None:
        raise NotHere(_("没有这张照片。"))
    return await opened(visit, case, found, _("看了送达的签收材料"))


@get("/workbench/deliveries", guards=[may("case:deliver")])
async def waiting(visit: Visit, session: Session) -> Template:
    """Every letter of this township that still has to be brought, the nearest day first."""
    rows = await session.execute(
        select(Delivery, Letter, Case)
        .join(Letter, (Letter.tenant_id == Delivery.tenant_id) & (Letter.id == Delivery.letter_id))
        .join(Case, (Case.tenant_id == Delivery.tenant_id) & (Case.id == Delivery.case_id))
        .where(Delivery.tenant_id == tenant_of(session), Delivery.status.in_(OPEN))
        .order_by(Delivery.due_on.nulls_last(), Delivery.opened_at)
        .limit(MOST)
    )
    calendar = await calendar_here(session)
    shown = [
        (case, _shown(visit, delivery, letter, calendar), visit.tools.secrets.open_text(
            case.tenant_id, "applicant", case.applicant_sealed
        ))
        for delivery, letter, case in rows
    ]  # fmt: skip
    return page(
        visit, "cases/workbench/deliveries.html", tab="waiting", rows=shown, wishes=_wishes(),
    )  # fmt: skip


async def _page(
    visit: Visit,
    session: AsyncSession,
    number: str,
    filled: Filled = BLANK,
    *,
    act: str = "",
    done: str = "",
) -> Template:
    case = await case_numbered(session, number)
    letters = {letter.id: letter for letter in await letters_of_case(session, case.id)}
    notices = await notices_of_deliveries(session, case.id)
    calendar, secrets = await calendar_here(session), visit.tools.secrets
    shown = [
        _shown(
            visit, one, letters[one.letter_id], calendar, one.told(secrets),
            await slips_of(session, one), notices.get(one.id),
        )
        for one in await deliveries_of(session, case.id, case.tenant_id)
    ]  # fmt: skip
    to = secrets.open_text(case.tenant_id, ADDRESS, case.serve_to_sealed) if (
        case.serve_to_sealed
    ) else ""  # fmt: skip
    return act_page(
        visit, case, "delivery", filled, shown=shown, act=act, done=done,
        relations={code: _(words) for code, words in RELATIONS.items()},
        wish=_wishes()[Wish(case.serve_by)], to=to,
        effects={way.value: _(words) for way, words in TAKES_EFFECT.items()},
        applicant=secrets.open_text(case.tenant_id, "applicant", case.applicant_sealed),
    )  # fmt: skip


def _shown(
    visit: Visit,
    delivery: Delivery,
    letter: Letter,
    calendar: Calendar,
    told: Mapping[str, str] | None = None,
    slips: list[Document] | None = None,
    notice: DeliveryNotice | None = None,
) -> Shown:
    state, words = ("none", "")
    if delivery.is_open and delivery.way != Way.NOTICE and delivery.due_on is not None:
        lamp = light(delivery.due_on, visit.now(), calendar=calendar)
        state, words = lamp.state, lamp.words
    return Shown(delivery, letter, told or {}, slips or [], state, words, notice)


def _wishes() -> dict[Wish, str]:
    return {
        Wish.ONLINE: _("申请人同意网上送达"),
        Wish.WINDOW: _("申请人要到窗口取纸质的"),
        Wish.POST: _("申请人要寄纸质的"),
    }


def _uuid(typed: Any) -> UUID:
    try:
        return UUID(str(typed))
    except ValueError as bad:
        raise NotHere(_("没有这份文书的送达。")) from bad


ROUTES = [look, serve, slip, waiting]

"""Serving a case's letters at the desk (送达): what waits, how it was brought, the record of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect, Stream, Template
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.documents.models import Document, Letter
from jointhall.documents.queries import letters_of_case
from jointhall.documents.serving import sent
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.clock.light import light
from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ...models import Case
from ...queries import case_numbered
from ...standing_in import desk_of
from ..bringing import (
    LONGEST,
    RELATIONS,
    Slip,
    come_back,
    hand_over,
    leave,
    put_up,
    signed_for,
    slips_of,
    write_record,
)
from ..bringing import post as send_by_post
from ..deliveries import OPEN, TAKES_EFFECT, Delivery, Way, Wish, deliveries_of, hold_delivery

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
    typed = {
        name: str(form.get(f"{act}_{name}", "")).strip()[: LONGEST + 1] for name in FIELDS
    }  # fmt: skip
    try:
        case = await case_numbered(session, number, hold=True)
        delivery = await hold_delivery(session, _uuid(form.get("delivery")), case_id=case.id)
        by = (await desk_of(session, viewer)).actor(case.office)
        told = {name: words for name, words in typed.items() if name != "on"}
        slip = await _slip(form.get(f"{act}_slip"))
        tools, place = visit.tools, visit.place
        match act:
            case "window":
                await hand_over(session, tools, place, case, delivery, told, slip, by=by)
            case "left":
                await leave(session, tools, place, case, delivery, told, slip, by=by)
            case "post":
                await send_by_post(session, tools, case, delivery, told, by=by)
            case "signed":
                on = day_typed(typed["on"])
                await signed_for(session, tools, place, case, delivery, told, on, slip, by=by)
            case "returned":
                await come_back(tools, case, delivery, why=typed["why"], by=by)
            case "notice":
                await put_up(session, tools, case, delivery, told, slip, by=by)
            case "record":
                await write_record(session, tools, place, case, delivery, by=by)
            case _:
                raise BadForm({"act": _("请选一种送达方式。")})
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed | NotHere):
            raise
        session = await visit.start_over()
        troubles = refusal.troubles if isinstance(refusal, BadForm) else {}
        errors = {f"{act}_{name}": words for name, words in troubles.items()}
        return await _page(
            visit, session, number, act=act, errors=errors,
            typed={f"{act}_{name}": words for name, words in typed.items()},
            refused=None if errors else refusal, status=refusal.status,
        )  # fmt: skip
    return Redirect(visit.at(f"/workbench/cases/{number}/delivery?done={act}"), status_code=303)


@get(
    "/workbench/cases/{number:str}/deliveries/{id:uuid}/slips/{paper:uuid}",
    guards=[may("case:deliver")],
)
async def slip(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    id: InPath[UUID],
    paper: InPath[UUID],
) -> Stream:
    """The signed slip, or the picture of where a letter was left."""
    case = await case_numbered(session, number)
    deliveries = await deliveries_of(session, case.id, case.tenant_id)
    delivery = next((one for one in deliveries if one.id == id), None)
    kept = await slips_of(session, delivery) if delivery is not None else []
    found = next((one for one in kept if one.id == paper), None)
    if found is None:
        raise NotHere(_("没有这张照片。"))
    by, resident_id, subject = viewer.actor(), case.resident_id, f"document:{found.id}"

    async def note(later: AsyncSession) -> None:
        record(
            later, "document.viewed", who=by, subject=subject, words=_("看了送达的签收材料"),
            for_whom=resident_id,
        )  # fmt: skip

    visit.afterwards(note)
    return await sent(
        visit.tools, found.tenant_id, found.store_key, name=found.name,
        media_type=found.media_type, in_place=True,
    )  # fmt: skip


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
        today=visit.now(),
    )  # fmt: skip


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    number: str,
    *,
    act: str = "",
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    refused: Refusal | None = None,
    status: int = 200,
    done: str = "",
) -> Template:
    case = await case_numbered(session, number)
    letters = {letter.id: letter for letter in await letters_of_case(session, case.id)}
    calendar = await calendar_here(session)
    secrets = visit.tools.secrets
    shown = [
        _shown(
            visit, one, letters[one.letter_id], calendar, one.told(secrets),
            await slips_of(session, one),
        )
        for one in await deliveries_of(session, case.id, case.tenant_id)
    ]  # fmt: skip
    to = secrets.open_text(case.tenant_id, "delivery address", case.serve_to_sealed) if (
        case.serve_to_sealed
    ) else ""  # fmt: skip
    return page(
        visit, "cases/workbench/delivery.html", tab="cases", case=case, shown=shown, act=act,
        typed=typed or {}, errors=errors or {}, refused=refused, status=status, done=done,
        relations={code: _(words) for code, words in RELATIONS.items()},
        wish=_wishes()[Wish(case.serve_by)], to=to,
        effects={way.value: _(words) for way, words in TAKES_EFFECT.items()},
        applicant=secrets.open_text(case.tenant_id, "applicant", case.applicant_sealed),
        path=visit.at(f"/workbench/cases/{number}/delivery"),
        back_to=visit.at(f"/workbench/cases/{number}"), today=visit.now(),
    )  # fmt: skip


def _shown(
    visit: TheVisit, delivery: Delivery, letter: Letter, calendar: Calendar,
    told: Mapping[str, str] | None = None, slips: list[Document] | None = None,
) -> Shown:  # fmt: skip
    state, words = ("none", "")
    if delivery.is_open and delivery.way != Way.NOTICE and delivery.due_on is not None:
        lamp = light(delivery.due_on, visit.now(), calendar=calendar)
        state, words = lamp.state, lamp.words
    return Shown(delivery, letter, told or {}, slips or [], state, words)


def _wishes() -> dict[Wish, str]:
    return {
        Wish.ONLINE: _("申请时同意网上送达"),
        Wish.WINDOW: _("申请时要求到窗口取纸质的"),
        Wish.POST: _("申请时要求寄纸质的"),
    }


async def _slip(given: Any) -> Slip | None:
    if isinstance(given, UploadFile) and given.filename:
        return Slip(await given.read(), given.filename)
    return None


def _uuid(typed: Any) -> UUID:
    try:
        return UUID(str(typed))
    except ValueError as bad:
        raise NotHere(_("没有这份文书的送达。")) from bad


ROUTES = [look, serve, slip, waiting]

"""One township as its county sees it: its door, its list to go live, its life."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.tenancy.changes import change_door, move_on, status_name
from jointhall.tenancy.checklist import checklist
from jointhall.tenancy.door_form import DoorForm, door_form
from jointhall.tenancy.models import MAY_BECOME, Status, Tenant
from jointhall.tenancy.queries import place_of, township_coded
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.scenes import MOTIFS
from jointhall.web.visit import Visit

from .faces import faces_path


@get("/console/townships/{code:str}", guards=[may("tenant:read")])
async def show(
    visit: given.Visit, session: Session, code: InPath[str], told: InQuery[str | None] = None
) -> Template:
    """Its face, what it still lacks, and what the county may do with it."""
    township = await _township(visit, session, code)
    return await _show(visit, session, township, door_form(township), told=told == "1")


@post("/console/townships/{code:str}/door", guards=[may("tenant:onboard")])
async def change(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Redirect | Template:
    """New name, phone, hours, address, colours, motifs."""
    township = await _township(visit, session, code)
    sent = door_form(township, form)
    if sent.errors:
        return await _show(visit, session, township, sent)
    await change_door(
        session, township, sent.fields(), who=visit.viewer.actor(), directory=visit.house.directory
    )
    return Redirect(visit.at(f"/console/townships/{code}?told=1"), status_code=303)


@post("/console/townships/{code:str}/status", guards=[may("tenant:onboard")])
async def change_status(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Redirect:
    """Live, read-only, live again: where the township goes next in its life."""
    township = await _township(visit, session, code)
    try:
        status = Status(str(form.get("status") or ""))
    except ValueError as unknown:
        raise Refusal(_("请选要变成什么状态。")) from unknown
    await move_on(
        session, visit.place.name, township, status,
        who=visit.viewer.actor(), directory=visit.house.directory,
    )  # fmt: skip
    return Redirect(visit.at(f"/console/townships/{code}?told=1"), status_code=303)


async def _township(visit: Visit, session: AsyncSession, code: str) -> Tenant:
    found = await township_coded(session, visit.place.tenant_id, code)
    if found is None:
        raise NotHere(_("没有这个乡镇。"))
    return found


async def _show(
    visit: Visit, session: AsyncSession, township: Tenant, form: DoorForm, *, told: bool = False
) -> Template:
    place = place_of(township, visit.place.name)
    lines = await checklist(session, place)
    following: list[dict[str, Any]] = [
        {"status": status.value, "name": status_name(status)}
        for status in (Status.LIVE, Status.READ_ONLY)
        if status in MAY_BECOME[Status(township.status)]
    ]
    return page(
        visit, "tenancy/console/township.html", status=422 if form.errors else 200, tab="county",
        township=place, faces=faces_path([(place.division_code, place.face)]),
        joined_on=township.valid_from_on, status_words=status_name(township.status),
        lines=lines, done=sum(line.done for line in lines), following=following, form=form,
        errors=form.errors, motifs=MOTIFS, told=told,
        may_change=visit.viewer.may("tenant:onboard"),
    )  # fmt: skip


ROUTES = [show, change, change_status]

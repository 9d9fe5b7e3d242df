"""The lists at the desk and the orders inside a house: looked at, issued, replied to."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.refusals import BadForm, NotAllowed
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit

from ..standing_in import desk_of
from .boards import board, new_order, order_page
from .ordering import Asked, issue_order, reply_to
from .queries import clock_watched, order_of

BASE = "/workbench/supervision"


@get(BASE, guards=[may("supervision:read")])
async def look(
    visit: Visit,
    session: Session,
    show: InQuery[str | None] = None,
    of: InQuery[str | None] = None,
) -> Template:
    """What is red, what is yellow, whom we wait for, orders, and who was late."""
    return await board(visit, session, show or "", of or "")


@get(f"{BASE}/clocks/{{id:uuid}}/order", guards=[may("supervision:order")])
async def begin(visit: Visit, session: Session, id: InPath[UUID]) -> Template:
    """An order to an office of ours about one clock."""
    return await _begin(visit, session, id, BLANK)


@post(f"{BASE}/clocks/{{id:uuid}}/order", guards=[may("supervision:order")], status_code=200)
async def issue(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Issues it: a letter with a number, and a day to reply by."""
    typed = typed_in(form, "words", "within")
    try:
        clock = await clock_watched(session, id, tenant_id=visit.place.tenant_id)
        order = await issue_order(
            session, visit.tools, visit.place, clock, asked_in(typed), by=viewer.actor()
        )
    except BadForm as bad:
        session, filled = await begun_again(visit, bad, typed)
        return await _begin(visit, session, id, filled)
    return Redirect(visit.at(f"{BASE}/orders/{order.id}?told=ordered"), status_code=303)


@get(f"{BASE}/orders/{{id:uuid}}", guards=[may("supervision:read")])
async def show_order(
    visit: Visit, session: Session, id: InPath[UUID], told: InQuery[str | None] = None
) -> Template:
    """An order and its reply."""
    return await order_page(visit, session, await order_of(session, id), told=told or "")


@post(f"{BASE}/orders/{{id:uuid}}/reply", guards=[may("supervision:reply")], status_code=200)
async def reply(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """The reply of the office it is about, or of whoever leads it."""
    typed = typed_in(form, "reason", "reply", "done_by")
    try:
        order = await order_of(session, id, hold=True)
        if order.direction == "issued":
            raise NotAllowed(_("这份督办是发给别的单位的，由对方答复。"))
        desk = await desk_of(session, viewer)
        if not viewer.may("supervision:order"):
            desk.must_answer_for(order.office)
        await reply_to(
            session, visit.tools, visit.place, order, reason=typed["reason"],
            reply=typed["reply"], done_by=day_typed(typed["done_by"]), by=desk.actor(order.office),
        )  # fmt: skip
    except BadForm as bad:
        session, filled = await begun_again(visit, bad, typed)
        return await order_page(visit, session, await order_of(session, id), filled=filled)
    return Redirect(visit.at(f"{BASE}/orders/{id}?told=replied"), status_code=303)


def asked_in(typed: Mapping[str, str]) -> Asked:
    """What the form of an order says; days that are no number are out of reach."""
    said = typed["within"].strip()
    # Longer than any number of days: only its being too much matters.
    return Asked(typed["words"], int(said) if said.isascii() and said.isdigit() and len(said) < 5
                 else 0)  # fmt: skip


async def _begin(visit: Visit, session: Session, id: UUID, filled: Filled) -> Template:
    return await new_order(
        visit, session, visit.place.tenant_id, id, filled, where=visit.place.name,
        path=visit.at(f"{BASE}/clocks/{id}/order"), back_to=visit.at(BASE),
    )  # fmt: skip


ROUTES = [look, begin, issue, show_order, reply]

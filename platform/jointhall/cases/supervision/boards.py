"""The supervision pages of both doors (督办页): lists, who was late, an order and its reply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.light import light
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import N_, _
from jointhall.web.filled import BLANK, Filled
from jointhall.web.pages import page, query
from jointhall.web.visit import Visit

from ..standing_in import desk_of
from .lateness import Period, accounts_of, late_in
from .lists import lists_here
from .lying import path_of
from .models import Order, WatchedClock
from .ordering import REASONS, REPLY_WITHIN
from .queries import clock_watched, orders_here

TABS = ("red", "yellow", "waiting", "orders", "late")
PERIODS = {"month": N_("本月"), "last": N_("上个月"), "year": N_("今年")}
TOLD = {
    "ordered": N_("督办通知单发出了，盖好章就有编号；对方收到就开始算答复的日子。"),
    "replied": N_("答复交了，督办的人会收到。"),
}


async def board(visit: Visit, session: AsyncSession, show: str, period: str) -> Template:
    """One list of this tenant: red, yellow, what others are late with, orders, who was late."""
    calendar, now = await calendar_here(session), visit.now()
    lists = await lists_here(session, calendar, now=now)
    orders = await orders_here(session)
    show = show if show in TABS else "red" if lists.red else "yellow" if lists.yellow else "red"
    counts = {
        "red": len(lists.red), "yellow": len(lists.yellow), "waiting": len(lists.waiting),
        "orders": sum(one.status == "open" for one in orders), "late": None,
    }  # fmt: skip
    period = period if period in PERIODS else "month"
    days = days_of(period, on_which_day(now))
    rows = {"red": lists.red, "yellow": lists.yellow, "waiting": lists.waiting}.get(show, ())
    return page(
        visit, "cases/workbench/supervision.html", tab="supervision", show=show,
        tabs_of=_tabs(visit, counts, show), counts=counts, rows=rows,
        orders=[shown_order(visit, one, calendar) for one in orders] if show == "orders" else (),
        accounts=accounts_of(
            await late_in(session, days, now=now, tenant_id=visit.place.tenant_id),
            calendar, days, now=now,
        ) if show == "late" else None,
        periods=[
            (_(words), visit.at("/workbench/supervision") + query({"show": "late", "of": key}),
             key == period)
            for key, words in PERIODS.items()
        ],
        may_order=visit.viewer.may("supervision:order"), may_urge=visit.viewer.may("case:urge"),
        reasons=REASONS, days=days,
    )  # fmt: skip


def days_of(period: str, today: date) -> Period:
    """This month until today, the one before, or this year until today."""
    if period == "year":
        return Period(today.replace(month=1, day=1), today)
    if period == "last":
        last = today.replace(day=1) - timedelta(days=1)
        return Period(last.replace(day=1), last)
    return Period(today.replace(day=1), today)


def shown_order(visit: Visit, order: Order, calendar: Any) -> dict[str, Any]:
    """An order with the light of its reply."""
    base = "/console/supervision" if visit.door == "console" else "/workbench/supervision"
    if order.status == "replied":
        state, words = "done", _("已答复")
    else:
        lamp = light(order.reply_by, visit.now(), calendar=calendar)
        state, words = lamp.state, lamp.words
    return {
        "one": order, "state": state, "words": words,
        "href": visit.at(f"{base}/orders/{order.id}"),
    }  # fmt: skip


async def new_order(
    visit: Visit,
    session: AsyncSession,
    tenant_id: UUID,
    clock_id: UUID,
    filled: Filled,
    *,
    where: str,
    path: str,
    back_to: str,
) -> Template:
    """The form of an order about one clock, with what will happen."""
    clock = await clock_watched(session, clock_id, tenant_id=tenant_id)
    calendar = await calendar_here(session)
    lamp = light(clock.due_at, visit.now(), unit=clock.unit, calendar=calendar)
    return page(
        visit, "cases/workbench/new_order.html", frame=f"web/{visit.door}.html",
        tab="supervision", clock=clock, where=where, state=lamp.state,
        lamp=lamp.words, within=filled.typed.get("within", str(REPLY_WITHIN)),
        path=path, back_to=back_to, **filled.on_page(),
    )  # fmt: skip


async def order_page(
    visit: Visit,
    session: AsyncSession,
    order: Order,
    *,
    told: str = "",
    filled: Filled = BLANK,
) -> Template:
    """An order as both sides keep it, and the form of the reply for whoever has to give it."""
    calendar = await calendar_here(session)
    is_ours = order.direction != "issued" and order.status == "open"
    may_reply = False
    if is_ours and visit.door == "workbench" and visit.viewer.may("supervision:reply"):
        desk = await desk_of(session, visit.viewer)
        may_reply = desk.answers_for(order.office) or visit.viewer.may("supervision:order")
    base = visit.at(f"/{visit.door}/supervision")
    clock = await session.get(WatchedClock, (order.tenant_id, order.clock_id))
    return page(
        visit, "cases/workbench/order.html", frame=f"web/{visit.door}.html", tab="supervision",
        shown=shown_order(visit, order, calendar), order=order, may_reply=may_reply,
        reasons=[(key, _(words)) for key, words in REASONS.items()], REASONS=REASONS,
        matter_path=visit.at(path_of(clock)) if clock and order.direction != "issued" else "",
        told=_(TOLD[told]) if told in TOLD else "",
        first_day=on_which_day(visit.now()), path=f"{base}/orders/{order.id}/reply",
        back_to=f"{base}?show=orders", **filled.on_page(),
    )  # fmt: skip


def _tabs(
    visit: Visit, counts: Mapping[str, int | None], shown: str
) -> list[tuple[str, str, bool]]:
    words = {
        "red": _("红牌"), "yellow": _("黄牌"), "waiting": _("等别处"), "orders": _("督办通知单"),
        "late": _("谁晚了"),
    }  # fmt: skip
    return [
        (
            words[key] if (n := counts[key]) is None else _("%(word)s %(n)s", word=words[key], n=n),
            visit.at("/workbench/supervision") + query({"show": key}),
            key == shown,
        )
        for key in TABS
    ]  # fmt: skip

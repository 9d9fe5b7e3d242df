"""The county's supervision (县督办): every township's red and yellow, orders to them, replies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query
from jointhall.web.place import Place
from jointhall.web.visit import Visit as TheVisit

from .boards import PERIODS, days_of, new_order, order_page, shown_order
from .lateness import accounts_of, late_in
from .lists import Count, counts_of_townships, late_orders, lists_here
from .ordering import REASONS, issue_order
from .orders import asked_in
from .queries import clock_watched, order_of, orders_here

BASE = "/console/supervision"


@get(BASE, guards=[may("supervision:read")])
async def look(
    visit: Visit,
    session: Session,
    show: InQuery[str | None] = None,
    of: InQuery[str | None] = None,
) -> Template:
    """Every township: red, yellow, how often and how long late in this period, orders."""
    _only_the_county(visit)
    calendar, now = await calendar_here(session), visit.now()
    period = of if of in PERIODS else "month"
    days = days_of(period, on_which_day(now))
    counts = await counts_of_townships(session, calendar, now=now)
    late = await late_in(session, days, now=now)
    orders = await orders_here(session)
    overdue = await late_orders(session, now=now)
    places = [visit.place, *await visit.house.directory.townships_of(visit.place.county_id)]
    rows: list[dict[str, Any]] = []
    for place in places:
        theirs = [one for one in late if one.tenant_id == place.tenant_id]
        mine = [one for one in orders if one.peer_id == place.tenant_id]
        rows.append(
            {
                "place": place, "count": counts.get(place.tenant_id, Count()),
                "accounts": accounts_of(theirs, calendar, days, now=now),
                "orders": len(mine), "open": sum(one.status == "open" for one in mine),
                "overdue": sum(one.peer_id == place.tenant_id for one in overdue),
                "href": visit.at(f"{BASE}/townships/{place.division_code}"),
            }
        )  # fmt: skip
    for row in rows:
        count, accounts = row["count"], row["accounts"]
        row["has_any"] = bool(
            count.red or count.yellow or accounts.times or accounts.whole_times or row["orders"]
        )
    rows.sort(key=lambda row: (-row["count"].red, -row["accounts"].days, -row["count"].yellow,
                               row["place"].division_code))  # fmt: skip
    return page(
        visit, "cases/console/supervision.html", tab="supervision", rows=rows,
        show="orders" if show == "orders" else "townships",
        orders=[shown_order(visit, one, calendar) for one in orders],
        red=sum(row["count"].red for row in rows), yellow=sum(row["count"].yellow for row in rows),
        overdue=len(overdue), days=days,
        periods=[(_(words), visit.at(BASE) + query({"of": key}), key == period)
                 for key, words in PERIODS.items()],
    )  # fmt: skip


@get(f"{BASE}/townships/{{code:str}}", guards=[may("supervision:read")])
async def look_at(
    visit: Visit, session: Session, code: InPath[str], of: InQuery[str | None] = None
) -> Template:
    """One township's red and yellow, each with the order about it, and who was late there."""
    place = await _place(visit, code)
    calendar, now = await calendar_here(session), visit.now()
    period = of if of in PERIODS else "month"
    days = days_of(period, on_which_day(now))
    late = await late_in(session, days, now=now, tenant_id=place.tenant_id)
    return page(
        visit, "cases/console/supervised.html", tab="supervision", place=place,
        lists=await lists_here(session, calendar, now=now, tenant_id=place.tenant_id),
        accounts=accounts_of(late, calendar, days, now=now), days=days,
        periods=[(_(words), visit.at(f"{BASE}/townships/{code}") + query({"of": key}),
                  key == period) for key, words in PERIODS.items()],
        may_order=visit.viewer.may("supervision:order"), reasons=REASONS,
        base=visit.at(f"{BASE}/townships/{code}"), back_to=visit.at(BASE),
    )  # fmt: skip


@get(f"{BASE}/townships/{{code:str}}/clocks/{{id:uuid}}", guards=[may("supervision:order")])
async def begin(visit: Visit, session: Session, code: InPath[str], id: InPath[UUID]) -> Template:
    """An order to a township about one of its clocks."""
    return await _begin(visit, session, code, id, BLANK)


@post(
    f"{BASE}/townships/{{code:str}}/clocks/{{id:uuid}}",
    guards=[may("supervision:order")],
    status_code=200,
)
async def issue(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    form: Form,
    code: InPath[str],
    id: InPath[UUID],
) -> Redirect | Template:
    """Issues it and sends it by envelope."""
    typed = typed_in(form, "words", "within")
    place = await _place(visit, code)
    try:
        clock = await clock_watched(session, id, tenant_id=place.tenant_id)
        order = await issue_order(
            session, visit.tools, visit.place, clock, asked_in(typed), by=viewer.actor()
        )
    except BadForm as bad:
        session, filled = await begun_again(visit, bad, typed)
        return await _begin(visit, session, code, id, filled)
    return Redirect(visit.at(f"{BASE}/orders/{order.id}?told=ordered"), status_code=303)


@get(f"{BASE}/orders/{{id:uuid}}", guards=[may("supervision:read")])
async def show_order(
    visit: Visit, session: Session, id: InPath[UUID], told: InQuery[str | None] = None
) -> Template:
    """An order with the township's reply."""
    _only_the_county(visit)
    return await order_page(visit, session, await order_of(session, id), told=told or "")


async def _begin(
    visit: TheVisit,
    session: AsyncSession,
    code: str,
    id: UUID,
    filled: Filled,
) -> Template:
    place = await _place(visit, code)
    at = visit.at(f"{BASE}/townships/{code}")
    return await new_order(
        visit, session, place.tenant_id, id, filled, where=place.name,
        path=f"{at}/clocks/{id}", back_to=at,
    )  # fmt: skip


async def _place(visit: TheVisit, code: str) -> Place:
    _only_the_county(visit)
    everyone = [visit.place, *await visit.house.directory.townships_of(visit.place.county_id)]
    found = next((one for one in everyone if one.division_code == code), None)
    if found is None:
        raise NotHere(_("没有这个乡镇。"))
    return found


def _only_the_county(visit: TheVisit) -> None:
    if not visit.place.is_county:
        raise NotHere(_("没有这一页。"))


ROUTES = [look, look_at, begin, issue, show_order]

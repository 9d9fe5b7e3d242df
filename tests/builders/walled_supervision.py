"""What supervision keeps of a walled county: urgings, clocks past their day, orders, reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from jointhall.cases.queries import hold_case, tasks_of
from jointhall.cases.supervision.models import Order, Reminder, WatchedClock
from jointhall.cases.supervision.ordering import Asked, issue_order
from jointhall.cases.supervision.urging import urge_task
from jointhall.cases.supervision.watching import look
from jointhall.kernel.clock import FixedClock
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.offices.queries import office_coded
from jointhall.offices.reporting import report_to
from jointhall.web.place import Place


async def supervised(
    tools: Tools, place: Place, case_id: UUID, *, by: Actor, mark: str
) -> dict[str, str]:
    """Urges, looks at the clocks some weeks later, orders an office; the ids of what that made."""
    async with tools.database.transaction(place.standing()) as session:
        case = await hold_case(session, case_id)
        task = next(one for one in await tasks_of(session, case) if one.status == "open")
        await urge_task(session, tools, case, task, reason=f"抓紧{mark}", by=by)
        office = await office_coded(session, "ziran")
        assert office is not None
        assert by.id is not None
        await report_to(session, office, by.id, by=by, at=tools.clock.now())
    late = replace(tools, clock=FixedClock(tools.clock.now() + timedelta(days=40)))
    await look(late, place)
    async with tools.database.transaction(place.standing()) as session:
        clock = await session.scalar(
            select(WatchedClock).where(
                WatchedClock.tenant_id == place.tenant_id, WatchedClock.peer_id.is_(None),
                WatchedClock.ended_at.is_(None),
            ).order_by(WatchedClock.id).limit(1)
        )  # fmt: skip
        assert clock is not None
        await issue_order(session, tools, place, clock, Asked(f"本周办完{mark}"), by=by)
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        order = await session.scalar(select(Order).where(Order.tenant_id == place.tenant_id))
        reminder = await session.scalar(
            select(Reminder).where(
                Reminder.tenant_id == place.tenant_id, Reminder.officer_id == by.id
            ).limit(1)
        )  # fmt: skip
    assert order is not None
    assert reminder is not None
    return {"clock": str(clock.id), "order": str(order.id), "reminder": str(reminder.id)}


async def ordered_by_the_county(
    tools: Tools, county: Place, clock_id: str, *, by: Actor
) -> dict[str, str]:
    """An order of the county about a township's clock; its id, the same on both sides."""
    async with tools.database.transaction(county.standing()) as session:
        clock = await session.scalar(select(WatchedClock).where(WatchedClock.id == UUID(clock_id)))
        assert clock is not None
        order = await issue_order(session, tools, county, clock, Asked("请本周办完"), by=by)
    return {"order": str(order.id)}

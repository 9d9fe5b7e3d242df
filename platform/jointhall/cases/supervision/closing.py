"""Orders in a township that is closed (停办以后的督办): answered by itself, with who goes on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.tenancy.changes import when_life_changes
from jointhall.tenancy.models import Tenant

from ..joint.successors import closed_here, heir_of
from .models import Order
from .ordering import reply_to


@when_life_changes
async def closing(session: AsyncSession, tenant: Tenant) -> None:
    """Whoever ordered something here hears at once whom to turn to."""
    if tenant.status in ("read_only", "closed") and tenant.kind == "township":
        await later(session, reply_for_the_closed)


@job("supervision.reply_for_the_closed")
async def reply_for_the_closed(work: Work) -> None:
    """Every open order that waits for a reply of this house gets one."""
    session, tools = work.session, work.tools
    place = await closed_here(work)
    if place is None:
        return
    heir = await heir_of(tools, place.tenant_id, place.county_id)
    reply = _(
        "%(here)s停办了，没办完的由%(who)s接着办（%(phone)s）。",
        here=place.name, who=heir.name, phone=heir.phone,
    )  # fmt: skip
    orders = select(Order).where(
        Order.tenant_id == place.tenant_id, Order.status == "open", Order.direction != "issued"
    )
    for order in await session.scalars(orders.with_for_update()):
        await reply_to(
            session, tools, place, order, reason="other", reply=reply,
            done_by=on_which_day(tools.clock.now()), by=SYSTEM,
        )  # fmt: skip

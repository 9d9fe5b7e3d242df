"""A township that is closed leaves no order without a reply."""

from __future__ import annotations

from sqlalchemy import select

from jointhall.cases.supervision.ordering import Asked, issue_order
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.tenancy.changes import move_on
from jointhall.tenancy.models import Status, Tenant
from tests.builders.halls import Hall
from tests.cases.supervision.test_ordering import late_referral, order_at


async def test_what_was_ordered_there_is_answered_with_who_goes_on(hall: Hall) -> None:
    _case, clock = await late_referral(hall)
    county = hall.county.standing()
    async with hall.tools.database.transaction(county) as session:
        by = Actor("officer", None, "方秀英", "县政务服务局")
        await issue_order(session, hall.tools, hall.county, clock, Asked("本周内答复"), by=by)
    await hall.work_off()
    assert (await order_at(hall, hall.there)).status == "open"
    async with hall.tools.database.transaction(county) as session:
        asked = select(Tenant).where(Tenant.tenant_id == hall.there.tenant_id)
        tenant = (await session.scalars(asked)).one()
        tenant.status = Status.LIVE.value
        await move_on(
            session, hall.county.name, tenant, Status.READ_ONLY, who=SYSTEM,
            directory=hall.tools.outside["directory"],
        )  # fmt: skip
    await hall.work_off()
    for place in (hall.there, hall.county):
        order = await order_at(hall, place)
        assert order.status != "open"
        assert hall.county.name in order.reply

"""When the calendar changes: reckon again in the county and in each of its townships."""

from __future__ import annotations

from sqlalchemy import select

from jointhall.kernel.clock import on_which_day
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.who import Standing
from jointhall.tenancy.models import Tenant

from .actions import recompute_open, tell_touched


@job("deadlines.calendar_changed")
async def calendar_changed(work: Work) -> None:
    """Leaves the work with every tenant of the county; each reckons its own."""
    county_id = work.standing.tenant_id
    assert county_id is not None
    townships = await work.session.scalars(
        select(Tenant.tenant_id).where(Tenant.county_id == county_id, Tenant.valid_to_on.is_(None))
    )
    for tenant_id in townships:
        standing = Standing(tenant_id=tenant_id, county_id=county_id)
        # In that tenant's own transaction. Left twice after a kill, it finds nothing to do.
        async with work.tools.database.transaction(standing) as session:
            await later(session, recompute)


@job("deadlines.recompute")
async def recompute(work: Work) -> None:
    """Reckons this tenant's open limits with the calendar in force; whoever is touched is told."""
    moved = await recompute_open(work.session, as_of=on_which_day(work.tools.clock.now()))
    await tell_touched(work.session, work.tools, moved)

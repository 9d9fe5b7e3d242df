"""Who came after a township that is no more (并入): read where every door's name stands."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from jointhall.kernel.db import Database
from jointhall.kernel.who import DIRECTORY
from jointhall.web.place import Place

from .models import Tenant
from .queries import place_of

MOST_STEPS = 20
"""Townships are merged once in a few years; a longer row than this is a ring."""


async def successor_of(database: Database, tenant_id: UUID) -> UUID | None:
    """The last in the row of those it was merged into; None when it was merged into nobody."""
    async with database.transaction(DIRECTORY, read_only=True) as session:
        last, at = None, tenant_id
        for _step in range(MOST_STEPS):
            into = await session.scalar(select(Tenant.merged_into).where(Tenant.tenant_id == at))
            if into is None:
                return last
            last = at = into
    return None


async def place_even_closed(database: Database, tenant_id: UUID) -> Place | None:
    """A tenant by its id, also when it is closed and no longer stands in the directory."""
    async with database.transaction(DIRECTORY, read_only=True) as session:
        tenant = await session.scalar(select(Tenant).where(Tenant.tenant_id == tenant_id))
        if tenant is None:
            return None
        county = await session.scalar(
            select(Tenant.name).where(Tenant.tenant_id == tenant.county_id)
        )
        return place_of(tenant, county or "")


async def names_ever(database: Database, county_id: UUID) -> dict[UUID, str]:
    """Every tenant a county has or had, the county itself first, then by code."""
    async with database.transaction(DIRECTORY, read_only=True) as session:
        found = await session.execute(
            select(Tenant.tenant_id, Tenant.name)
            .where(Tenant.county_id == county_id)
            .order_by(Tenant.kind, Tenant.division_code, Tenant.valid_from_on)
        )
        return {row.tenant_id: row.name for row in found}


async def division_of_old(database: Database, county_id: UUID, division: str) -> UUID | None:
    """The tenant that had this division code, whether or not it is still there."""
    async with database.transaction(DIRECTORY, read_only=True) as session:
        found: UUID | None = await session.scalar(
            select(Tenant.tenant_id)
            .where(Tenant.county_id == county_id, Tenant.division_code == division)
            .order_by(Tenant.valid_from_on.desc())
            .limit(1)
        )
        return found

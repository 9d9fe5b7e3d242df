"""Questions about tenants: who is there already, and how one looks on its door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import Database
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.who import DIRECTORY
from jointhall.kernel.words import _
from jointhall.web.place import Place

from .models import Status, Tenant


@dataclass(frozen=True, slots=True)
class Known:
    """A tenant that exists, as a sheet is compared with it."""

    tenant_id: UUID
    county_id: UUID
    kind: str
    code: str
    slug: str
    name: str
    phone: str
    hours: str
    address: str
    face: dict[str, Any]


async def known_tenants(database: Database) -> tuple[Known, ...]:
    """Every tenant that has not ended, of every county: addresses are shared by all of them."""
    async with database.transaction(DIRECTORY, read_only=True) as session:
        rows = await session.execute(
            select(
                Tenant.tenant_id, Tenant.county_id, Tenant.kind, Tenant.division_code,
                Tenant.slug, Tenant.name, Tenant.phone, Tenant.hours, Tenant.address,
                Tenant.face,
            ).where(Tenant.valid_to_on.is_(None))
        )  # fmt: skip
        return tuple(Known(*row) for row in rows)


async def county_coded(database: Database, code: str) -> Place | None:
    """The county with this division code (6 or 12 digits), if it is here."""
    async with database.transaction(DIRECTORY, read_only=True) as session:
        found = await session.scalar(
            select(Tenant).where(
                Tenant.kind == "county",
                Tenant.division_code == code[:6].ljust(12, "0"),
                Tenant.valid_to_on.is_(None),
            )
        )
        return None if found is None else place_of(found, found.name)


async def codes_joined(session: AsyncSession, county_id: UUID, codes: Sequence[str]) -> set[str]:
    """Which of these division codes are townships of this county already."""
    rows = await session.scalars(
        select(Tenant.division_code).where(
            Tenant.county_id == county_id,
            Tenant.kind == "township",
            Tenant.valid_to_on.is_(None),
            Tenant.division_code.in_(codes),
        )
    )
    return set(rows)


async def township_coded(session: AsyncSession, county_id: UUID, code: str) -> Tenant | None:
    """One township of this county by its 12 digits; None when it is not here or another's."""
    found: Tenant | None = await session.scalar(
        _here(county_id).where(Tenant.division_code == code)
    )
    return found


async def townships_of(session: AsyncSession, county_id: UUID) -> list[Tenant]:
    """Every township of this county that has not ended, by code."""
    rows = await session.scalars(_here(county_id).order_by(Tenant.division_code))
    return list(rows)


async def townships_page(
    session: AsyncSession, county_id: UUID, *, asked: str, limit: int, offset: int
) -> tuple[dict[str, int], list[Tenant]]:
    """How many there are at each point of their life, and those on this page, by name or code."""
    found = _here(county_id)
    if asked:
        found = found.where(
            or_(
                Tenant.name.contains(asked, autoescape=True),
                Tenant.division_code.startswith(asked, autoescape=True),
                Tenant.slug == asked.lower(),
            )
        )
    counts = await session.execute(
        select(Tenant.status, func.count())
        .where(Tenant.tenant_id.in_(found.with_only_columns(Tenant.tenant_id)))
        .group_by(Tenant.status)
    )
    rows = await session.scalars(found.order_by(Tenant.division_code).limit(limit).offset(offset))
    return {row[0]: row[1] for row in counts}, list(rows)


def _here(county_id: UUID) -> Select[Tenant]:
    return select(Tenant).where(
        Tenant.county_id == county_id,
        Tenant.kind == "township",
        Tenant.valid_to_on.is_(None),
        Tenant.status != Status.CLOSED.value,
    )


async def tenant_here(session: AsyncSession, tenant_id: UUID) -> Tenant:
    """The tenant's own row."""
    found: Tenant | None = await session.scalar(select(Tenant).where(Tenant.tenant_id == tenant_id))
    if found is None:
        raise NotHere(_("没有这个单位。"))
    return found


def place_of(tenant: Tenant, county_name: str) -> Place:
    """A tenant's row as it is shown on its door."""
    return Place(
        tenant_id=tenant.tenant_id,
        county_id=tenant.county_id,
        kind=tenant.kind,
        division_code=tenant.division_code,
        slug=tenant.slug,
        name=tenant.name,
        county_name=county_name,
        phone=tenant.phone,
        hours=tenant.hours,
        address=tenant.address,
        status=tenant.status,
        host=tenant.host,
        content_version=tenant.content_version,
        policy_version=tenant.policy_version,
        face=tenant.face,
    )

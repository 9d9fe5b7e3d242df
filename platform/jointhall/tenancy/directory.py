"""The directory of tenants (名录): which one a path or host names, kept in memory, shared openly.

Every reader may see every tenant's name, face and phone: they are on its door. The rows come
through the `directory` door, which shows nothing else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from jointhall.kernel.db import Database
from jointhall.kernel.who import DIRECTORY
from jointhall.web.place import Place

from .models import Tenant

FRESH_SECONDS = 1.0
"""How long another process's change to a tenant may go unseen by this one."""


class TenantDirectory:
    """All tenants by slug, id and host; read again when older than FRESH_SECONDS."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()
        self._by_slug: dict[str, Place] = {}
        self._by_id: dict[UUID, Place] = {}
        self._by_host: dict[str, Place] = {}
        self._counties: list[Place] = []

    def forget(self) -> None:
        """A tenant was changed by this process: read again at the next question."""
        self._read_at = float("-inf")

    async def refresh(self) -> None:
        if time.monotonic() - self._read_at < FRESH_SECONDS:
            return
        # One reads for everybody who asks meanwhile: a crowd would take all the connections for it.
        async with self._reading:
            if time.monotonic() - self._read_at >= FRESH_SECONDS:
                await self._read()

    async def _read(self) -> None:
        read_at = time.monotonic()
        async with self._database.transaction(DIRECTORY, read_only=True) as session:
            rows = await session.execute(
                select(*_COLUMNS).where(Tenant.status != "closed").order_by(Tenant.division_code)
            )
            self._fill(rows.all())
        self._read_at = read_at

    def _fill(self, rows: Iterable[Any]) -> None:
        rows = list(rows)
        names = {row.tenant_id: row.name for row in rows}
        places = [Place(**row._mapping, county_name=names.get(row.county_id, "")) for row in rows]
        self._by_slug = {place.slug: place for place in places if not place.is_county}
        self._by_id = {place.tenant_id: place for place in places}
        self._by_host = {place.host: place for place in places if place.host}
        self._counties = [place for place in places if place.is_county]

    async def by_slug(self, slug: str) -> Place | None:
        await self.refresh()
        return self._by_slug.get(slug)

    async def by_id(self, tenant_id: UUID) -> Place | None:
        await self.refresh()
        return self._by_id.get(tenant_id)

    async def by_host(self, host: str) -> Place | None:
        """The tenant a host name is mapped to; the first county where none is."""
        await self.refresh()
        return self._by_host.get(host) or (self._counties[0] if self._counties else None)

    async def townships_of(self, county_id: UUID) -> list[Place]:
        await self.refresh()
        return [
            place
            for place in self._by_id.values()
            if place.county_id == county_id and not place.is_county
        ]

    async def everyone(self) -> list[Place]:
        await self.refresh()
        return list(self._by_id.values())


_COLUMNS = (
    Tenant.tenant_id, Tenant.county_id, Tenant.kind, Tenant.division_code, Tenant.slug,
    Tenant.name, Tenant.phone, Tenant.hours, Tenant.address, Tenant.status, Tenant.host,
    Tenant.content_version, Tenant.policy_version, Tenant.face,
)  # fmt: skip

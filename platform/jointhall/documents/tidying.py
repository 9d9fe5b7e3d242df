"""Tidying the store: files that no paper or letter knows are erased after a day.

An act that failed after its file was kept leaves one, and so does an upload never followed up.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from jointhall.kernel.files import NoSuchFile
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place

from .models import Document

AT_REST = timedelta(days=1)
AT_ONCE = 500
KINDS = ("incoming", "letter", "paper")


@each("documents.tidy", seconds=24 * 3600)
async def tidy(tools: Tools) -> None:
    """Tidies every tenant's files, one tenant after the other."""
    for place in await tools.outside["directory"].everyone():
        await tidy_place(tools, place)


async def tidy_place(tools: Tools, place: Place, *, now: datetime | None = None) -> int:
    """Erases what nothing knows and has lain for a day; gives how many files that were."""
    before, erased = (now or datetime.now(UTC)) - AT_REST, 0
    for kind in KINDS:
        async for keys in _batches(tools.files.keys(place.tenant_id, kind)):
            for key in sorted(keys - await _known(tools, place, keys)):
                if await _kept_at(tools, place, key) < before:
                    await tools.files.erase(place.tenant_id, key)
                    erased += 1
    return erased


async def _known(tools: Tools, place: Place, keys: set[str]) -> set[str]:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        found = await session.scalars(
            select(Document.store_key).where(
                Document.tenant_id == place.tenant_id, Document.store_key.in_(keys)
            )
        )
        return set(found)


async def _kept_at(tools: Tools, place: Place, key: str) -> datetime:
    try:
        return (await tools.files.stat(place.tenant_id, key)).stored_at
    except NoSuchFile:
        return datetime.max.replace(tzinfo=UTC)


async def _batches(keys: AsyncIterator[str]) -> AsyncIterator[set[str]]:
    batch: set[str] = set()
    async for key in keys:
        batch.add(key)
        if len(batch) == AT_ONCE:
            yield batch
            batch = set()
    if batch:
        yield batch

"""No route lets one township see, know of or touch what is another's; and a hole would be found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from litestar import get
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from infra.probes.asked import Asked
from infra.probes.catalogue import BEARER, BY_DESIGN, CATALOGUE
from infra.probes.rows import RowsOf
from infra.probes.walk import Route, Walk, routes_of, the_service, uncatalogued, walk
from jointhall.app import Service
from jointhall.documents import workbench as desk_papers
from jointhall.documents.models import Letter
from jointhall.kernel.refusals import NotHere
from jointhall.web.access import machine
from jointhall.web.doors import OuterDoor
from jointhall.web.public_cache import Key
from tests.builders.walled import WalledCounty


@pytest.fixture(scope="module")
def routes() -> list[Route]:
    return routes_of(the_service())


def test_every_route_is_in_the_catalogue_and_nothing_else(routes: list[Route]) -> None:
    assert uncatalogued(routes) == set()
    assert set(CATALOGUE) - {route.key for route in routes} == set()
    assert {*BY_DESIGN, *BEARER} <= set(CATALOGUE)


async def test_a_township_learns_nothing_of_another(
    walled: WalledCounty, above: asyncpg.Connection, routes: list[Route]
) -> None:
    walker = Walk(the_service(), walled, RowsOf(above))
    await walker.begin()
    known = [route for route in routes if route.key in CATALOGUE]
    dead = [said for route in known if (said := await walker.knows_its_own(route))]
    assert dead == []
    leaks, asked = await walk(walker, known)
    assert leaks == []
    assert asked > 1000


def some(routes: list[Route], *keys: str) -> list[Route]:
    found = [route for route in routes if route.key in keys]
    assert len(found) == len(keys)
    return found


async def found_at(
    walled: WalledCounty,
    above: asyncpg.Connection,
    *keys: str,
    service: Service | None = None,
) -> set[tuple[str, str]]:
    """The holes a walk over these routes finds: at which route, and what came through."""
    service = service or the_service()
    walker = Walk(service, walled, RowsOf(above))
    leaks, _asked = await walk(walker, some(routes_of(service), *keys))
    return {(leak.route, leak.what) for leak in leaks}


async def test_a_policy_turned_off_is_found(
    walled: WalledCounty, above: asyncpg.Connection
) -> None:
    show = "GET /workbench/cases/{number}"
    await above.execute("alter table cases disable row level security")
    try:
        found = await found_at(walled, above, show)
    finally:
        await above.execute("alter table cases enable row level security")
    # By its words or by its status: which of the two depends on what that page shows of B.
    assert show in {route for route, _how in found}
    assert await found_at(walled, above, show) == set()


async def test_a_question_without_its_where_is_found_where_the_policy_is_off_too(
    walled: WalledCounty, above: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def of_anybody(session: AsyncSession, id: UUID) -> Letter:
        found = await session.scalar(select(Letter).where(Letter.id == id))
        if found is None:
            raise NotHere("没有这份文书。")
        return found

    show = "GET /workbench/letters/{id}"
    monkeypatch.setattr(desk_papers, "letter_of", of_anybody)
    assert await found_at(walled, above, show) == set(), "the database alone holds the wall"
    for table in ("letters", "documents"):
        await above.execute(f"alter table {table} disable row level security")
    try:
        found = await found_at(walled, above, show)
    finally:
        for table in ("letters", "documents"):
            await above.execute(f"alter table {table} enable row level security")
    assert found


async def test_a_public_page_kept_without_its_tenant_is_found(
    walled: WalledCounty, above: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = OuterDoor._key

    def without_tenant(door: OuterDoor, *asked: Any) -> Key | None:
        key = right(door, *asked)
        return None if key is None else (UUID(int=0), 0, *key[2:])

    home = "GET /pages/{slug}"
    assert await found_at(walled, above, home) == set()
    monkeypatch.setattr(OuterDoor, "_key", without_tenant)
    assert (home, "shows B's door at A's") in await found_at(walled, above, home)


async def test_a_route_that_changes_another_township_is_found(
    walled: WalledCounty, above: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    @get("/planted", guards=[machine])
    async def planted() -> str:
        await above.execute(
            "update pages set title = title || '!' where tenant_id = $1", walled.b.place.tenant_id
        )
        return "done"

    service = the_service(more=[planted])
    assert "GET /planted" in uncatalogued(routes_of(service))
    monkeypatch.setitem(CATALOGUE, "GET /planted", Asked())
    found = await found_at(walled, above, "GET /planted", service=service)
    count = "select count(*) from pages where tenant_id = $1"
    pages = await above.fetchval(count, walled.b.place.tenant_id)
    assert [what for _route, what in found] == [f"pages: {pages} rows changed or gone"]

"""P5: may this officer do that, asked of 3,000 tenants with 10 officers and 60 rules each."""

from __future__ import annotations

import asyncio
import random
import time
from hashlib import md5
from uuid import UUID

from jointhall.kernel.tools import Tools
from jointhall.tenancy.policy import PolicyBook, drop_rule, policy_changed
from jointhall.web.place import Place

from . import ground, many_tenants
from .figures import Figure

BAR_US = 5.0
"""What a question may take at the middle, in microseconds."""


def measure(*, short: bool) -> list[Figure]:
    server, name = ground.fresh_database()
    try:
        url, watch = server.url("hall_app", name), server.url("postgres", name)
        return [asyncio.run(_measure(url, watch, officers=2 if short else many_tenants.OFFICERS))]
    finally:
        ground.drop_database(server, name)


async def _measure(url: str, watch: str, *, officers: int) -> Figure:
    async with ground.tools_over(url, size=4) as tools:
        county, _one = await ground.county_with(tools, 1)
        await many_tenants.put_in(watch, str(county.tenant_id))
        directory = tools.outside["directory"]
        directory.forget()
        places = [p for p in await directory.everyone() if p.slug.startswith("many-")]
        book = PolicyBook()
        first = []
        for place in places:
            async with tools.database.transaction(place.standing(), read_only=True) as session:
                for n in range(1, officers + 1):
                    began = time.perf_counter_ns()
                    await book.permissions(
                        session, place.tenant_id, place.policy_version, _officer(place, n)
                    )
                    first.append(time.perf_counter_ns() - began)
        asked = [(place, _officer(place, n)) for place in places for n in range(1, officers + 1)]
        random.Random(1).shuffle(asked)
        took = []
        for place, who in asked * 3:
            began = time.perf_counter_ns()
            known = book.known(place.tenant_id, place.policy_version, who)
            may = known is not None and "subject7:act" in known
            took.append(time.perf_counter_ns() - began)
            assert may == (f"role:r{_role_of(place, who, officers)}" == "role:r1")
        holds = await _change_holds(tools, book, places[0])
    took.sort()
    p50 = took[len(took) // 2] / 1000
    return Figure(
        "P5", "a permission asked for", round(p50, 2), "µs (p50)", BAR_US,
        p50 <= BAR_US and holds,
        more={
            "p99_us": round(took[int(len(took) * 0.99)] / 1000, 2), "tenants": len(places),
            "officers": len(asked), "rules": len(places) * 60,
            "first_judgement_us": round(sorted(first)[len(first) // 2] / 1000),
            "change_holds_from_next_request": holds,
        },
    )  # fmt: skip


async def _change_holds(tools: Tools, book: PolicyBook, place: Place) -> bool:
    """Takes a role from an officer and asks again as the next request does, by the new version."""
    who, directory = _officer(place, 1), tools.outside["directory"]
    async with tools.database.transaction(place.standing()) as session:
        await drop_rule(session, ("g", f"officer:{who}", "role:r1"))
        await policy_changed(session, directory)
    now = await directory.by_id(place.tenant_id)
    assert now is not None
    async with tools.database.transaction(now.standing(), read_only=True) as session:
        may = await book.permissions(session, now.tenant_id, now.policy_version, who)
    return not may


def _officer(place: Place, n: int) -> UUID:
    return UUID(md5(f"{place.slug}{n}".encode(), usedforsecurity=False).hexdigest())


def _role_of(place: Place, who: UUID, officers: int) -> int:
    n = next(n for n in range(1, officers + 1) if _officer(place, n) == who)
    return n % many_tenants.ROLES

"""The walk: every route × whoever may come from township A × every id of township B.

What must hold: no mark of B in any reply to A; the same answer as for an id that does not exist;
every row of B as it was before.
"""

from __future__ import annotations

import re
import secrets as randomness
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from jointhall.app import Service
from jointhall.web.access import admits
from jointhall.web.visit import OFFICER_COOKIE, RESIDENT_COOKIE, House
from tests.builders.people import a_resident, an_officer
from tests.builders.walled import Walled, WalledCounty
from tests.builders.web import a_house

from .asked import Asked
from .asking import CSRF, Reply, ask
from .catalogue import BEARER, BY_DESIGN, CATALOGUE
from .rows import RowsOf

SAFE = ("GET", "HEAD")
WHO = ("nobody", "resident", "officer", "administrator")


@dataclass(frozen=True)
class Route:
    """One way into the service, as its own list of routes says."""

    key: str
    method: str
    path: str
    admits: tuple[str, ...]
    handler: Any = field(compare=False, repr=False)

    @property
    def is_safe(self) -> bool:
        return self.method in SAFE


@dataclass(frozen=True)
class Leak:
    """A hole: which route, asked by whom, at whose door, and what came through."""

    route: str
    who: str
    where: str
    what: str


def the_service(*, more: Sequence[Any] = ()) -> Service:
    """The whole service with its twins, and routes of a test's own; its house is put in later."""

    @asynccontextmanager
    async def closed() -> AsyncIterator[House]:
        raise AssertionError("the house is put in by the walk")
        yield

    return Service(closed, "a secret for probes, long enough", demo=True, more=more)


def routes_of(service: Service) -> list[Route]:
    """Every route of the service; methods that only answer about routes are the framework's."""
    found = []
    for route in service.litestar.routes:
        path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
        for handler in route.route_handlers:
            for method in sorted(handler.http_methods - {"OPTIONS"}):
                found.append(
                    Route(f"{method} {path}", method, path, tuple(admits(handler)), handler)
                )
    return sorted(found, key=lambda route: route.key)


def uncatalogued(routes: Iterable[Route]) -> set[str]:
    """Routes the probe does not know: each of them fails it."""
    return {route.key for route in routes} - set(CATALOGUE)


def like(id: str) -> str:
    """An id of the same make that nothing has."""
    try:
        UUID(id)
    except ValueError:
        if re.fullmatch(r"1\d{10}", id):  # a mobile number stays one
            return id[:5] + like(id[5:])
        head, _dash, tail = id.rpartition("-") if re.fullmatch(r".*-\d{4}", id) else ("", "", id)
        pick = "".join(_another(sign) for sign in tail)
        return f"{head}-9{pick[1:]}" if head else pick
    return str(uuid4())


def _another(sign: str) -> str:
    if not sign.isalnum():
        return sign
    return randomness.choice("0123456789" if sign.isdigit() else "abcdefghij")


class Walk:
    """The service, a walled county, and whoever comes from its first township."""

    def __init__(self, service: Service, world: WalledCounty, rows: RowsOf) -> None:
        self.service = service
        self.world = world
        self.rows = rows
        self.asked = 0
        self.leaks: list[Leak] = []
        service.house = a_house(world.tools)
        self._host = world.county.place.host or ""
        self._csrf = ""

    async def begin(self) -> None:
        """Takes a token for forms."""
        if self._csrf:
            return
        reply = await self.request("GET", "/view", {})
        (cookie,) = [one for one in reply.all_of("set-cookie") if one.startswith(CSRF)]
        self._csrf = cookie.partition("=")[2].partition(";")[0]

    async def request(
        self, method: str, path: str, cookies: Mapping[str, str], **more: Any
    ) -> Reply:
        self.asked += 1
        headers = {"x-csrftoken": self._csrf, **more.pop("headers", {})}
        jar = {CSRF: self._csrf, **cookies} if self._csrf else dict(cookies)
        return await ask(
            self.service, method, path, host=self._host, cookies=jar,
            headers=headers if self._csrf else None, **more,
        )  # fmt: skip

    def cookies(self, one: Walled, who: str) -> dict[str, str]:
        """What this visitor of that township carries."""
        if who == "resident" and one.resident is not None:
            return {RESIDENT_COOKIE: one.resident.token}
        if who == "officer" and one.officer is not None:
            return {OFFICER_COOKIE: one.officer.token}
        if who == "administrator" and one.admin is not None:
            return {OFFICER_COOKIE: one.admin.token}
        return {}

    async def ask(
        self, route: Route, at: Walled, cookies: Mapping[str, str], ids: Mapping[str, str],
        **more: Any,
    ) -> Reply:  # fmt: skip
        """Asks a route at a township's door with its parameters filled from these ids."""
        asked = CATALOGUE[route.key]

        def filled(kind: str) -> str:
            return kind[1:] if kind.startswith("=") else ids.get(kind, "")

        path = route.path.format(**{name: filled(kind) for name, kind in asked.path.items()})
        form = None
        if not route.is_safe:
            form = {name: filled(kind) for name, kind in (asked.form or {}).items()}
        prefix = "" if asked.alone else at.place.prefix
        query = {name: filled(kind) for name, kind in asked.query.items()}
        query |= more.pop("query", {})
        return await self.request(
            route.method, prefix + path, cookies, query=query, form=form, **more
        )

    async def probe(self, route: Route, *, long: bool = False) -> None:
        """Every question about B that a visitor from A can put to this route."""
        a, b = self.world.a, self.world.b
        asked = CATALOGUE[route.key]
        if asked.alone or route.key in BEARER:
            return
        if route.is_safe:
            # B's own visitors first, so that what is kept for everybody is kept from their door.
            await self.ask(route, b, {}, b.ids)
        for who in WHO[:1] if asked.once else WHO:
            cookies = await self._visitor(a, who, new=asked.ends)
            await self._here(route, asked, who, cookies)
            if asked.once:
                break
            there = await self.ask(route, b, cookies, b.ids)
            self._look(route, who, "at B's door", there, shown_too=False)
            # A resident's own things of every township open at the county's door, and no more.
            if who == "resident" or long:
                await self._here(route, asked, who, cookies, at=self.world.county)
            if long:
                await self._longer(route, asked, who, cookies)
        for row in await self.rows.changed():
            self.leaks.append(Leak(route.key, "anybody of A", "in the database", row))

    async def _visitor(self, one: Walled, who: str, *, new: bool) -> dict[str, str]:
        """What this visitor carries; `new` is another of the same kind, whose session may end."""
        if not new or who == "nobody":
            return self.cookies(one, who)
        if who == "resident":
            return (await a_resident(self.world.tools)).cookies
        return (await an_officer(self.world.tools, one.place)).cookies

    async def _here(
        self,
        route: Route,
        asked: Asked,
        who: str,
        cookies: Mapping[str, str],
        at: Walled | None = None,
        **more: Any,
    ) -> None:
        """At A's own door, or the county's: B's ids are answered as ids that nothing has."""
        a, b = at or self.world.a, self.world.b
        where = "at the county's door" if at else "at A's door"
        theirs = await self.ask(route, a, cookies, b.ids, **more)
        # Which townships there are, and what is on their doors, a county tells everybody.
        self._look(route, who, where, theirs, shown_too=at is None)
        kinds = {kind for kind in _kinds(asked) if not kind.startswith("=")}
        if at is not None:
            kinds -= {"slug", "division code"}
        if not kinds:
            return
        nobodys = {kind: like(b.ids.get(kind, "")) for kind in kinds}
        none = await self.ask(route, a, cookies, {**b.ids, **nobodys}, **more)
        # What B is named by besides is the same in both questions.
        given = [*b.ids.values()]
        if theirs.told(*given) != none.told(*given, *nobodys.values()):
            what = f"answers {theirs.status} to an id of B and {none.status} to one nothing has"
            self.leaks.append(Leak(route.key, who, where, what))

    async def _longer(
        self, route: Route, asked: Asked, who: str, cookies: Mapping[str, str]
    ) -> None:
        """The same with B named in every other way a careless service might believe."""
        a, b = self.world.a, self.world.b
        named = {"tenant": b.ids["slug"], "tenant_id": b.ids["tenant"], "t": b.ids["slug"]}
        await self._here(route, asked, who, cookies, query=named)
        headers = {
            "x-forwarded-host": f"{b.place.slug}.test", "x-forwarded-prefix": b.place.prefix,
            "x-tenant": b.ids["tenant"], "x-original-url": b.place.prefix + "/",
            "forwarded": f"host={b.place.slug}.test",
        }  # fmt: skip
        await self._here(route, asked, who, cookies, headers=headers)
        for kind in sorted(k for k in _kinds(asked) if k in b.ids and _is_uuid(b.ids[k])):
            for other in sorted(o for o in b.ids if o != kind and _is_uuid(b.ids[o])):
                reply = await self.ask(route, a, cookies, {**b.ids, kind: b.ids[other]})
                self._look(route, who, f"at A's door, {other} for {kind}", reply)

    def _look(
        self, route: Route, who: str, where: str, reply: Reply, *, shown_too: bool = True
    ) -> None:
        b = self.world.b
        if reply.status >= 500:
            self.leaks.append(Leak(route.key, who, where, f"breaks with {reply.status}"))
        if reply.status == 429:
            self.leaks.append(Leak(route.key, who, where, "was asked too often to tell"))
        held = reply.everything.decode(errors="replace")
        if b.mark in held and not (where == "at B's door" and route.key in BY_DESIGN):
            self.leaks.append(Leak(route.key, who, where, "shows what is B's own business"))
        if shown_too and b.shown in held:
            self.leaks.append(Leak(route.key, who, where, "shows B's door at A's"))

    async def knows_its_own(self, route: Route) -> str:
        """Whether B's own people get an answer with these ids: else the probe asks nothing real."""
        if not route.is_safe or CATALOGUE[route.key].alone:
            return ""
        admitted = route.admits[0]
        who = {"resident": "resident", "public": "nobody", "machine": "nobody"}.get(
            admitted, "officer"
        )
        home = self.world.county if route.path.startswith("/console") else self.world.b
        ids = {**self.world.b.ids, **home.ids, "division code": self.world.b.ids["division code"]}
        reply = await self.ask(route, home, self.cookies(home, who), ids)
        return "" if reply.status < 400 else f"{route.key} answers its own with {reply.status}"


def _kinds(asked: Asked) -> Iterator[str]:
    yield from asked.path.values()
    yield from asked.query.values()
    yield from (asked.form or {}).values()


def _is_uuid(id: str) -> bool:
    return len(id) == 36 and id.count("-") == 4


async def walk(
    walk: Walk, routes: Iterable[Route], *, long: bool = False
) -> tuple[list[Leak], int]:
    """Probes these routes; the holes, and how many questions were asked."""
    await walk.begin()
    await walk.rows.remember(walk.world.b)
    for route in routes:
        await walk.probe(route, long=long)
    return walk.leaks, walk.asked

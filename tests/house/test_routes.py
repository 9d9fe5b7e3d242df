"""Every route says who may use it, and every route does as it says: the walk over all of them."""

from __future__ import annotations

import ast
import re
from typing import Any

import asyncpg
import pytest

from infra.probes.asking import CSRF, Reply
from infra.probes.catalogue import CATALOGUE
from infra.probes.rows import RowsOf
from infra.probes.walk import Route, Walk, routes_of, the_service
from jointhall.web.access import may
from jointhall.web.headers import CSP
from jointhall.web.permissions import PERMISSIONS
from jointhall.web.visit import OFFICER_COOKIE, RESIDENT_COOKIE
from tests.builders.people import an_officer
from tests.builders.walled import Walled, WalledCounty
from tests.house.tracked import PLATFORM, Faults, at, files, planted, python_faults, text_of

UNSAFE_MACHINES = {
    "POST /v": "looks at a paper and keeps nothing of it; whoever holds the paper may ask",
    "PUT /files/{token}": "the signature in the address stands for the token a form would carry",
    "POST /twins/sms": "the provider's twin: the provider's own signature is checked instead",
    "POST /twins/sms/faults": "the provider's twin, in a demo only",
}
WITHOUT_TOKEN = {"PUT /files/{token}", "POST /twins/sms", "POST /twins/sms/faults"}
"""What a provider or a signed address sends: it cannot carry our token."""

TRACES = {
    "journal": "who looked at whose case",
    "sessions": "when it was last seen",
    "sessions of residents": "when it was last seen",
    "messages": "what was shown is no longer new",
    "notice_views": "how often a notice was opened while it hung, never by whom",
    "delivery_notices": "the same of a letter told by notice",
    "referrals": "when it was first opened",
}
"""What reading leaves behind, in a transaction of its own after the page."""

EXPECTED = {
    "content-security-policy": CSP,
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}

FRAMED = EXPECTED | {
    "content-security-policy": CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "x-frame-options": "SAMEORIGIN",
}
IN_THE_EDITOR = {
    "GET /console/items/{code}/preview/guide", "GET /console/items/{code}/preview/question",
}  # fmt: skip
"""Pages that the editor of items shows inside its own: nobody else's page may."""


@pytest.fixture(scope="module")
def routes() -> list[Route]:
    return routes_of(the_service())


@pytest.fixture(scope="module")
def known(routes: list[Route]) -> list[Route]:
    """Those that can be asked; that this is all of them is the last test's to say."""
    return [route for route in routes if route.key in CATALOGUE]


@pytest.fixture(scope="module")
async def walker(walled: WalledCounty, above: asyncpg.Connection) -> Walk:
    made = Walk(the_service(), walled, RowsOf(above))
    await made.begin()
    return made


def unsaid(route: Route) -> bool:
    """Whether a route leaves open who may use it: it names one kind of visitor, or permissions."""
    kinds = [one for one in route.admits if not one.startswith("may(")]
    return len(kinds) + (len(kinds) < len(route.admits)) != 1


def test_every_route_says_who_may_use_it(routes: list[Route]) -> None:
    assert len(routes) > 100
    assert [route.key for route in routes if unsaid(route)] == []


def test_a_route_that_does_not_say_or_says_two_things_is_caught() -> None:
    def route(*admits: str) -> Route:
        return Route("GET /x", "GET", "/x", admits, None)

    for admits in ((), ("public", "resident"), ("public", "may(case:read)")):
        assert unsaid(route(*admits)), admits
    assert not unsaid(route("public"))
    assert not unsaid(route("may(case:read)", "may(case:decide)"))


def test_no_machine_changes_anything_but_for_a_reason(routes: list[Route]) -> None:
    unsafe = {route.key for route in routes if "machine" in route.admits and not route.is_safe}
    assert unsafe == set(UNSAFE_MACHINES)


def test_every_permission_opens_something(routes: list[Route]) -> None:
    used = {one[4:-1] for route in routes for one in route.admits if one.startswith("may(")}
    asked = {said.rpartition(" ")[2] for said in python_faults(_asks_for)}
    assert used <= set(PERMISSIONS)
    assert asked <= set(PERMISSIONS)
    assert set(PERMISSIONS) - used - asked == set()


def test_a_permission_that_is_not_on_the_page_opens_nothing() -> None:
    with pytest.raises(AssertionError, match="not on the page"):
        may("case:" + "devour")


def test_pages_ask_for_permissions_that_are_on_the_page() -> None:
    asked = {
        found
        for path in files(PLATFORM, ".html")
        for found in re.findall(r"\bmay\(\s*[\"']([^\"']+)", text_of(path))
    }
    assert asked
    assert asked - set(PERMISSIONS) == set()


def _asks_for(path: str, tree: ast.Module) -> Faults:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).rpartition(".")[2] == "may"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield at(path, node, str(node.args[0].value))


def writes_while_reading(path: str, tree: ast.Module) -> Faults:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "writes":
                yield at(path, target, "lets a GET write")


def test_every_get_runs_read_only() -> None:
    assert python_faults(writes_while_reading) == []
    assert planted(writes_while_reading, "async def f(visit):\n    visit.writes = True")


async def answered(walker: Walk, route: Route, cookies: dict[str, str], **more: Any) -> Reply:
    """A route asked at its own door with ids of township A, or of the county at the console."""
    here, ids = own(walker, route)
    return await walker.ask(route, here, cookies, ids, **more)


def own(walker: Walk, route: Route) -> tuple[Walled, dict[str, str]]:
    world = walker.world
    here = world.county if route.path.startswith("/console") else world.a
    ids = {**world.a.ids, **here.ids, "division code": world.a.ids["division code"]}
    return here, ids


def whose(walker: Walk, route: Route) -> dict[str, str]:
    """The cookies of somebody this route admits."""
    here, _ids = own(walker, route)
    if "resident" in route.admits:
        return walker.cookies(here, "resident")
    if any(one == "officer" or one.startswith("may(") for one in route.admits):
        return walker.cookies(here, "officer")
    return {}


async def test_nothing_is_changed_without_the_token_of_a_form(
    walker: Walk, known: list[Route]
) -> None:
    for route in known:
        if route.is_safe or route.key in WITHOUT_TOKEN:
            continue
        for headers in ({"x-csrftoken": ""}, {"x-csrftoken": "0" * 96}):
            reply = await answered(walker, route, whose(walker, route), headers=headers)
            assert reply.status == 403, f"{route.key} answers {reply.status} without a token"


async def test_nothing_is_changed_by_another_sites_page(walker: Walk, known: list[Route]) -> None:
    for route in known:
        if route.is_safe:
            continue
        for site in ("cross-site", "same-site"):
            headers = {"sec-fetch-site": site}
            reply = await answered(walker, route, whose(walker, route), headers=headers)
            assert reply.status == 403, f"{route.key} answers {reply.status} to a {site} page"


async def test_who_is_not_signed_in_is_taken_to_the_door(walker: Walk, known: list[Route]) -> None:
    for route in known:
        if route.admits[0] in ("public", "machine"):
            continue
        door = re.match(r"/(workbench|console)?", route.path)
        assert door is not None
        wrong = RESIDENT_COOKIE if "resident" not in route.admits else OFFICER_COOKIE
        here, _ids = own(walker, route)
        others = {wrong: here.officer.token if wrong == OFFICER_COOKIE else here.resident.token}  # type: ignore[union-attr]
        for cookies in ({}, {RESIDENT_COOKIE: "nobody", OFFICER_COOKIE: "nobody"}, others):
            reply = await answered(walker, route, cookies)
            there = f"{here.place.prefix}{door[0].rstrip('/')}/sign-in"
            assert reply.status == 303, f"{route.key} answers {reply.status} to nobody"
            assert reply.header("location").partition("?")[0] == there, route.key
        reply = await answered(walker, route, {}, headers={"accept": "application/json"})
        assert reply.status == 401, f"{route.key} answers {reply.status} to a nameless program"


async def test_an_officer_without_the_permission_is_refused(
    walker: Walk, known: list[Route], walled: WalledCounty
) -> None:
    new = {
        here.place.slug: await an_officer(walled.tools, here.place)
        for here in (walled.a, walled.county)
    }
    for route in known:
        if not any(one.startswith("may(") for one in route.admits):
            continue
        here, _ids = own(walker, route)
        reply = await answered(walker, route, new[here.place.slug].cookies)
        assert reply.status == 403, f"{route.key} answers {reply.status} to an officer without"


async def test_every_answer_carries_what_keeps_a_browser_safe(
    walker: Walk, known: list[Route]
) -> None:
    for route in known:
        replies = [await answered(walker, route, {})]
        if route.is_safe:
            replies.append(await answered(walker, route, whose(walker, route)))
        for reply in replies:
            said = {name: reply.header(name) for name in EXPECTED}
            if reply.header("content-disposition"):
                # A file is shown under a policy of its own that runs nothing at all.
                assert "default-src 'none'" in said.pop("content-security-policy"), route.key
                assert {k: EXPECTED[k] for k in said if k != "x-frame-options"} == {
                    k: v for k, v in said.items() if k != "x-frame-options"
                }
            else:
                allowed = (EXPECTED, FRAMED) if route.key in IN_THE_EDITOR else (EXPECTED,)
                assert said in allowed, route.key
            assert reply.header("cache-control"), route.key
            for cookie in reply.all_of("set-cookie"):
                assert is_held_close(cookie), f"{route.key} sets {cookie}"


def is_held_close(cookie: str) -> bool:
    """Only to this host, only over TLS, out of reach of scripts and of other sites' forms."""
    name, *flags = [part.strip().lower() for part in cookie.split(";")]
    return (
        name.startswith("__host-")
        and {"secure", "path=/", "httponly"} <= set(flags)
        and any(flag in ("samesite=lax", "samesite=strict") for flag in flags)
        and not any(flag.startswith("domain") for flag in flags)
    )


def test_a_cookie_that_is_not_held_close_is_caught() -> None:
    good = f"{CSRF}=1; Path=/; Secure; HttpOnly; SameSite=lax"
    assert is_held_close(good)
    for bad in ("; Secure", "; HttpOnly", "; SameSite=lax", "__Host-"):
        assert not is_held_close(good.replace(bad, ""))
    assert not is_held_close(good + "; Domain=hall.test")


async def test_reading_twice_leaves_what_reading_once_left(
    walker: Walk, known: list[Route], walled: WalledCounty
) -> None:
    for here in (walled.a, walled.county):
        await walker.rows.remember(here)
        for route in known:
            if not route.is_safe or own(walker, route)[0] is not here:
                continue
            for _twice in range(2):
                await answered(walker, route, whose(walker, route))
            touched = {fault.partition(":")[0] for fault in await walker.rows.changed()}
            assert touched <= set(TRACES), f"{route.key} changed {touched}"


def test_every_route_is_asked_by_this_walk(routes: list[Route]) -> None:
    assert {route.key for route in routes} == set(CATALOGUE)

"""A browser at one place's door, around the whole service: no port, nothing left out."""

from __future__ import annotations

import secrets as randomness
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx

from jointhall.app import Service
from jointhall.cases.supervision.reminding import unread_reminders
from jointhall.kernel.tools import Tools
from jointhall.messages.queries import count_news
from jointhall.people.interrupted import keep_form
from jointhall.people.sessions import Recogniser
from jointhall.tenancy.directory import TenantDirectory
from jointhall.tenancy.policy import PolicyBook
from jointhall.web.place import Place
from jointhall.web.visit import House
from tests.gate import check_page, own_file
from tests.reading import ReadPage

CSRF_COOKIE = "__Host-csrf"


@asynccontextmanager
async def a_browser(
    tools: Tools,
    place: Place,
    *,
    cookies: Mapping[str, str] | None = None,
    more: Sequence[Any] = (),
    peer: str = "",
) -> AsyncIterator[httpx.AsyncClient]:
    """A client whose paths begin at this place: `browser.get("/workbench")`.

    `cookies` are those of a signed-in officer or resident, `more` are routes of the test's own.
    Each comes from an address of its own unless `peer` says which, so that rate limits do not meet.
    """
    service = a_service() if not more else _made(tuple(more))
    service.house = a_house(tools)
    host = place.host or "hall.test"
    transport = httpx.ASGITransport(service, client=(peer or a_peer(), 50_000))
    async with httpx.AsyncClient(
        transport=transport,
        base_url=f"https://{host}{place.prefix}",
        cookies=dict(cookies or {}),
        headers={"accept": "text/html"},
        event_hooks={"response": [through_the_gate(transport)]},
    ) as browser:
        yield browser


def through_the_gate(
    transport: httpx.AsyncBaseTransport,
) -> Callable[[httpx.Response], Awaitable[None]]:
    """A hook that puts every page an `httpx` client fetches through the page quality gate."""
    made: dict[str, bytes] = {}

    async def check(response: httpx.Response) -> None:
        if not response.headers.get("content-type", "").startswith("text/html"):
            return
        await response.aread()
        page, loaded = ReadPage(response.text), {}
        for address in {*page.styles(), *page.scripts()}:
            file = own_file(address)
            if file is None:
                url = str(response.request.url.join(address))
                if url not in made:
                    # A browser of its own: what the page loads leaves no cookie with the test's.
                    made[url] = (await _plain(transport, url)).content
                file = made[url]
            loaded[address] = file
        request = response.request
        check_page(
            page, loaded, where=f"{request.method} {request.url.path} {response.status_code}",
            is_part="hx-request" in request.headers,
        )  # fmt: skip

    return check


async def _plain(transport: httpx.AsyncBaseTransport, url: str) -> httpx.Response:
    response = await transport.handle_async_request(httpx.Request("GET", url))
    await response.aread()
    return response


def a_house(tools: Tools) -> House:
    """What the service holds for all visits, as `jointhall.house` puts it together."""
    directory = tools.outside.get("directory") or TenantDirectory(tools.database)
    return House(
        tools=tools, directory=directory, identify=Recogniser(PolicyBook()),
        count_news=count_news, count_reminders=unread_reminders, keep_form=keep_form,
    )  # fmt: skip


def a_peer() -> str:
    """An address of version 6 nobody else in this run has, nor its neighbours."""
    return f"2001:{randomness.token_hex(2)}:{randomness.token_hex(2)}::1"


async def send(
    browser: httpx.AsyncClient,
    path: str,
    fields: Mapping[str, Any] | None = None,
    *,
    follow: bool = False,
    **also: Any,
) -> httpx.Response:
    """Posts a form as a page of ours would, with the token its hidden field carries."""
    if CSRF_COOKIE not in browser.cookies:
        await browser.get("/view", follow_redirects=False)
    data = {"_csrf_token": browser.cookies.get(CSRF_COOKIE, ""), **(fields or {})}
    return await browser.post(path, data=data, follow_redirects=follow, **also)


async def follow(browser: httpx.AsyncClient, href: str) -> httpx.Response:
    """Fetches an address as it stands in a page, with the place's prefix already on it."""
    return await browser.get(str(browser.base_url.join(href)))


@cache
def a_service() -> Service:
    """The service without a house, made once."""
    return _made(())


def _made(more: tuple[Any, ...]) -> Service:
    @asynccontextmanager
    async def nothing_to_open() -> AsyncIterator[House]:
        raise AssertionError("the house of a test is put in by a_browser")
        yield

    return Service(nothing_to_open, "a secret for tests, long enough", more=more)

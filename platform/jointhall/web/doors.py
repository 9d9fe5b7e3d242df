"""The outer door: which place a request came to, before anything else is asked.

`/t/{slug}/items` is `/items` at that township: the prefix is taken off here, so that every route
exists once and every page is asked in one tenant.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import structlog

from jointhall.kernel import words
from jointhall.kernel.ids import new_code

from .errors import TRY_AGAIN_AFTER, busy_words, is_busy
from .headers import with_security
from .pages import static
from .place import Place
from .public_cache import MARK, Key, PublicCache, send_kept
from .visit import OFFICER_COOKIE, RESIDENT_COOKIE, VIEW_COOKIE, House, Visit, cookies_of, peer_of

App = Callable[[Any, Any, Any], Awaitable[None]]
PLACELESS = ("/healthz", "/readyz", "/metrics", "/static/", "/twins/")


class OuterDoor:
    """Wraps the Litestar application: place, language, request id, headers, the public cache."""

    def __init__(self, app: App, house: Callable[[], House]) -> None:
        self._app = app
        self._house = house
        self._cache = PublicCache()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith(PLACELESS):
            await self._app(scope, receive, _secured(send))
            return
        await self._visit(scope, receive, send, path)

    async def _visit(self, scope: Any, receive: Any, send: Any, path: str) -> None:
        house = self._house()
        scope["query_string"] = scope.get("query_string", b"").replace(b"%00", b"")
        try:
            place, inner = await self._place(house, scope, path)
        except Exception as fault:
            if not is_busy(fault):
                raise
            await _too_busy(_secured(send))
            return
        if place is None or "\0" in path:
            await _nowhere(_secured(send))
            return
        cookies = cookies_of(scope)
        lang, elder = view_of(cookies.get(VIEW_COOKIE, ""))
        key = self._key(scope, place, inner, cookies, lang, elder)
        if key is not None and (kept := self._cache.find(key)) is not None:
            await send_kept(kept, scope, send)
            return
        visit = Visit(
            house=house,
            place=place,
            path=inner,
            full_path=path + _query(scope),
            method=scope["method"],
            cookies=cookies,
            peer=peer_of(scope, trusted_proxies=house.trusted_proxies),
            request_id=new_code(16),
            lang=lang,
            elder=elder,
        )
        scope["path"] = inner
        scope["raw_path"] = inner.encode()
        scope.setdefault("state", {})["visit"] = visit
        sender = _secured(send) if key is None else self._keeping(key, scope, send)
        structlog.contextvars.bind_contextvars(tenant=place.slug, request_id=visit.request_id)
        try:
            with words.speaking(lang):
                await self._app(scope, receive, sender)
        finally:
            await asyncio.shield(visit.undo())
            structlog.contextvars.clear_contextvars()

    async def _place(self, house: House, scope: Any, path: str) -> tuple[Place | None, str]:
        if path.startswith("/t/"):
            slug, _slash, rest = path[3:].partition("/")
            return await house.directory.by_slug(slug), f"/{rest}"
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        return await house.directory.by_host(host.decode("latin-1").partition(":")[0]), path

    def _key(
        self, scope: Any, place: Place, path: str, cookies: dict[str, str], lang: str, elder: bool
    ) -> Key | None:
        """Only what nobody in particular asks for can be the same for everybody."""
        if scope["method"] not in ("GET", "HEAD"):
            return None
        if RESIDENT_COOKIE in cookies or OFFICER_COOKIE in cookies:
            return None
        return (place.tenant_id, place.content_version, path + _query(scope), lang, elder)

    def _keeping(self, key: Key, scope: Any, send: Any) -> Any:
        """Lets an answer pass, and keeps it when its handler said that it is everybody's."""
        started: dict[str, Any] = {}
        body: list[bytes] = []
        plain = _secured(send)

        async def sender(message: Any) -> None:
            if message["type"] == "http.response.start":
                if message["status"] == 200 and any(n == MARK for n, _ in message["headers"]):
                    started.update(message)
                    return
            elif started:
                body.append(message.get("body", b""))
                if message.get("more_body"):
                    return
                kept = self._cache.keep(key, started["headers"], b"".join(body))
                await send_kept(kept, scope, send)
                return
            await plain(message)

        return sender


def view_of(cookie: str) -> tuple[str, bool]:
    """Language and elder mode as the visitor last chose them."""
    parts = cookie.split(".")
    return ("en" if "en" in parts else "zh"), "elder" in parts


def _query(scope: Any) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    return f"?{query}" if query else ""


def _secured(send: Any) -> Any:
    async def sender(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = [pair for pair in message["headers"] if pair[0] != MARK]
            message = {**message, "headers": with_security(headers)}
        await send(message)

    return sender


async def _nowhere(send: Any) -> None:
    """No such place: said plainly, because there is no place whose page could say it."""
    await _say_plainly(
        send, 404, "没有这个地方", "没有这个乡镇", "网址可能写错了，或者这个乡镇还没有接入。",
        '<div class="acts"><a class="btn" href="/">去县里的首页找</a></div>',
    )  # fmt: skip


async def _too_busy(send: Any) -> None:
    """Not even the place could be looked up in time."""
    again = (b"retry-after", str(TRY_AGAIN_AFTER).encode())
    await _say_plainly(send, 503, "现在太忙", busy_words(), "过一分钟再试一次。", "", again)


async def _say_plainly(
    send: Any, status: int, title: str, heading: str, words: str, more: str, *also: Any
) -> None:
    styles = "".join(
        f'<link rel="stylesheet" href="{static(name)}">' for name in ("parts.css", "portal.css")
    )
    body = (
        '<!doctype html><html lang="zh-CN" class="portal"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{title}</title><link rel="icon" href="data:,">{styles}'
        f'<main><div class="wrap"><div class="read flow top"><h1>{heading}</h1>'
        f"<p>{words}</p>{more}</div></div></main></html>"
    ).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), *also]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send(cast(Any, {"type": "http.response.body", "body": body}))

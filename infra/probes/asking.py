"""One request to the whole service in this process: no port, and none of a browser's habits."""

from __future__ import annotations

import asyncio
import itertools
import re
import secrets as randomness
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

App = Callable[[Any, Any, Any], Any]

CSRF = "__Host-csrf"
_CHANGING = re.compile(
    rb'name="_csrf_token" value="[^"]*"|data-csrf="[^"]*"|<(?:code|b)[^>]*>[0-9a-zA-Z_-]{16}</'
)
_peers = itertools.count(1)
_net = randomness.token_hex(2)


@dataclass(frozen=True)
class Reply:
    """What came back: all of it, as bytes, headers included."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def everything(self) -> bytes:
        return b"\n".join([*(name + b": " + value for name, value in self.headers), self.body])

    def header(self, name: str) -> str:
        wanted = name.encode().lower()
        return next((v.decode() for n, v in self.headers if n.lower() == wanted), "")

    def all_of(self, name: str) -> list[str]:
        wanted = name.encode().lower()
        return [v.decode() for n, v in self.headers if n.lower() == wanted]

    def told(self, *ids: str) -> tuple[int, bytes]:
        """The reply as a stranger could compare it: ids they sent and fresh tokens left out."""
        said = _CHANGING.sub(b"", self.body) + b"\n" + self.header("location").encode()
        for id in sorted(filter(None, ids), key=len, reverse=True):
            for spelling in (id, quote(id, safe=""), quote(quote(id, safe=""), safe="")):
                said = said.replace(spelling.encode(), b"\xe2\x97\x8f")
        return self.status, said


async def ask(
    app: App,
    method: str,
    path: str,
    *,
    host: str,
    query: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    cookies: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    peer: str = "",
) -> Reply:
    """Asks as one who has never been here: from an address of its own, with only these cookies."""
    body = urlencode(form or {}).encode()
    sent = {"host": host, "accept": "text/html", **(headers or {})}
    if form is not None:
        sent.setdefault("content-type", "application/x-www-form-urlencoded")
        sent["content-length"] = str(len(body))
    if cookies:
        sent["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "https", "path": path, "raw_path": quote(path).encode(), "root_path": "",
        "query_string": urlencode(query or {}).encode(),
        "headers": [(n.lower().encode(), v.encode("latin-1")) for n, v in sent.items()],
        "client": (peer or f"2001:{_net}:{next(_peers):x}::1", 50_000), "server": (host, 443),
    }  # fmt: skip
    return await _call(app, scope, body)


async def _call(app: App, scope: dict[str, Any], body: bytes) -> Reply:
    incoming = iter([{"type": "http.request", "body": body, "more_body": False}])
    gone = asyncio.Event()
    started: dict[str, Any] = {}
    parts: list[bytes] = []

    async def receive() -> dict[str, Any]:
        if (message := next(incoming, None)) is not None:
            return message
        await gone.wait()  # nobody hangs up while an answer is on its way
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
        else:
            parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                gone.set()

    try:
        await app(scope, receive, send)
    finally:
        gone.set()
    return Reply(started["status"], tuple(started["headers"]), b"".join(parts))

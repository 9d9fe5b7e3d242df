"""Counts and times every answer around the whole service, and writes one log line for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

import structlog

from jointhall.kernel.metrics import REQUESTS, SECONDS

from .visit import Visit

log = structlog.get_logger("hall.request")

App = Callable[[Any, Any, Any], Awaitable[None]]
# Asked every few seconds by machines: counted, not written down.
UNTOLD = ("/healthz", "/readyz", "/metrics")
KEPT, NONE = "(kept)", "(none)"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measured:
    """The service with a clock at its door."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        began = perf_counter()

        async def note(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            _note(scope, status, perf_counter() - began)


def _note(scope: Any, status: int, seconds: float) -> None:
    visit = (scope.get("state") or {}).get("visit")
    route = scope.get("path_template") or (KEPT if visit is None and status < 400 else NONE)
    method = scope["method"] if scope["method"] in METHODS else "OTHER"
    REQUESTS.labels(route, method, status).inc()
    SECONDS.labels(route).observe(seconds)
    # Pages served from memory are the bulk of the traffic and nobody's act: counted only.
    if route == KEPT or route in UNTOLD:
        return
    told: dict[str, Any] = {}
    if isinstance(visit, Visit):
        told = {"tenant": visit.place.slug, "request_id": visit.request_id}
        if visit.viewer.id is not None:
            told["actor"] = f"{visit.viewer.kind}:{visit.viewer.id}"
    log.info(
        "answered", method=method, route=route, status=status,
        ms=round(seconds * 1000, 1), **told,
    )  # fmt: skip

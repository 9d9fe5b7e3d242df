"""For those who run the service: is it alive, is it ready, what does it measure."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from sqlalchemy import text

from jointhall.kernel.db import Database
from jointhall.kernel.metrics import (
    CONNECTIONS,
    JOBS_GIVEN_UP,
    JOBS_OLDEST,
    JOBS_WAITING,
    exposition,
)
from jointhall.kernel.migrating import newest
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import NOBODY, RELAY

from .access import machine
from .visit import House

SECONDS_TO_ANSWER = 3.0
KEPT_SECONDS = 1.0
"""Asked often by several balancers; the parts are looked at once a second at most."""

OK = "ok"
_WAITING = text(
    """
    select count(*) filter (where given_up_at is null),
           coalesce(extract(epoch from now() - min(not_before)
                            filter (where given_up_at is null)), 0),
           count(*) filter (where given_up_at is not null and let_go_at is null)
    from outbox where done_at is null and not_before <= now()
    """
)


class Readiness:
    """Whether each part the service needs answers now; asked at most once a second."""

    def __init__(self) -> None:
        self._parts: dict[str, str] = {}
        self._asked_at = float("-inf")
        self._one = asyncio.Lock()

    async def parts(self, tools: Tools) -> dict[str, str]:
        """Part → ok, or what is wrong with it in a word."""
        async with self._one:
            if monotonic() - self._asked_at > KEPT_SECONDS:
                asked = {
                    "database": _database(tools.database),
                    "migrations": _migrations(tools.database),
                    "files": tools.files.ready(),
                }
                answers = await asyncio.gather(*(_asked(part) for part in asked.values()))
                self._parts = dict(zip(asked, answers, strict=True))
                self._asked_at = monotonic()
            return self._parts


async def _asked(part: Awaitable[str | None]) -> str:
    try:
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            return await part or OK
    except TimeoutError:
        return "no answer"
    except Exception as error:
        return f"unreachable ({type(error).__name__})"


async def _database(database: Database) -> str | None:
    async with database.transaction(NOBODY, read_only=True) as session:
        await session.execute(text("select 1"))
    return None


async def _migrations(database: Database) -> str | None:
    async with database.transaction(NOBODY, read_only=True) as session:
        found = await session.scalar(text("select version_num from alembic_version"))
    wanted = newest()
    return None if found == wanted else f"at {found}, wanted {wanted}"


async def _look_at_jobs(database: Database) -> None:
    async with database.transaction(RELAY, read_only=True) as session:
        waiting, oldest, given_up = (await session.execute(_WAITING)).one()
    JOBS_WAITING.set(waiting)
    JOBS_OLDEST.set(oldest)
    JOBS_GIVEN_UP.set(given_up)


def routes(house: Callable[[], House | None], *, metrics_token: str | None = None) -> list[Any]:
    """The routes for machines; `house` is None until the service has opened."""
    readiness = Readiness()

    @get("/healthz", guards=[machine], sync_to_thread=False)
    def alive() -> dict[str, str]:
        """The process runs and answers; nothing else is asked."""
        return {"alive": OK}

    @get("/readyz", guards=[machine])
    async def ready() -> Response[dict[str, Any]]:
        """Every part answers and the schema is the one this code wants; else 503 says which not."""
        opened = house()
        parts = {"service": "starting"} if opened is None else await readiness.parts(opened.tools)
        is_ready = all(word == OK for word in parts.values())
        return Response(
            {"ready": is_ready, "parts": parts},
            status_code=200 if is_ready else 503,
            headers={"Cache-Control": "no-store"},
        )

    @get("/metrics", guards=[machine])
    async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Figures for Prometheus, for whoever has the token or, without one, for near machines."""
        if not _may_measure(request, metrics_token):
            raise NotFoundException
        opened = house()
        if opened is not None:
            pool: Any = opened.tools.database.engine.pool
            CONNECTIONS.labels("used").set(pool.checkedout())
            CONNECTIONS.labels("most").set(pool.size())
            await _asked(_look_at_jobs(opened.tools.database))
        return Response(exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return [alive, ready, metrics]


def _may_measure(request: Request[Any, Any, Any], token: str | None) -> bool:
    if token is not None:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    # What came through a proxy came from outside.
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_private
    except ValueError:
        return False

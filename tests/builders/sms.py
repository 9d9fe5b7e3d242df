"""The SMS twin without a port: the real adapter's requests reach it in the same process."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import httpx
import orjson
from sqlalchemy import text

from jointhall.kernel.jobs import perform
from jointhall.kernel.tools import Tools
from jointhall.messages.aliyun_sms import AliyunSms
from jointhall.messages.gateways import to_twin
from jointhall.messages.sms_twin import Asked, SmsTwin
from jointhall.web.place import Place


class ToTwin(httpx.AsyncBaseTransport):
    """Carries a request to the twin and its answer back."""

    def __init__(self, twin: SmsTwin, now: Callable[[], datetime]) -> None:
        self._twin = twin
        self._now = now

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asked = Asked(
            method=request.method,
            path=request.url.path,
            params=dict(request.url.params.items()),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.aread(),
        )
        status, body = await self._twin.answer(asked, now=self._now())
        return httpx.Response(status, content=orjson.dumps(body))


def with_sms(tools: Tools, file: Path) -> tuple[Tools, SmsTwin]:
    """Tools whose SMS gateway is the real adapter, turned to a twin."""
    gateway = to_twin(file, tools.secrets, endpoint="http://twin.test/twins/sms")
    assert gateway.twin is not None
    gateway = replace(gateway, transport=ToTwin(gateway.twin, tools.clock.now))
    return replace(tools, outside={**tools.outside, "sms": gateway}), gateway.twin


def taken_for_real(tools: Tools) -> Tools:
    """The same adapter, taken for the provider itself: what it sends would be real."""
    gateway: AliyunSms = tools.outside["sms"]
    return replace(tools, outside={**tools.outside, "sms": replace(gateway, twin=None)})


async def do_jobs(tools: Tools, place: Place, job: str) -> int:
    """Does every waiting job of this kind at this place; returns how many there were."""
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        rows = await session.scalars(
            text("select id from outbox where job = :job and done_at is null order by id"),
            {"job": job},
        )
        ids = list(rows)
    for id in ids:
        await perform(tools, place.standing(), id)
    return len(ids)


def code_in(twin: SmsTwin, phone: str) -> str:
    """The six digits of the last code a phone received."""
    found = re.search(r"\d{6}", twin.to(phone)[-1].text)
    assert found is not None
    return found[0]

"""Alive, ready, measured: asked of a real service on the real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import asyncpg
import httpx
import pytest
from litestar import Litestar, get

from jointhall.kernel.db import Database
from jointhall.kernel.metrics import exposition
from jointhall.kernel.tools import Tools
from jointhall.web import operation
from jointhall.web.access import machine
from jointhall.web.given import InPath
from jointhall.web.measuring import Measured
from jointhall.web.visit import House


def house_with(tools: Tools) -> House:
    unused: Any = None
    return House(
        tools=tools, directory=unused, identify=unused, count_news=unused, count_reminders=unused
    )


def client_of(
    house: House | None, *, token: str | None = None, peer: str = "127.0.0.1"
) -> httpx.AsyncClient:
    @get("/things/{number:int}", guards=[machine])
    async def thing(number: InPath[int]) -> str:
        if number == 0:
            raise RuntimeError("broken")
        return "ok"

    app = Litestar([*operation.routes(lambda: house, metrics_token=token), thing])
    measured: Any = Measured(app)
    transport = httpx.ASGITransport(measured, raise_app_exceptions=False, client=(peer, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://hall.test")


@pytest.fixture
async def client(tools: Tools) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(house_with(tools)) as client:
        yield client


async def test_alive_asks_nobody() -> None:
    async with client_of(None) as client:
        answer = await client.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {"alive": "ok"})
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["parts"]) == (503, {"service": "starting"})


async def test_ready_when_every_part_answers(client: httpx.AsyncClient) -> None:
    answer = await client.get("/readyz")
    parts = {"database": "ok", "migrations": "ok", "files": "ok"}
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "parts": parts})


async def test_a_schema_that_is_behind_is_not_ready(
    tools: Tools, owner: asyncpg.Connection
) -> None:
    newest = await owner.fetchval("select version_num from alembic_version")
    await owner.execute("update alembic_version set version_num = '2026010100'")
    try:
        async with client_of(house_with(tools)) as client:
            answer = await client.get("/readyz")
    finally:
        await owner.execute("update alembic_version set version_num = $1", newest)
    assert answer.status_code == 503
    assert answer.json()["parts"]["migrations"] == f"at 2026010100, wanted {newest}"


async def test_a_database_that_is_away_is_said(tools: Tools) -> None:
    nowhere = Database("postgresql://hall_app@/hall?host=/nonexistent", size=1)
    async with client_of(house_with(replace(tools, database=nowhere))) as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"].startswith("unreachable")
    assert answer.json()["parts"]["files"] == "ok"


async def test_answers_are_counted_by_route_and_never_by_number(client: httpx.AsyncClient) -> None:
    for number in (1, 2, 0):
        await client.get(f"/things/{number}")
    text = exposition().decode()
    route = 'route="/things/{number}"'
    assert f'hall_requests_total{{method="GET",{route},status="200"}} 2.0' in text
    assert f'hall_requests_total{{method="GET",{route},status="500"}} 1.0' in text
    assert f"hall_request_seconds_count{{{route}}} 3.0" in text


async def test_metrics_for_near_machines_only(client: httpx.AsyncClient, tools: Tools) -> None:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert "hall_jobs_waiting" in answer.text
    assert 'hall_database_connections{state="most"} 12.0' in answer.text
    through_a_proxy = await client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    assert through_a_proxy.status_code == 404
    async with client_of(house_with(tools), peer="8.8.8.8") as far:
        assert (await far.get("/metrics")).status_code == 404


async def test_metrics_with_a_token(tools: Tools) -> None:
    async with client_of(house_with(tools), token="geheim") as client:
        assert (await client.get("/metrics")).status_code == 404
        wrong = await client.get("/metrics", headers={"Authorization": "Bearer x"})
        assert wrong.status_code == 404
        right = await client.get("/metrics", headers={"Authorization": "Bearer geheim"})
        assert right.status_code == 200

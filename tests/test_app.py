"""The service as a whole: each request leaves one line that says whose it was, and is counted."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from jointhall.kernel.log import set_up
from jointhall.kernel.metrics import exposition
from jointhall.kernel.tools import Tools
from tests.builders.people import a_resident, an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    out = io.StringIO()
    set_up(as_json=True, to=out)
    yield out
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()


def answered(out: io.StringIO) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    # The page's quality gate looks at its colours.
    return [line for line in lines if line["event"] == "answered" and line["route"] != "/face.css"]


async def test_a_request_is_one_line_with_tenant_actor_and_number(
    tools: Tools, written: io.StringIO
) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    officer = await an_officer(tools, place)
    resident = await a_resident(tools)
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        await browser.get("/workbench/account")
    async with a_browser(tools, place, cookies=resident.cookies) as browser:
        await browser.get("/me?phone=13800138000")
    async with a_browser(tools, place) as browser:
        await browser.get("/nowhere")
    at_desk, at_home, lost = answered(written)
    assert (at_desk["tenant"], at_desk["actor"]) == (place.slug, f"officer:{officer.id}")
    assert (at_desk["route"], at_desk["status"]) == ("/workbench/account", 200)
    assert at_home["actor"] == f"resident:{resident.id}"
    assert "actor" not in lost
    assert lost["status"] == 404
    numbers = {line["request_id"] for line in (at_desk, at_home, lost)}
    assert len(numbers) == 3
    assert "13800138000" not in written.getvalue()
    assert officer.token not in written.getvalue()


async def test_requests_are_counted_and_never_by_tenant(tools: Tools) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    async with a_browser(tools, place) as browser:
        await browser.get("/search")
    text = exposition().decode()
    assert 'hall_requests_total{method="GET",route="/search",status="200"}' in text
    assert place.slug not in text
    assert str(place.tenant_id) not in text


async def test_a_page_from_memory_is_counted_and_leaves_no_line(
    tools: Tools, written: io.StringIO
) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    async with a_browser(tools, place) as browser:
        first = await browser.get("/")
        again = await browser.get("/")
    assert (first.status_code, again.content) == (200, first.content)
    assert [line["route"] for line in answered(written)] == ["/"]
    assert 'route="(kept)"' in exposition().decode()

"""The demo's twins: pages that show codes, there in a demo and nowhere else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from jointhall.app import Service
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.people.officers import add_officer
from jointhall.web.place import Place
from jointhall.web.visit import House
from tests.builders.people import a_phone, an_officer
from tests.builders.sms import with_sms
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, a_house, send


@pytest.fixture(scope="module")
async def place(database: Database) -> Place:
    return await a_township(database, await a_county(database))


@asynccontextmanager
async def in_a_demo(tools: Tools, place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at the place's door of a service that runs with its twins."""

    @asynccontextmanager
    async def not_opened() -> AsyncIterator[House]:
        raise AssertionError("the house is put in by hand")
        yield

    service: Any = Service(not_opened, "a secret for tests, long enough", demo=True)
    service.house = a_house(tools)
    transport = httpx.ASGITransport(service)
    base = f"https://hall.test{place.prefix}"
    async with httpx.AsyncClient(transport=transport, base_url=base) as browser:
        yield browser


@pytest.fixture
def demo(tools: Tools, tmp_path: Path) -> Tools:
    tools = with_sms(tools, tmp_path / "sms.jsonl")[0]
    return replace(tools, outside={**tools.outside, "demo": True})


async def test_the_code_shown_opens_the_door_by_the_real_path(demo: Tools, place: Place) -> None:
    officer = await an_officer(demo, place)
    async with in_a_demo(demo, place) as browser:
        fields = {"login": officer.login, "password": officer.password}
        await send(browser, "/workbench/sign-in", fields)
        page = (await browser.get("/workbench/sign-in/second")).text
        link = re.search(r'href="(/twins/totp[^"]+)"', page)
        assert link is not None
        shown = await browser.get(f"https://hall.test{link[1].replace('&amp;', '&')}")
        code = re.search(r'id="code">([0-9 ]+)<', shown.text)
        assert code is not None
        done = await send(browser, "/workbench/sign-in/second", {"code": code[1]})
        assert done.status_code == 303
        assert (await browser.get("/workbench/account")).status_code == 200


async def test_a_first_sign_in_can_be_tried_out_too(demo: Tools, place: Place) -> None:
    async with demo.database.transaction(place.standing()) as session:
        _officer, handed = await add_officer(
            session, login="neu", name="新来", now=demo.clock.now()
        )
    async with in_a_demo(demo, place) as browser:
        missing = await browser.get("https://hall.test/twins/totp?login=neu")
        assert missing.status_code == 404
        await send(browser, "/workbench/sign-in", {"login": "neu", "password": handed})
        await send(browser, "/workbench/sign-in/first", {"new_password": "dao-gu-man-cang"})
        shown = await browser.get(f"https://hall.test/twins/totp?login=neu&at={place.slug}")
        code = re.search(r'id="code">([0-9 ]+)<', shown.text)
        assert code is not None
        done = await send(browser, "/workbench/sign-in/enrolment", {"code": code[1]})
        assert done.status_code == 303


async def test_the_twin_of_the_gateway_speaks_over_http(demo: Tools, place: Place) -> None:
    phone = a_phone()
    async with in_a_demo(demo, place) as browser:
        gateway = demo.outside["sms"]
        over_http = replace(
            gateway, endpoint="https://hall.test/twins/sms", transport=browser._transport
        )
        await over_http.send(phone, "sign_in_code", {"code": "246810"}, "key-http")
        inbox = await browser.get("https://hall.test/twins/sms/inbox", params={"phone": phone})
        assert "246810" in inbox.text
        others = await browser.get("https://hall.test/twins/sms/inbox", params={"phone": a_phone()})
        assert "还没有短信" in others.text
        faults = await browser.post(
            "https://hall.test/twins/sms/faults", json={"next": ["lost", "nonsense"]}
        )
        assert faults.json() == {"waiting": 1}


@pytest.mark.parametrize(
    "path", ["/twins/totp?login=x", "/twins/sms/inbox", "/twins/sms/faults", "/twins/sms"]
)
async def test_outside_a_demo_there_are_none(tools: Tools, place: Place, path: str) -> None:
    async with a_browser(tools, place) as browser:
        assert (await browser.get(f"https://hall.test{path}")).status_code == 404


async def test_outside_a_demo_no_page_points_at_one(tools: Tools, place: Place) -> None:
    officer = await an_officer(tools, place)
    async with a_browser(tools, place) as browser:
        fields = {"login": officer.login, "password": officer.password}
        await send(browser, "/workbench/sign-in", fields)
        assert "/twins/" not in (await browser.get("/workbench/sign-in/second")).text

"""How many messages wait unread stands on a resident's pages; at the county, those of all."""

from __future__ import annotations

import re

import httpx

from jointhall.kernel.tools import Tools
from jointhall.messages.actions import tell
from jointhall.web.place import Place
from tests.builders.pages import read
from tests.builders.people import SignedInResident, a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


async def told(tools: Tools, place: Place, someone: SignedInResident) -> None:
    async with tools.database.transaction(place.standing()) as session:
        await tell(
            session, tools.secrets, someone.id, "case.accepted", "受理了", by_sms=False,
            now=tools.clock.now(),
        )  # fmt: skip


def news(answer: httpx.Response) -> int | None:
    """The number beside 消息; None where there is no such link."""
    link = read(answer).select_one(".quick a[href$='/messages']")
    if link is None:
        return None
    found = re.search(r"\d+", link.text)
    return int(found[0]) if found else 0


async def test_the_number_of_unread_messages(tools: Tools) -> None:
    county = await a_county(tools.database)
    one, other = await a_township(tools.database, county), await a_township(tools.database, county)
    someone, stranger = await a_resident(tools), await a_resident(tools)
    await told(tools, one, someone)
    await told(tools, one, someone)
    await told(tools, other, someone)
    for place, expected in ((one, 2), (other, 1), (county, 3)):
        async with a_browser(tools, place, cookies=someone.cookies) as browser:
            assert news(await browser.get("/items")) == expected
        async with a_browser(tools, place, cookies=stranger.cookies) as browser:
            assert news(await browser.get("/items")) == 0
    async with a_browser(tools, one, cookies=someone.cookies) as browser:
        assert (await browser.get("/messages")).status_code == 200
        assert news(await browser.get("/items")) == 0


async def test_who_is_not_signed_in_has_no_such_link(tools: Tools) -> None:
    county = await a_county(tools.database)
    async with a_browser(tools, county) as browser:
        assert news(await browser.get("/items")) is None

"""The outer door: which place a request came to, and what everybody's page may be kept for."""

from __future__ import annotations

import asyncio

import pytest
from litestar import get
from litestar.response import Response
from sqlalchemy import text

from jointhall.kernel.tools import Tools
from jointhall.tenancy.directory import FRESH_SECONDS
from jointhall.web.access import public
from jointhall.web.doors import view_of
from jointhall.web.given import Visit
from jointhall.web.place import Place
from tests.builders.people import a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, follow

asked: list[str] = []


@get("/probe/where", guards=[public])
async def where(visit: Visit) -> Response[dict[str, object]]:
    return Response(
        {"place": visit.place.name, "path": visit.path, "at": visit.at("/x"), "lang": visit.lang,
         "elder": visit.elder, "number": visit.request_id}
    )  # fmt: skip


@get("/probe/everybodys", guards=[public])
async def everybodys(visit: Visit) -> Response[str]:
    asked.append(visit.full_path)
    return Response(f"{visit.lang} {visit.elder} {len(asked)}", headers={"x-hall-public": "1"})


@get("/probe/nobodys", guards=[public])
async def nobodys(visit: Visit) -> Response[str]:
    asked.append(visit.full_path)
    return Response(str(len(asked)))


MORE = (where, everybodys, nobodys)


@pytest.fixture
async def county(tools: Tools) -> Place:
    return await a_county(tools.database)


@pytest.fixture
async def place(tools: Tools, county: Place) -> Place:
    return await a_township(tools.database, county)


async def test_a_county_by_its_host_and_a_township_by_its_path(
    tools: Tools, county: Place, place: Place
) -> None:
    async with a_browser(tools, county, more=MORE) as browser:
        told = (await browser.get("/probe/where")).json()
    assert (told["place"], told["path"], told["at"]) == (county.name, "/probe/where", "/x")
    async with a_browser(tools, place, more=MORE) as browser:
        told = (await browser.get("/probe/where")).json()
    assert told["place"] == place.name
    assert (told["path"], told["at"]) == ("/probe/where", f"/t/{place.slug}/x")


@pytest.mark.parametrize("path", ["/t/nobody-here/", "/t/nobody-here/search", "/t//", "/t/"])
async def test_a_place_that_is_not_there_is_said_plainly(
    tools: Tools, county: Place, path: str
) -> None:
    async with a_browser(tools, county, more=MORE) as browser:
        answer = await browser.get(path)
    assert answer.status_code == 404
    assert "没有这个乡镇" in answer.text
    assert "content-security-policy" in answer.headers


async def test_every_answer_carries_the_headers_that_protect(tools: Tools, place: Place) -> None:
    async with a_browser(tools, place, more=MORE) as browser:
        for path in ("/probe/where", "/probe/everybodys", "/probe/everybodys", "/no/such/page"):
            headers = (await browser.get(path)).headers
            assert headers["content-security-policy"].startswith("default-src 'none'")
            assert headers["x-content-type-options"] == "nosniff"
            assert "x-hall-public" not in headers


async def test_each_request_has_a_number_of_its_own(tools: Tools, place: Place) -> None:
    async with a_browser(tools, place, more=MORE) as browser:
        numbers = {(await browser.get("/probe/where")).json()["number"] for _time in range(5)}
    assert len(numbers) == 5


@pytest.mark.parametrize(
    ("cookie", "seen"),
    [
        ("", ("zh", False)),
        ("en", ("en", False)),
        ("zh.elder", ("zh", True)),
        ("en.elder", ("en", True)),
        ("fr.<script>", ("zh", False)),
    ],
)
def test_language_and_elder_mode_as_last_chosen(cookie: str, seen: tuple[str, bool]) -> None:
    assert view_of(cookie) == seen


async def test_what_is_everybodys_is_made_once_for_each_language_and_mode(
    tools: Tools, place: Place
) -> None:
    for cookies in ({}, {"__Host-view": "en"}, {"__Host-view": "zh.elder"}):
        async with a_browser(tools, place, cookies=cookies, more=MORE) as browser:
            before = len(asked)
            first = await browser.get("/probe/everybodys")
            again = await browser.get("/probe/everybodys")
            assert (again.text, len(asked)) == (first.text, before + 1)
            assert (await browser.get("/probe/everybodys?other=1")).text != first.text
            unchanged = await browser.get(
                "/probe/everybodys", headers={"If-None-Match": first.headers["etag"]}
            )
            assert (unchanged.status_code, unchanged.content) == (304, b"")


async def test_what_is_not_said_to_be_everybodys_is_not_kept(tools: Tools, place: Place) -> None:
    async with a_browser(tools, place, more=MORE) as browser:
        assert (await browser.get("/probe/nobodys")).text != (
            await browser.get("/probe/nobodys")
        ).text


async def test_who_is_signed_in_gets_a_page_of_their_own(tools: Tools, place: Place) -> None:
    resident = await a_resident(tools)
    async with a_browser(tools, place, more=MORE) as browser:
        kept = (await browser.get("/probe/everybodys")).text
        for name, token in resident.cookies.items():
            browser.cookies.set(name, token)
        assert (await browser.get("/probe/everybodys")).text != kept
        browser.cookies.clear()
        assert (await browser.get("/probe/everybodys")).text == kept


async def test_a_change_of_content_is_seen_and_other_places_keep_theirs(
    tools: Tools, county: Place, place: Place
) -> None:
    other = await a_township(tools.database, county)
    async with a_browser(tools, county, more=MORE) as browser:

        async def seen(place: Place) -> str:
            return (await follow(browser, f"/t/{place.slug}/probe/everybodys")).text

        before, others = await seen(place), await seen(other)
        async with tools.database.transaction(place.standing()) as session:
            await session.execute(
                text("update tenants set content_version = content_version + 1 where slug = :slug"),
                {"slug": place.slug},
            )
        await asyncio.sleep(FRESH_SECONDS + 0.1)
        assert await seen(place) != before
        assert await seen(other) == others


async def test_what_everybody_gets_leaves_without_anybodys_cookie(
    tools: Tools, place: Place
) -> None:
    async with a_browser(tools, place) as browser:
        page = await browser.get("/view", follow_redirects=False)
        assert "set-cookie" in page.headers
        browser.cookies.clear()
        for path in ("/static/portal.css", "/face.css"):
            answer = await browser.get(path)
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers, path

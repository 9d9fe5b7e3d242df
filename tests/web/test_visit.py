"""What a visit leaves behind: kept after the page is made, and before it leaves."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from litestar import get, post
from litestar.response import Response
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import Database, tenant_of
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.records.journal import record
from jointhall.web import visit as web
from jointhall.web.access import public
from jointhall.web.given import Session, Visit
from jointhall.web.place import Place
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, a_house, send


async def _note(session: AsyncSession) -> None:
    record(session, "probe.viewed", who=SYSTEM, subject="probe:1", words="看了一眼")


async def _cannot(session: AsyncSession) -> None:
    await session.execute(text("select no_such_thing()"))


@get("/probe/noted", guards=[public])
async def noted(visit: Visit, session: Session) -> Response[str]:
    visit.afterwards(_note)
    return Response("seen")


@get("/probe/broken", guards=[public])
async def broken(visit: Visit, session: Session) -> Response[str]:
    visit.afterwards(_note)
    raise RuntimeError("the page could not be made")


@get("/probe/unnoted", guards=[public])
async def unnoted(visit: Visit, session: Session) -> Response[str]:
    visit.afterwards(_cannot)
    return Response("what nobody may see unnoted")


@get("/probe/writes", guards=[public])
async def writes(visit: Visit, session: Session) -> Response[str]:
    await _touch(session)
    return Response("written")


@post("/probe/again", guards=[public], status_code=200)
async def again(visit: Visit, session: Session) -> Response[str]:
    await _touch(session)
    await visit.start_over()
    visit.afterwards(_note)
    return Response("asked again")


async def _touch(session: AsyncSession) -> None:
    await session.execute(
        text("update tenants set phone = 'touched' where tenant_id = :id"),
        {"id": tenant_of(session)},
    )


MORE = [noted, broken, unnoted, writes, again]


async def test_reading_may_leave_a_line_although_it_may_not_write(
    tools: Tools, database: Database
) -> None:
    place = await a_township(database, await a_county(database))
    async with a_browser(tools, place, more=MORE) as browser:
        assert (await browser.get("/probe/noted")).text == "seen"
        assert (await browser.get("/probe/writes")).status_code == 500
    async with database.transaction(place.standing(), read_only=True) as session:
        assert await _lines(session) == 1
        assert await _phone(session, place) != "touched"


async def test_a_page_that_was_not_made_leaves_no_line(tools: Tools, database: Database) -> None:
    place = await a_township(database, await a_county(database))
    async with a_browser(tools, place, more=MORE) as browser:
        assert (await browser.get("/probe/broken")).status_code == 500
    async with database.transaction(place.standing(), read_only=True) as session:
        assert await _lines(session) == 0


async def test_what_cannot_be_noted_is_not_shown(tools: Tools, database: Database) -> None:
    place = await a_township(database, await a_county(database))
    async with a_browser(tools, place, more=MORE) as browser:
        answer = await browser.get("/probe/unnoted")
    assert answer.status_code == 500
    assert "nobody may see" not in answer.text


async def test_starting_over_drops_what_was_done_and_keeps_what_follows(
    tools: Tools, database: Database
) -> None:
    place = await a_township(database, await a_county(database))
    async with a_browser(tools, place, more=MORE) as browser:
        answer = await send(browser, "/probe/again")
    assert answer.text == "asked again"
    async with database.transaction(place.standing(), read_only=True) as session:
        assert await _phone(session, place) != "touched"
        assert await _lines(session) == 1


async def _lines(session: AsyncSession) -> int:
    found: int = (
        await session.execute(text("select count(*) from journal where act = 'probe.viewed'"))
    ).scalar_one()
    return found


async def _phone(session: AsyncSession, place: Place) -> str:
    found: str = (
        await session.execute(
            text("select phone from tenants where tenant_id = :id"), {"id": place.tenant_id}
        )
    ).scalar_one()
    return found


async def test_visits_that_ask_a_second_thing_do_not_wait_for_one_another(tools: Tools) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    ours, beside = Database(tools.database.url, size=3), Database(tools.database.url, size=1)
    house = a_house(replace(tools, database=ours))
    house.within = replace(tools, database=beside)
    all_hold_one = asyncio.Barrier(3)

    async def visiting() -> int:
        visit = web.Visit(house, place, "/", "/", "POST", {}, "", "1")
        await visit.session()
        await all_hold_one.wait()
        async with visit.tools.database.transaction(place.standing(), read_only=True) as second:
            found = int(await second.scalar(text("select 2")) or 0)
        await visit.commit()
        return found

    async with asyncio.timeout(5):
        assert await asyncio.gather(*[visiting() for _ in range(3)]) == [2, 2, 2]
    await ours.close()
    await beside.close()

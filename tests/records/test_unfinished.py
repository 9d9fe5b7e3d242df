"""Jobs that were given up: seen by who may put them back to work, in their own tenant only."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send


async def given_up(tools: Tools, place: Place, job: str = "exchange.deliver") -> UUID:
    id = new_id()
    async with tools.database.transaction(place.standing()) as session:
        await session.execute(
            text(
                "insert into outbox (tenant_id, county_id, id, job, queue, args, attempts,"
                " given_up_at, last_error) values (:tenant_id, :county_id, :id, :job, 'attic',"
                " '{}', 12, now(), 'ConnectionError: nobody answers')"
            ),
            {"tenant_id": place.tenant_id, "county_id": place.county_id, "id": id, "job": job},
        )
    return id


async def test_what_was_given_up_is_told_and_put_back_to_work(tools: Tools) -> None:
    county = await a_county(tools.database)
    place = await a_township(tools.database, county)
    officer = await an_officer(tools, place, roles=["township_admin"])
    id = await given_up(tools, place)
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        shown = (await browser.get("/workbench/jobs")).text
        assert "送信封" in shown
        assert "nobody answers" in shown
        answer = await send(browser, f"/workbench/jobs/{id}/retry", follow=True)
        assert "已经放回去重新办" in answer.text
        assert "没有没办成的任务" in answer.text
        assert (await send(browser, f"/workbench/jobs/{id}/retry")).status_code == 404
        assert "重新办没办成的任务" in (await browser.get("/workbench/journal")).text


async def test_another_townships_is_not_there(tools: Tools) -> None:
    county = await a_county(tools.database)
    here, there = await a_township(tools.database, county), await a_township(tools.database, county)
    officer = await an_officer(tools, here, roles=["township_admin"])
    id = await given_up(tools, there)
    async with a_browser(tools, here, cookies=officer.cookies) as browser:
        assert "没有没办成的任务" in (await browser.get("/workbench/jobs")).text
        assert (await send(browser, f"/workbench/jobs/{id}/retry")).status_code == 404


async def test_who_may_not_is_refused(tools: Tools) -> None:
    place = await a_county(tools.database)
    officer = await an_officer(tools, place, roles=["bureau_reviewer"])
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        assert (await browser.get("/console/jobs")).status_code == 403

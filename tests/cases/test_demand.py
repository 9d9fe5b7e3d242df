"""What people apply for most is shown first, at each place by its own count."""

from __future__ import annotations

from sqlalchemy import text

from jointhall.cases.demand import count_demand
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.service_items.offers import most_asked
from jointhall.service_items.queries import items_open_in
from jointhall.web.place import Place
from tests.builders.cases import ALLOWANCE, FARMLAND, a_submitted_case, with_parties
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


async def asked_in(database: Database, place: Place) -> list[tuple[str, int]]:
    async with database.transaction(place.standing(), read_only=True) as session:
        offers = most_asked(await items_open_in(session, place))
    return [(offer.code, offer.asked) for offer in offers]


async def test_each_place_counts_its_own_and_the_county_all(
    database: Database, tools: Tools
) -> None:
    county = await a_county(database)
    here, there = [await a_township(database, county) for _n in range(2)]
    tools = with_parties(tools)
    for place, item, times in ((here, ALLOWANCE, 1), (here, FARMLAND, 2), (there, ALLOWANCE, 2)):
        for _n in range(times):
            also = {"across": [there]} if item == FARMLAND else {}
            await a_submitted_case(tools, place, item=item, **also)  # type: ignore[arg-type]
    async with database.transaction(here.standing()) as session:
        await session.execute(
            text("update cases set filed_at = now() - interval '366 days' where id ="
                 " (select id from cases where item_code = :code limit 1)"), {"code": ALLOWANCE},
        )  # fmt: skip

    tools.outside["directory"].forget()
    await count_demand(tools)
    await count_demand(tools)

    assert await asked_in(database, here) == [(FARMLAND, 2), (ALLOWANCE, 0)]
    assert (await asked_in(database, there))[0] == (ALLOWANCE, 2)
    assert dict(await asked_in(database, county)) == {FARMLAND: 2, ALLOWANCE: 2}
    async with a_browser(tools, here) as browser:
        page = (await browser.get("/items")).text
        assert "大家办得最多的" in page
        assert page.index("大家办得最多的") < page.index("设施农业用地备案")
        narrowed = (await browser.get("/items?office=minzheng")).text
    assert "大家办得最多的" not in narrowed
    assert "高龄津贴" in narrowed
    assert "设施农业用地备案" not in narrowed

    async with database.transaction(there.standing()) as session:
        await session.execute(text("update cases set filed_at = now() - interval '366 days'"))
    await count_demand(tools)
    assert dict(await asked_in(database, there)) == {FARMLAND: 0, ALLOWANCE: 0}
    assert dict(await asked_in(database, county)) == {FARMLAND: 2, ALLOWANCE: 0}

"""Townships join all together or not at all, complete, and a second time changes nothing."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import Database
from tests.builders.tenancy import a_county, a_newcomer, a_township, townships


async def test_a_township_is_complete_from_its_first_second(database: Database) -> None:
    county = await a_county(database)
    township = await a_township(database, county, name="花石镇", villages=["日华村", "罗汉村"])

    assert township.in_trial
    assert township.county_name == county.name
    async with database.transaction(township.standing(), read_only=True) as session:
        offices = dict(await _rows(session, "select code, kind from offices"))
        rules = await _rows(session, "select subject, object from policy_rules where kind = 'p'")
    assert offices["zhengwu"] == "counter"
    assert offices["cun_rihua"] == "village"
    assert ("counter", "case:accept") in rules
    assert ("counter", "case:decide") not in rules


async def test_joining_again_changes_nothing(database: Database) -> None:
    county = await a_county(database)
    new = a_newcomer(county)
    first = await townships(database, county, [new])
    again = await townships(database, county, [new])
    assert len(first) == 1
    assert again == []


async def _rows(session: AsyncSession, question: str) -> list[tuple[str, ...]]:
    return [tuple(row) for row in await session.execute(text(question))]

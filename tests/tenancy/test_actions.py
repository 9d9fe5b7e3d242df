"""Townships join all together or not at all, complete, and a second time changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import Database
from jointhall.kernel.refusals import Refusal
from jointhall.records.chain import verify
from jointhall.tenancy import joining
from jointhall.tenancy.queries import known_tenants
from jointhall.web.place import Place
from tests.builders.tenancy import a_county, a_newcomer, a_township, townships


async def test_a_township_is_complete_from_its_first_second(database: Database) -> None:
    county = await a_county(database)
    township = await a_township(database, county, name="花石镇", villages=["日华村", "罗汉村"])

    assert township.in_trial
    assert township.county_name == county.name
    async with database.transaction(township.standing(), read_only=True) as session:
        offices = dict(await _rows(session, "select code, kind from offices"))
        rules = await _rows(session, "select subject, object from policy_rules where kind = 'p'")
        pages = await _rows(session, "select slug from pages")
    assert len(pages) == 4
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


async def test_a_callback_that_fails_undoes_the_whole_sheet(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = await a_county(database)
    newcomers = [a_newcomer(county) for _one in range(3)]

    async def fails_for_the_last(_session: AsyncSession, place: Place) -> None:
        if place.slug == newcomers[-1].slug:
            raise Refusal("这一家不行。")

    monkeypatch.setitem(joining._joined, "of this test", fails_for_the_last)
    with pytest.raises(Refusal):
        await townships(database, county, newcomers)
    assert not {one.slug for one in newcomers} & {one.slug for one in await known_tenants(database)}


async def test_a_short_name_taken_meanwhile_undoes_the_whole_sheet(database: Database) -> None:
    county, other = await a_county(database), await a_county(database)
    new, second = a_newcomer(county), a_newcomer(county)
    await townships(database, other, [a_newcomer(other, slug=second.slug)])
    with pytest.raises(Refusal, match="一个也没有接入"):
        await townships(database, county, [new, second])
    assert new.slug not in {one.slug for one in await known_tenants(database)}


async def test_two_who_confirm_at_once_make_one(database: Database) -> None:
    county = await a_county(database)
    newcomers = [a_newcomer(county) for _one in range(4)]
    made = await asyncio.gather(*(townships(database, county, newcomers) for _one in range(2)))
    assert sorted(len(places) for places in made) == [0, 4]


async def test_both_journals_say_who_joined(database: Database) -> None:
    county = await a_county(database)
    township = await a_township(database, county, name="花石镇")
    for place, act in [(county, "tenant.joined"), (township, "tenant.made")]:
        async with database.transaction(place.standing(), read_only=True) as session:
            lines = await _rows(session, "select act, subject from journal order by seq")
            assert (act, f"tenant:{township.tenant_id}") in lines
            assert (await verify(session, place.tenant_id))[1] == []


async def test_three_hundred_cost_no_more_each_than_ten(database: Database) -> None:
    county = await a_county(database)
    each = []
    for many in (10, 300):
        with counted(database) as statements:
            await townships(database, county, [a_newcomer(county) for _one in range(many)])
        each.append(len(statements) / many)
    assert each[1] <= each[0]
    assert each[1] < 12


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Every statement sent while inside."""
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)

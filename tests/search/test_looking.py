"""Looking things up in a real index, behind the wall."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from jointhall.kernel.db import Database
from jointhall.search.entries import drop_entry, keep_entry
from jointhall.search.looking import look_up
from jointhall.web.place import Place
from tests.builders.tenancy import a_county, a_township

THINGS = {
    "allowance": ("高龄津贴", ("老人钱", "八十岁补贴"), "满八十岁的老人"),
    "homestead": ("农村村民宅基地审批", ("起屋", "建房"), "在村里建房用地"),
    "felling": ("林木采伐许可", ("砍树",), "砍自家山上的树"),
}


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    county = await a_county(database)
    async with database.transaction(county.standing()) as session:
        for ref, (title, names, about) in THINGS.items():
            assert await keep_entry(session, "thing", ref, title, names=names, about=about)
    return county


@pytest.fixture(scope="module")
async def township(database: Database, county: Place) -> Place:
    return await a_township(database, county)


async def refs(database: Database, place: Place, *said: str) -> list[str]:
    async with database.transaction(place.standing(), read_only=True) as session:
        return [hit.ref for hit in await look_up(session, said, kinds=("thing",))]


@pytest.mark.parametrize(
    ("said", "ref"),
    [("高龄津贴", "allowance"), ("老人", "allowance"), ("宅基", "homestead"), ("起屋", "homestead"),
     ("砍树", "felling"), ("linmucaifa", "felling"), ("zjd", "homestead"),
     ("高铃津帖", "allowance")],
)  # fmt: skip
async def test_any_name_sound_or_letters_find_it(
    database: Database, township: Place, said: str, ref: str
) -> None:
    assert (await refs(database, township, said))[:1] == [ref]


async def test_the_best_stands_first(database: Database, township: Place) -> None:
    async with database.transaction(township.standing()) as session:
        await keep_entry(session, "thing", "about", "说说养老", about="高龄津贴、护理补贴都在这里")
    found = await refs(database, township, "高龄津贴")
    assert found[0] == "allowance"
    assert "about" in found


async def test_another_county_finds_nothing_of_it(database: Database, county: Place) -> None:
    elsewhere = await a_township(database, await a_county(database))
    assert await refs(database, elsewhere, "高龄津贴") == []


async def test_what_did_not_change_is_left_and_what_is_gone_is_found_no_more(
    database: Database, township: Place
) -> None:
    async with database.transaction(township.standing()) as session:
        assert await keep_entry(session, "thing", "own", "夜市摊位登记", names=("摆摊",))
        assert not await keep_entry(session, "thing", "own", "夜市摊位登记", names=("摆摊",))
        assert await keep_entry(session, "thing", "own", "夜市摊位备案", names=("摆摊",))
    assert await refs(database, township, "摊位备案") == ["own"]
    assert await refs(database, township, "夜市登记") == ["own"]
    async with database.transaction(township.standing()) as session:
        await drop_entry(session, "thing", "own")
        left = await session.scalar(text(
            "select count(*) from search_terms t where not exists (select from search_entries e"
            " where e.tenant_id = t.tenant_id and e.number = t.number)"))  # fmt: skip
    assert left == 0
    assert await refs(database, township, "摆摊") == []


async def test_the_index_is_used_behind_the_wall(database: Database, township: Place) -> None:
    async with database.transaction(township.standing(), read_only=True) as session:
        await session.execute(text("set local enable_seqscan = off"))
        plan = await session.execute(text(
            "explain select number from search_terms where tenant_id = :id and term = '津贴'"
            " order by rank, number limit 5"), {"id": township.tenant_id})  # fmt: skip
        said = "\n".join(plan.scalars())
    assert "pk_search_terms" in said
    assert "Index Cond: ((tenant_id =" in said
    assert "term = '津贴'" in said.partition("Index Cond")[2].partition("\n")[0]


@pytest.mark.parametrize("said", ["", "？？", "'; drop table x; --", "\x00", "地" * 9999])
async def test_whatever_is_typed_is_answered(
    database: Database, township: Place, said: str
) -> None:
    assert isinstance(await refs(database, township, said), list)

"""Items are found by what people call them, however they write it."""

from __future__ import annotations

import pytest

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.kernel.db import Database
from jointhall.service_items.finding import Finding, find
from jointhall.service_items.queries import items_open_in
from jointhall.web.place import Place
from tests.builders.tenancy import a_county, a_township

ALLOWANCE, FARMLAND = "old_age_allowance", "facility_farmland"


@pytest.fixture(scope="module")
async def place(database: Database) -> Place:
    return await a_township(database, await a_county(database))


async def found(database: Database, place: Place, said: str) -> Finding:
    async with database.transaction(place.standing(), read_only=True) as session:
        return await find(session, await items_open_in(session, place), said)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("高龄津贴", ALLOWANCE),
        ("老人钱", ALLOWANCE),
        ("我想办老人钱怎么办", ALLOWANCE),
        ("老人补贴", ALLOWANCE),
        ("80岁津贴", ALLOWANCE),
        ("gaolingbutie", ALLOWANCE),
        ("gaolinbutie", ALLOWANCE),
        ("GLJT", ALLOWANCE),
        ("高玲金贴", ALLOWANCE),
        ("盖猪圈", FARMLAND),
        ("猪圈", FARMLAND),
        ("大棚", FARMLAND),
        ("ｄａｐｅｎｇ", FARMLAND),
        ("盖鸡棚要什么手续", FARMLAND),
        ("设施 农业用地", FARMLAND),
        ("烘干棚", FARMLAND),
    ],
)
async def test_everyday_words_pinyin_and_slips_find_the_item(
    database: Database, place: Place, said: str, code: str
) -> None:
    finding = await found(database, place, said)
    assert [offer.code for offer in (finding.found or finding.nearest)][:1] == [code]


async def test_a_name_that_is_not_there_gives_the_nearest_and_says_so(
    database: Database, place: Place
) -> None:
    finding = await found(database, place, "鸡棚批条")
    assert finding.found == ()
    assert [offer.code for offer in finding.nearest] == [FARMLAND]


@pytest.mark.parametrize("said", ["护照", "zzz", "？？", "😀", "x" * 5000, "%", "离婚"])
async def test_what_we_do_not_do_is_not_forced_on_an_item(
    database: Database, place: Place, said: str
) -> None:
    assert (await found(database, place, said)).found == ()


async def test_nothing_said_finds_nothing(database: Database, place: Place) -> None:
    finding = await found(database, place, "  　 ")
    assert (finding.said, finding.found, finding.nearest) == ("", (), ())

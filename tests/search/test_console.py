"""The county's words and what is asked for in vain, through its pages."""

from __future__ import annotations

import pytest

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.search.gaps import kept_words
from jointhall.search.synonyms import synonyms_of, ways_of_saying
from jointhall.web.place import Place
from tests.builders.people import SignedInOfficer, an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database)


@pytest.fixture(scope="module")
async def township(database: Database, county: Place) -> Place:
    return await a_township(database, county, name="花石镇")


@pytest.fixture
async def clerk(tools: Tools, county: Place) -> SignedInOfficer:
    return await an_officer(tools, county, permissions=["search:keep"])


async def test_what_nobody_finds_is_listed_and_a_word_for_it_mends_it(
    tools: Tools, county: Place, township: Place, clerk: SignedInOfficer
) -> None:
    async with a_browser(tools, township) as resident:
        page = (await resident.get("/search?q=讨寿钱")).text
        assert "没有叫“讨寿钱”的事项" in page
        await resident.get("/search?q=讨寿钱")
    async with a_browser(tools, county, cookies=clerk.cookies) as desk:
        page = (await desk.get("/console/search")).text
        assert "讨寿钱" in page
        assert "花石镇" in page
        filled = (await desk.get("/console/search?said=讨寿钱")).text
        assert 'value="讨寿钱"' in filled
        answer = await send(desk, "/console/search/words", {"said": "讨寿钱", "means": "高龄津贴"})
        assert answer.status_code == 303
        assert "高龄津贴" in (await desk.get(answer.headers["location"])).text
    async with a_browser(tools, township) as resident:
        page = (await resident.get("/search?q=讨寿钱")).text
    assert "您要办的，是这个吗" in page
    assert "高龄津贴" in page


@pytest.mark.parametrize(
    ("said", "means", "told"),
    [("", "低保", "写一个说法"),
     ("讨" * 31, "低保", "最多 30 个字"), ("讨米", "", "写它指的是什么"),
     ("低保", "低保", "两个写的一样")],
)  # fmt: skip
async def test_a_word_that_cannot_be_kept_says_why_and_stays_in_the_form(
    tools: Tools, county: Place, clerk: SignedInOfficer, said: str, means: str, told: str
) -> None:
    async with a_browser(tools, county, cookies=clerk.cookies) as desk:
        answer = await send(desk, "/console/search/words", {"said": said, "means": means})
    assert answer.status_code == 422
    assert told in answer.text
    assert means in answer.text


async def test_a_word_is_said_once_and_can_be_taken_out(
    tools: Tools, county: Place, clerk: SignedInOfficer
) -> None:
    async with a_browser(tools, county, cookies=clerk.cookies) as desk:
        for means in ("临时救助", "医疗救助"):
            await send(desk, "/console/search/words", {"said": "救急钱", "means": means})
        async with tools.database.transaction(county.standing()) as session:
            (kept,) = [one for one in await synonyms_of(session) if one.said == "救急钱"]
            assert kept.means == "医疗救助"
            assert await ways_of_saying(session, "领救急钱") == ("领救急钱", "领医疗救助")
        gone = await send(desk, f"/console/search/words/{kept.id}/removal", {})
        assert gone.status_code == 303
        again = await send(desk, f"/console/search/words/{kept.id}/removal", {})
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("said", "kept"),
    [("讨寿钱", "讨寿钱"), ("  讨  寿 ", "讨 寿"), ("钱", None), ("430321196505120012", None),
     ("我叫周秋生13812345678", None), ("长" * 21, None)],
)  # fmt: skip
def test_nothing_personal_is_kept_of_what_people_ask(said: str, kept: str | None) -> None:
    assert kept_words(said) == kept

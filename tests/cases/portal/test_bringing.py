"""What is known already is brought along, with where it came from, and only to whom it belongs."""

from __future__ import annotations

import pytest

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing
from jointhall.people.queries import resident_by_id
from jointhall.web.place import Place
from tests.builders.cases import ALLOWANCE, a_submitted_case, with_parties
from tests.builders.people import SignedInResident, a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

CARD = "6217995510000123454"


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database)


@pytest.fixture(scope="module")
async def here(database: Database, county: Place) -> Place:
    return await a_township(database, county, name="花石镇")


@pytest.fixture(scope="module")
async def there(database: Database, county: Place) -> Place:
    return await a_township(database, county, name="茶恩寺镇")


@pytest.fixture
async def someone(tools: Tools) -> SignedInResident:
    resident = await a_resident(tools)
    async with tools.database.transaction(
        Standing(door="mine", resident_id=resident.id)
    ) as session:
        found = await resident_by_id(session, resident.id)
        assert found is not None
        found.introduce(tools.secrets, name="罗菊英", id_number="430321194303080025")
    return resident


async def pages(
    tools: Tools, place: Place, resident: SignedInResident, *, for_whom: str = "self"
) -> dict[str, str]:
    """The questions of the allowance as they are put to this resident, by code."""
    found = {}
    async with a_browser(with_parties(tools), place, cookies=resident.cookies) as browser:
        began = await send(browser, f"/apply/{ALLOWANCE}")
        draft = began.headers["location"].removeprefix(place.prefix).rpartition("/")[0]
        await send(browser, f"{draft}/for_whom", {"for_whom": for_whom})
        for code in ("applicant_name", "id_number", "phone", "bank_card"):
            found[code] = (await browser.get(f"{draft}/{code}")).text
        await send(browser, f"{draft}/applicant_name", {"applicant_name": "罗菊英"})
        found["answered"] = (await browser.get(f"{draft}/applicant_name")).text
        await send(browser, f"{draft}/applicant_name", {"applicant_name": "别的人"})
        found["changed"] = (await browser.get(f"{draft}/applicant_name")).text
    return found


async def test_the_account_and_a_case_elsewhere_answer_and_say_where_from(
    tools: Tools, here: Place, there: Place, someone: SignedInResident
) -> None:
    await a_submitted_case(tools, there, resident_id=someone.id, applicant_name="罗菊英")
    shown = await pages(tools, here, someone)
    assert 'value="罗菊英"' in shown["applicant_name"]
    assert "从您的账户带出。请看看对不对，不对就改。" in shown["applicant_name"]
    assert "430321" in shown["id_number"]
    assert someone.phone in shown["phone"].replace(" ", "")
    assert CARD in shown["bank_card"].replace(" ", "")
    assert "办的“高龄津贴”里带出" in shown["bank_card"]
    assert "从您的账户带出" in shown["answered"]
    assert "从您的账户带出" not in shown["changed"]


async def test_who_applies_for_somebody_else_is_not_filled_in(
    tools: Tools, here: Place, there: Place, someone: SignedInResident
) -> None:
    await a_submitted_case(tools, there, resident_id=someone.id)
    shown = await pages(tools, here, someone, for_whom="family")
    for code in ("applicant_name", "id_number", "bank_card"):
        assert "带出" not in shown[code], code
        assert "罗菊英" not in shown[code], code
    assert someone.phone in shown["phone"].replace(" ", "")


async def test_what_was_for_somebody_else_is_not_taken_for_ones_own(
    tools: Tools, here: Place, there: Place, someone: SignedInResident
) -> None:
    await a_submitted_case(
        tools, there, resident_id=someone.id, for_whom="family", agent_name="罗菊英",
        relation="child",
    )  # fmt: skip
    assert "带出" not in (await pages(tools, here, someone))["bank_card"]


async def test_nobody_elses_cases_are_brought_along(
    tools: Tools, here: Place, there: Place, someone: SignedInResident
) -> None:
    await a_submitted_case(tools, there)
    assert CARD not in (await pages(tools, here, someone))["bank_card"].replace(" ", "")

"""What is known already is brought along, with where it came from, and only to whom it belongs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.documents.models import Letter
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Standing
from jointhall.people.queries import resident_by_id
from jointhall.service_items.actions import adopt, publish_library
from jointhall.service_items.library import Library, modules_folder
from jointhall.web.place import Place
from tests.builders.cases import ALLOWANCE, a_submitted_case, with_parties
from tests.builders.filed_examples import a_hall, decided, filed, passed
from tests.builders.people import SignedInResident, a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

CARD = "6217995510000123454"
LICENCE = "11100000000099999X001"
ASKED = f"""  - 编号: earlier_notice
    类型: 短文字
    问: 以前领津贴的通知书是哪一号？
    必答: 否
    带出:
      - 来自: 电子证照
        证照代码: {LICENCE}
"""


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
        tools, there, resident_id=someone.id, for_whom="family", agent_name="罗小梅",
        relation="child",
    )  # fmt: skip
    assert "带出" not in (await pages(tools, here, someone))["bank_card"]


async def test_nobody_elses_cases_are_brought_along(
    tools: Tools, here: Place, there: Place, someone: SignedInResident
) -> None:
    await a_submitted_case(tools, there)
    assert CARD not in (await pages(tools, here, someone))["bank_card"].replace(" ", "")


def with_a_licence(folder: Path) -> Library:
    """The allowance, whose notice is a licence, and which asks for the number of an earlier one."""
    shelf = modules_folder() / "elderly"
    item = folder / "elderly" / ALLOWANCE
    item.mkdir(parents=True)
    for beside in (shelf / ALLOWANCE).glob("*.py"):
        shutil.copy(beside, item)
    shutil.copy(shelf / "module.yaml", folder / "elderly")
    text = (shelf / ALLOWANCE / "sheet.yaml").read_text(encoding="utf-8")
    for before, after in (
        ("    样本: 见本事项的“准予决定书”\n", f"    证照代码: {LICENCE}\n"),
        ("          - other_allowance\n", "          - earlier_notice\n"),
    ):
        assert text.count(before) == 1
        text = text.replace(before, before + after)
    asked = "  - 编号: promise\n"
    assert text.count(asked) == 1
    text = text.replace(asked, ASKED + asked)
    (item / "sheet.yaml").write_text(text, encoding="utf-8")
    return Library(folder)


async def test_a_licence_held_is_brought_along_by_its_number(tools: Tools, tmp_path: Path) -> None:
    hall = await a_hall(tools, tmp_path)
    one = with_a_licence(tmp_path / "modules")
    async with hall.tools.database.transaction(hall.county.standing()) as session:
        await publish_library(session, hall.county, one, who=SYSTEM)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await adopt(session, hall.here, ALLOWANCE, who=SYSTEM)
    sheet = one.sheet(ALLOWANCE)
    assert sheet is not None
    example = next(each for each in sheet.examples if each.ends == "granted")
    case = await filed(hall, sheet, example)
    for passage in example.passages:
        await passed(hall, sheet, case, passage)
    await decided(hall, case, "granted")
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        number = await session.scalar(
            select(Letter.number_words).where(Letter.case_id == case.id, Letter.kind == "granted")
        )
    assert number
    async with a_browser(hall.tools, hall.here, cookies=hall.resident.cookies) as browser:
        began = await send(browser, f"/apply/{ALLOWANCE}")
        draft = began.headers["location"].removeprefix(hall.here.prefix).rpartition("/")[0]
        page = (await browser.get(f"{draft}/earlier_notice")).text
    assert f'value="{number}"' in page
    assert "办的“高龄津贴”里带出" in page

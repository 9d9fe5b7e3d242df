"""People, enterprises and pieces of ground: several small questions in one."""

from decimal import Decimal
from typing import Any

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from jointhall.service_items.questions.compound import SIMPLE
from tests.builders.sheets import a_counter, a_question


def parsed(kind: str, parts: dict[str, str], **also: Any) -> dict[str, Any]:
    raw = Raw({part: [text] for part, text in parts.items()})
    value: dict[str, Any] = KINDS[kind].answer(a_question(kind, **also), raw, a_counter())
    return value


def test_what_may_stand_in_a_row_is_what_the_kinds_say() -> None:
    assert set(SIMPLE) == {code for code, kind in KINDS.items() if kind.fits_column}


def test_a_person_needs_no_telephone() -> None:
    value = parsed("person", {"name": "周国良", "id_number": "11010519491231002x"})
    assert value == {"name": "周国良", "id_number": "11010519491231002X"}


def test_a_person_is_masked_for_others() -> None:
    value = parsed(
        "person",
        {"name": "周国良", "id_number": "11010519491231002X", "phone": "13812345678"},
    )
    question = a_question("person")
    assert KINDS["person"].masked(question, value, a_counter()) == (
        "周**，110105********002X，138****5678"
    )
    assert KINDS["person"].show(question, value, a_counter()).startswith("周国良，110105 1949")


def test_every_field_that_is_wrong_has_its_sentence() -> None:
    with pytest.raises(Unclear) as unclear:
        parsed("enterprise", {"name": "合作社", "credit_code": "12"})
    assert unclear.value.troubles == {
        "credit_code": "统一社会信用代码是18位，现在有2位",
        "representative": "“法定代表人或负责人”要填，不能空着",
    }


def test_a_village_collective_is_an_enterprise() -> None:
    value = parsed(
        "enterprise",
        {"name": "日华村股份经济合作社", "credit_code": "N2430321MF00001285",
         "representative": "周国良"},
    )  # fmt: skip
    assert value["credit_code"] == "N2430321MF00001285"


def test_ground_is_kept_in_the_unit_it_was_told_in_and_shown_in_mu_as_well() -> None:
    value = parsed("land_parcel", {"place": "日华村五组", "area": "2000", "unit": "m2"})
    assert value == {"place": "日华村五组", "area": 2000, "unit": "m2"}
    question, kind = a_question("land_parcel"), KINDS["land_parcel"]
    assert kind.show(question, value, a_counter()) == "日华村五组，2000平方米（合3亩）"
    assert kind.adds(question, value, "亩") == Decimal(3)


def test_a_mu_is_two_thousand_thirds_of_a_square_metre() -> None:
    value = parsed("land_parcel", {"place": "日华村", "area": "1", "unit": "mu"})
    square = KINDS["land_parcel"].adds(a_question("land_parcel"), value, "平方米")
    assert round(square, 2) == Decimal("666.67")


def test_ground_without_a_unit_is_in_mu_and_a_unit_alone_is_nothing() -> None:
    assert parsed("land_parcel", {"place": "日华村", "area": "3.2"})["unit"] == "mu"
    with pytest.raises(Unclear, match="在哪里、有多大"):
        parsed("land_parcel", {"unit": "mu"})
    assert parsed("land_parcel", {"unit": "mu"}, is_required=False) is None


def test_the_sheets_bounds_hold_in_the_sheets_unit() -> None:
    told = {"place": "日华村", "area": "2000", "unit": "m2"}
    assert parsed("land_parcel", told, at_most=3, unit="亩")
    with pytest.raises(Unclear) as unclear:
        parsed("land_parcel", told, at_most=2, unit="亩")
    assert unclear.value.troubles == {"area": "太大了，不能超过2亩"}


def test_an_example_tells_fields_by_code_or_by_label() -> None:
    kind, question = KINDS["person"], a_question("person")
    told = kind.told(question, {"姓名": "周国良", "id_number": "11010519491231002X"})
    assert kind.answer(question, told, a_counter())["name"] == "周国良"

"""The bundles of the library, and what the check says of spoiled ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointhall.service_items.bundles.checks import check_bundle
from jointhall.service_items.bundles.reading import bundle_files, read_bundle_text
from jointhall.service_items.library import library, modules_folder

FILES = bundle_files(modules_folder())
DEATH = (modules_folder() / "bundles/after_a_death/bundle.yaml").read_text(encoding="utf-8")


def troubles(text: str, code: str = "after_a_death") -> list[str]:
    sheets = {sheet.code: sheet for sheet in library().sheets()}
    reading = read_bundle_text(text, file="bundle.yaml", code=code)
    return [f"{one.number}:{one.line}" for one in check_bundle(reading, sheets)]


def line_of(words: str, text: str = DEATH) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


def test_there_are_three_at_least() -> None:
    assert len(FILES) >= 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_each_of_ours_is_right(file: Path) -> None:
    assert troubles(file.read_text(encoding="utf-8"), file.parent.name) == []


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [
        ("编号: funeral_subsidy", "编号: funeral_subsidie", "B01"),
        ("- funeral_subsidy.bank_card", "- funeral_subsidy.bank_cart", "B02"),
        ("- funeral_subsidy.bank_card", "- funeral_subsidy.id_number", "B03"),
        ("答: death", "答: dead", "B05"),
        ("含: cremated", "含: burned", "B06"),
        ("      - pension_closing\n      - funeral_subsidy\n  -", "      - pension_closing\n  -",
         "B07"),
    ],
)  # fmt: skip
def test_what_is_spoiled_is_told_by_number(before: str, after: str, number: str) -> None:
    assert before in DEATH
    spoiled = DEATH.replace(before, after, 1)
    assert number in {told.partition(":")[0] for told in troubles(spoiled)}


def test_a_question_that_could_be_shared_may_not_be_asked_twice() -> None:
    spoiled = DEATH.replace("      - funeral_subsidy.phone\n", "")
    assert [told.partition(":")[0] for told in troubles(spoiled)] == ["B04"]
    excused = spoiled.replace(
        "样例:\n", "分开问:\n  - 题: funeral_subsidy.phone\n    原因: 是殡仪馆的电话\n\n样例:\n", 1
    )
    assert troubles(excused) == []


def test_a_misspelt_heading_is_told_where_it_stands() -> None:
    spoiled = DEATH.replace("共用题:", "公用题:")
    assert f"R21:{line_of('公用题:', spoiled)}" in troubles(spoiled)


def test_a_wide_colon_is_told_in_the_countys_words() -> None:
    reading = read_bundle_text(
        DEATH.replace("名称: 身后", "名称：身后"), file="bundle.yaml", code="after_a_death"
    )
    assert reading.bundle is None
    assert any("冒号" in one.words for one in reading.troubles)


def test_a_bundle_is_not_called_as_an_item_is() -> None:
    assert troubles(DEATH, "old_age_allowance") == [f"B01:{line_of('名称:')}"]

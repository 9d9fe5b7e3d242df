"""The page of the vocabulary is up to date, tells every heading, and its examples are right."""

from click.testing import CliRunner

from jointhall.service_items.bundles.headings import WORDS as BUNDLE_WORDS
from jointhall.service_items.cli import items
from jointhall.service_items.headings import SHEET, WORDS
from jointhall.service_items.headings_told import SHAPES
from jointhall.service_items.headings_told_bundle import BUNDLE_SHAPES
from jointhall.service_items.headings_told_flow import TOLD
from jointhall.service_items.library import modules_folder
from jointhall.service_items.reading import read_source, read_text
from jointhall.service_items.tree import Told, planted
from jointhall.service_items.vocabulary_page import (
    every_shape,
    example_of,
    sections,
    vocabulary_page,
)


def test_the_page_beside_the_library_is_up_to_date() -> None:
    """Mend with: hall items vocabulary --write."""
    written = (modules_folder() / "VOCABULARY.md").read_text(encoding="utf-8")
    assert written == vocabulary_page()
    assert CliRunner().invoke(items, ["vocabulary"]).stdout == written


def test_every_heading_is_told_and_nothing_else_is() -> None:
    known = {(shape.name, word) for shape in every_shape() for word in shape.words}
    told = {(shape, word) for shape, words in TOLD.items() for word in words}
    assert told == known | {(shape, "下级") for shape in ("选项", "下级选项")}

    assert {*SHAPES, *BUNDLE_SHAPES} == {name for name, _word in known}
    assert {word for _name, word in known} == WORDS | BUNDLE_WORDS


def test_the_example_of_the_whole_sheet_can_be_read() -> None:
    reading = read_source(example_of(SHEET), module="m", code="c")
    assert reading.troubles == ()
    assert reading.sheet is not None
    assert all(h.word in reading.sheet.source for h in SHEET.headings)


def test_the_example_of_every_heading_and_section_can_be_read() -> None:
    for shape in every_shape():
        told = Told(shape.name)
        said = example_of(shape)
        for heading in (*shape.headings, *shape.one_of):
            if heading.word in said:
                heading.read(planted(said[heading.word]), told, heading.word)
        assert told.troubles == [], shape.name


def test_a_section_says_where_its_headings_stand() -> None:
    found = {section.name: section for section in sections()}
    assert len(found) == len(sections())
    assert found["材料"].stands == "写在：事项表 › 材料。"
    assert "步骤 › 何时走" in found["条件"].stands
    assert "表单题目 › 何时问" in found["条件"].stands
    assert found["事项表"].stands == "写在 sheet.yaml 的最外层，不用空格开头。"
    entry = next(e for e in found["材料"].entries if e.word == "必要性")
    assert (entry.must, entry.example) == ("yes", "必要性: 必要")
    assert entry.may_be == "只能写：必要、非必要、容缺后补"
    assert [e.must for e in found["条件"].entries if e.word in ("题", "答")] == ["depends", "no"]
    assert "都要:" in found["条件"].whole
    assert "任一:" in found["条件"].whole


def test_the_sheet_of_the_page_is_a_sheet() -> None:
    whole = next(section.whole for section in sections() if section.name == "事项表")
    reading = read_text(whole, file="page", module="m", code="c")
    assert reading.troubles == ()

"""Rows of small questions, and members of a household."""

from decimal import Decimal
from typing import Any

import pytest

from jointhall.service_items.asking import Question
from jointhall.service_items.questions import KINDS, Raw, Unclear
from jointhall.service_items.questions.household import Household
from jointhall.service_items.questions.table import Table
from tests.builders.kinds import fields_of, question_of
from tests.builders.sheets import a_counter, a_question

TABLE = KINDS["table"]
HOUSEHOLD = KINDS["household"]
assert isinstance(TABLE, Table)
assert isinstance(HOUSEHOLD, Household)


def parsed(kind: str, parts: dict[str, str], **also: Any) -> list[dict[str, Any]]:
    question = question_of(kind)
    if also:
        question = a_question(kind, columns=question.columns, **also)
        fields = {f"q-{part}": text for part, text in parts.items()}
    else:
        fields = fields_of(kind, parts)  # type: ignore[assignment]
    raw = KINDS[kind].raw(question, fields)
    value: list[dict[str, Any]] = KINDS[kind].parse(question, raw, a_counter())
    return value


def test_rows_keep_their_order_and_empty_ones_are_left_out() -> None:
    rows = {
        "9-crop": "rice", "9-area": "1", "10-crop": "", "10-area": " ",
        "200-crop": "湘莲", "200-area": "2", "200-since": "2026年3月2日",
    }  # fmt: skip
    value = parsed("table", rows)
    assert value == [
        {"crop": "rice", "area": 1},
        {"crop": "lotus", "area": 2, "since": "2026-03-02"},
    ]


def test_fields_that_are_no_cells_are_not_looked_at() -> None:
    raw = TABLE.raw(
        question_of("table"),
        {"q_table-1-area": "1", "q_table-1-price": "9", "q_table--area": "2", "q_table-x-area": "3",
         "other-1-area": "4", "q_table-1-area-x-y": "5"},
    )  # fmt: skip
    assert {name for name in raw.parts if name != "1-"} == {"1-area"}


def test_there_may_be_no_fewer_and_no_more_rows_than_the_sheet_says() -> None:
    row = {"crop": "rice", "area": "1"}
    two = {f"{n}-{column}": text for n in (1, 2) for column, text in row.items()}
    assert len(parsed("table", two, at_least=2, at_most=2)) == 2
    with pytest.raises(Unclear, match="至少填3行，现在有2行"):
        parsed("table", two, at_least=3)
    with pytest.raises(Unclear, match="最多填1行，现在有2行"):
        parsed("table", two, at_most=1)
    many = {f"{n}-{column}": text for n in range(51) for column, text in row.items()}
    with pytest.raises(Unclear, match="最多填50行，现在有51行"):
        parsed("table", many)


def test_every_wrong_cell_is_told_with_its_row_and_column() -> None:
    with pytest.raises(Unclear) as unclear:
        parsed("table", {"1-crop": "rice", "1-area": "x", "2-crop": "", "2-area": "-1"})
    assert unclear.value.troubles == {
        "1-area": "第1行“种了几亩”：请只写数字，比如 2.5",
        "2-crop": "第2行“种什么”：要填，不能空着",
        "2-area": "第2行“种了几亩”：不能是负数",
    }


def test_a_button_adds_a_row_and_takes_one_away() -> None:
    question = question_of("table")
    raw = TABLE.raw(question, fields_of("table", {"1-area": "x", "2-area": "2"}))
    more = TABLE.pressed(question, raw, "add-row")
    assert more is not None
    assert [row.cells[1].raw.text() for row in TABLE.rows(question, more, {})] == ["x", "2", ""]
    less = TABLE.pressed(question, more, "drop-row-1")
    assert less is not None
    assert [row.cells[1].raw.text() for row in TABLE.rows(question, less, {})] == ["2", ""]
    for other in ("", "add", "drop-row-", "drop-row-x", "drop-row-²"):
        assert TABLE.pressed(question, raw, other) is None


def test_no_row_is_added_beyond_the_last() -> None:
    question = a_question("table", columns=question_of("table").columns, at_most=2)
    raw = Raw()
    for _press in range(5):
        changed = TABLE.pressed(question, raw, "add-row")
        assert changed is not None
        raw = changed
    assert len(TABLE.rows(question, raw, {})) == 2


def test_as_many_rows_are_open_as_must_be_filled() -> None:
    columns = question_of("table").columns
    assert len(TABLE.rows(a_question("table", columns=columns), Raw(), {})) == 1
    assert len(TABLE.rows(a_question("table", columns=columns, at_least=3), Raw(), {})) == 3


def test_rows_read_as_lines_and_as_a_table() -> None:
    question = question_of("table")
    value = [{"crop": "rice", "area": 2.5}, {"crop": "lotus", "area": 1, "since": "2026-03-02"}]
    assert TABLE.show(question, value, a_counter()).split("\n") == [
        "1. 种什么 水稻，种了几亩 2.5亩",
        "2. 种什么 湘莲，种了几亩 1亩，哪天种的 2026年3月2日（星期一）",
    ]
    grid = TABLE.grid(question, value, a_counter())
    assert grid is not None
    assert grid.head == ("种什么", "种了几亩", "哪天种的")
    assert grid.rows[0] == ("水稻", "2.5亩", "")


def test_a_column_adds_up_and_rows_are_counted() -> None:
    question = question_of("table")
    value = [{"crop": "rice", "area": 2.5}, {"crop": "lotus"}]
    assert TABLE.adds(question, value, "亩", "area") == Decimal("2.5")
    assert round(TABLE.adds(question, value, "平方米", "area")) == 1667
    assert TABLE.adds(question, value, "", "gone") == 0
    assert TABLE.adds(question, value, "") == 2


def test_a_column_with_two_fields_is_one_cell() -> None:
    question = a_question("table", columns=(Question("stay", "period", "住多久？"),))
    raw = TABLE.raw(question, {"q-1-stay-from": "2026-01-01", "q-1-stay-until": "2026-02-01"})
    value = TABLE.answer(question, raw, a_counter())
    assert value == [{"stay": {"from": "2026-01-01", "until": "2026-02-01"}}]
    assert TABLE.answer(question, TABLE.typed(question, value), a_counter()) == value
    with pytest.raises(Unclear) as unclear:
        TABLE.parse(question, TABLE.raw(question, {"q-1-stay-from": "2026-01-01"}), a_counter())
    assert unclear.value.troubles == {"1-stay-until": "第1行“住多久”：请写到哪一天止"}


def test_a_households_own_columns_come_first_and_the_sheets_after() -> None:
    question = question_of("household")
    assert [each.code for each in HOUSEHOLD.columns(question)] == [
        "name", "id_number", "relation", "income",
    ]  # fmt: skip


def test_the_same_person_stands_once_and_the_applicant_may_be_one() -> None:
    rows = {"1-name": "罗", "1-id_number": "430321194303080025", "1-relation": "self"}
    assert parsed("household", rows)[0]["relation"] == "self"
    again = rows | {"3-name": "周", "3-id_number": "430321194303080025", "3-relation": "spouse"}
    with pytest.raises(Unclear) as unclear:
        parsed("household", again)
    assert unclear.value.troubles == {
        "2-id_number": "第1个人和第2个人的身份证号一样，请看看是不是填了两遍"
    }


def test_others_see_a_household_with_its_personal_parts_hidden() -> None:
    question = question_of("household")
    value = [{"name": "罗秀兰", "id_number": "430321194303080025", "relation": "self"}]
    shown = HOUSEHOLD.masked(question, value, a_counter())
    assert "罗**" in shown
    assert "秀兰" not in shown
    assert "19430308" not in shown
    grid = HOUSEHOLD.grid(question, value, a_counter(), hides=True)
    assert grid is not None
    assert grid.rows == (("罗**", "430321********0025", "本人", ""),)

"""Sheets are read as offices make them; what cannot be read says why."""

from __future__ import annotations

import io
import zipfile

import pytest

from jointhall.tenancy.sheet_in import MOST_ROWS, Sheet, UnreadableSheet, read_sheet
from tests.builders.sheets_of_townships import HEADINGS, a_row, as_csv, as_xlsx

ROWS = [
    list(HEADINGS),
    a_row("430321107000", "花石镇", phone="0731-5555 0107", villages="罗汉村、天马村"),
    a_row("430321104000", "茶恩寺镇"),
]


def _names(sheet: Sheet) -> list[str]:
    return [row.cells["name"] for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_of_either_encoding(encoding: str) -> None:
    sheet = read_sheet("乡镇.csv", as_csv(ROWS, encoding=encoding))
    assert _names(sheet) == ["花石镇", "茶恩寺镇"]
    assert [row.number for row in sheet.rows] == [2, 3]


@pytest.mark.parametrize("comma", [";", "\t"])
def test_csv_parted_by_other_signs(comma: str) -> None:
    assert _names(read_sheet("t.csv", as_csv(ROWS, comma=comma))) == ["花石镇", "茶恩寺镇"]


def test_english_headings_say_the_same() -> None:
    sheet = read_sheet("t.csv", b"Code,Name,Colour\n430321107000,x,#1b5a4b\n")
    assert sheet.rows[0].cells == {"code": "430321107000", "name": "x", "colour": "#1b5a4b"}


def test_xlsx_with_a_title_above_and_an_empty_row_between() -> None:
    rows = [["湘潭县乡镇名单"], [], *ROWS[:2], [], ROWS[2]]
    sheet = read_sheet("乡镇.xlsx", as_xlsx(rows))
    assert [row.number for row in sheet.rows] == [4, 6]
    assert _names(sheet) == ["花石镇", "茶恩寺镇"]


def test_a_code_typed_as_a_number_keeps_its_digits() -> None:
    sheet = read_sheet("t.xlsx", as_xlsx([["代码", "名称"], [430321107000, "花石镇"]]))
    assert sheet.rows[0].cells["code"] == "430321107000"


def test_a_formula_is_named_and_not_reckoned() -> None:
    sheet = read_sheet("t.xlsx", as_xlsx([["代码", "名称"], ["=1+1", "花石镇"]]))
    assert sheet.rows[0].formulas == ("code",)
    assert sheet.rows[0].cells["code"] == "=1+1"


def test_headings_it_does_not_know_are_told() -> None:
    sheet = read_sheet("t.csv", "代码,名称,人口\n430321107000,花石镇,5\n".encode())
    assert sheet.ignored == ("人口",)
    assert sheet.headings == {"code": "代码", "name": "名称"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.csv", b"", "空的"),
        ("t.csv", "名称,电话\n花石镇,1\n".encode(), "“代码”"),
        ("t.csv", "代码,名称\n".encode(), "一行乡镇也没有"),
        ("t.csv", b"\x00\x01\x02\x03", "不是表格文件"),
        ("t.xlsx", b"just words", "重新另存"),
        ("t.xlsx", b"PK\x03\x04 broken", "打不开"),
        ("t.xls", b"\xd0\xcf\x11\xe0rest", ".xls"),
        ("t.csv", b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, words: str) -> None:
    with pytest.raises(UnreadableSheet) as refusal:
        read_sheet(name, content)
    assert words in refusal.value.words


def test_a_packed_bomb_is_not_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b"0" * (81 * 1024 * 1024))
    with pytest.raises(UnreadableSheet, match="展开后太大"):
        read_sheet("t.xlsx", packed.getvalue())


def test_too_many_rows_are_refused_as_a_whole() -> None:
    rows = [["代码", "名称"], *([f"{n}", "x"] for n in range(MOST_ROWS + 1))]
    with pytest.raises(UnreadableSheet, match="最多"):
        read_sheet("t.csv", as_csv(rows))

"""Every slip of typing has its own number, is told where it is, and says how to mend it."""

import pytest

from jointhall.service_items.bundles.reading import bundle_files, read_bundle_text
from jointhall.service_items.headings import WORDS
from jointhall.service_items.library import modules_folder
from jointhall.service_items.slips import find_slips, note_origin
from jointhall.service_items.tree import Told
from tests.builders.sheets import SHEET, a_reading, a_sheet, changed, troubles_of

ROW = "  - 借会议室"
FEE = "收费: 不收费"

SLIPS = [
    ("R05", FEE, "收费: [不收费]", 5, "[ ] 或 { } 的写法"),
    ("R10", ROW, "\t- 借会议室", 1, "行首用了制表符"),
    ("R11", ROW, "\u3000\u3000- 借会议室", 1, "行首用了全角空格"),
    ("R11", ROW, "\xa0\xa0- 借会议室", 1, "行首用了全角空格"),
    ("R12", FEE, "“收费”: 不收费", 1, "标题“收费”加了引号"),
    ("R12", FEE, "＂收费＂：不收费", 1, "标题“收费”加了引号"),
    ("R13", FEE, "收费：不收费", 3, "请用英文冒号"),
    ("R13", FEE, "收费﹕ 不收费", 3, "请用英文冒号"),
    ("R14", FEE, "收费:不收费", 3, "冒号后面要空一格"),
    ("R15", ROW, "  -借会议室", 3, "短横线后面要空一格"),
    ("R16", ROW, "  — 借会议室", 3, "开头用了“—”"),
    ("R16", ROW, "  －借会议室", 3, "开头用了“－”"),
    ("R16", ROW, "  • 借会议室", 3, "开头用了“•”"),
    ("R16", ROW, "  ■ 借会议室", 3, "开头用了“■”"),
    ("R17", FEE, "收费: “不收费”", 5, "内容整个加了中文引号"),
    ("R17", FEE, "收费: ＂不收费＂", 5, "内容整个加了中文引号"),
    ("R17", ROW, "  - ‘借会议室’", 5, "内容整个加了中文引号"),
    ("R18", FEE, '收费: "不收费', 5, "引号没有收尾"),
    ("R18", FEE, '收费: "不收费”', 5, "引号没有收尾"),
    ("R18", FEE, "收费: '不收''费", 5, "引号没有收尾"),
    ("R19", FEE, " " * 41 + "收费: 不收费", 1, "层数太多"),
    ("R35", FEE, "收费: 不\t收费", 6, "中间有制表符"),
    ("R36", FEE, "收费:　不收费", 4, "冒号后面用了全角空格"),
    ("R36", FEE, "收费: \xa0不收费", 4, "冒号后面用了全角空格"),
    ("R37", ROW, "  -　借会议室", 4, "短横线后面用了全角空格"),
    ("R39", FEE, "＃ 说明\n收费: 不收费", 1, "全角的“＃”"),
    ("R43", FEE, "收\u200b费: 不收费", 2, "看不见的字符（U+200B）"),
    ("R43", "      可以借", "      可以\ufeff借", 9, "看不见的字符（U+FEFF）"),
    ("R44", FEE, "收费: 不\x00收费", 6, "控制字符（U+0000）"),
    ("R44", FEE, "收费: 不\u2028收费", 6, "控制字符（U+2028）"),
    ("R45", FEE, '收费: "不"收费', 8, "引号外面还有字"),
    ("R49", FEE, f"收费: {'很' * 4000}", 1, "太长了"),
]


@pytest.mark.parametrize(
    ("number", "old", "new", "column", "words"), SLIPS, ids=[f"{s[0]} {s[2][:20]}" for s in SLIPS]
)
def test_a_slip_is_told_alone_at_its_place(
    number: str, old: str, new: str, column: int, words: str
) -> None:
    reading = a_reading((old, new))
    assert reading.sheet is None
    (trouble,) = reading.troubles
    assert (trouble.number, trouble.column) == (number, column), str(trouble)
    assert trouble.line == changed((old, new)).split(new.split("\n")[0])[0].count("\n") + 1
    assert words in trouble.words
    assert trouble.mend


@pytest.mark.parametrize("new", ["收废：不收费", "收废:不收费", "收废:　不收费"])
def test_a_misspelt_heading_with_a_slip_beside_it_is_told_with_the_right_word(new: str) -> None:
    (trouble,) = a_reading((FEE, new)).troubles
    assert "标题是不是“收费”？" in trouble.mend


@pytest.mark.parametrize(
    ("old", "new", "plain"),
    [
        ("承诺办结时限: 5个工作日", "承诺办结时限: ５个工作日", "5个工作日"),
        ("到现场次数: 0", "到现场次数: ０", "0"),
        ("      至少: 500", "      至少: ５００", "500"),
        ("    期限: 2个工作日", "    期限: ２个工作日", "2个工作日"),
        ("今天: 2026-03-02", "今天: ２０２６－０３－０２", "2026-03-02"),
        ("规则: 全部同意", "规则: 至少２家同意", "至少2家同意"),
    ],
)
def test_full_width_digits_are_shown_as_they_should_be(old: str, new: str, plain: str) -> None:
    reading = a_reading((old, new))
    (trouble,) = reading.troubles
    assert trouble.number == "R38"
    assert trouble.mend == f"改成英文数字“{plain}”"


def test_what_windows_leaves_in_a_file_is_read_and_only_said() -> None:
    reading = a_reading(("名称: 开会", "\ufeff名称: 开会"))
    assert reading.sheet == a_sheet()
    assert [(t.number, t.is_error, t.line) for t in reading.troubles] == [("R40", False, 1)]
    text = SHEET.replace("\n", "\r\n")
    told = Told("x")
    assert note_origin(text, told) == SHEET
    assert [(t.number, t.is_error, t.line) for t in told.troubles] == [("R41", False, 1)]


def test_the_check_lists_what_was_only_said_while_reading() -> None:
    assert [t.number for t in troubles_of(("名称: 开会", "\ufeff名称: 开会"))] == ["R40"]


def test_a_bundle_left_by_windows_is_read_too() -> None:
    for path in bundle_files(modules_folder()):
        text = path.read_text(encoding="utf-8")
        bundle = read_bundle_text("\ufeff" + text.replace("\n", "\r\n"), file="x", code="c")
        assert bundle.bundle == read_bundle_text(text, file="x", code="c").bundle is not None
        assert [trouble.number for trouble in bundle.troubles] == ["R40", "R41"]


@pytest.mark.parametrize(
    "line",
    [
        "收费: 不收费  # 注意：“这里”——",
        "# 收费：不收费\t“”",
        '收费: "不：收费"  # 说明',
        "收费: '不\"收''费'",
        '收费: "不\\"收费"',
        '"收费": 不收费',
        "  - 看这里：第一，“门”——不是窗",
        "  - 注意:这里",
        "  - 收废：这里",
        "  https://example.cn/a",
        "正文: |\n  - 借\t：“”\n  [甲]",
        "  - 3.5－4亩",
    ],
)
def test_what_is_right_is_left_alone(line: str) -> None:
    told = Told("x")
    assert not find_slips(line, told, WORDS)
    assert told.troubles == []

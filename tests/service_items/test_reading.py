"""Every slip is told where it is, in the county's words; a right sheet is read whole."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jointhall.service_items.checks import check
from jointhall.service_items.reading import edition_of, read_sheet, read_source, read_text, sheet_of
from tests.builders.sheets import SHEET, a_reading, a_sheet, changed, line_of


def test_a_right_sheet_has_nothing_to_mend() -> None:
    assert check(a_reading()) == ()


@pytest.mark.parametrize(
    ("old", "new", "words", "mend"),
    [
        ("收费: 不收费", "收费：不收费", "“收费”后面请用英文冒号 :", "把“：”改成“:”"),
        ("收费: 不收费", "收费:不收费", "“收费”的冒号后面要空一格", "空格"),
        ("收费: 不收费", "收废: 不收费", "没有“收废”这个标题", "是不是“收费”？"),
        ("收费: 不收费", "车牌: 不收费", "没有“车牌”这个标题", "可用的标题"),
        ("收费: 不收费", "费用: 不收费", "没有“费用”这个标题", "是不是“收费”？"),
        ("收费: 不收费", "“收费”: 不收费", "标题“收费”加了引号", "去掉引号"),
        ("收费: 不收费", "收费: “不收费”", "内容整个加了中文引号", "去掉引号"),
        ("收费: 不收费", "收费: 免费", "“收费”不能写“免费”", "不收费"),
        ("收费: 不收费", "收费:", "“收费”后面没有写内容", "补上"),
        ("收费: 不收费", "收费: 不收费\n收费: 不收费", "“收费”写了两次", "删一个"),
        ("  - 借会议室", "\t- 借会议室", "制表符", "空格"),
        ("  - 借会议室", "\u3000\u3000- 借会议室", "全角空格", "英文空格"),
        ("  - 借会议室", "  -借会议室", "短横线后面要空一格", "- 内容"),
        ("  - 借会议室", "  — 借会议室", "开头用了“—”", "英文短横线"),
        ("  - 借会议室", "  • 借会议室", "开头用了“•”", "英文短横线"),
        ("  - 借会议室", "  - @借会议室", "不能写在开头", "英文引号"),
        ("  - 借会议室", '  - "借会议室', "引号没有收尾", "补上"),
        ("俗称:\n  - 借会议室", "俗称:\n  [借会议室]", "[ ] 或 { } 的写法", "一行一条"),
        ("俗称:\n  - 借会议室", "俗称: 借会议室", "“俗称”下面应当一行一条", "短横线"),
        (
            "事项类型: 公共服务",
            "事项类型: 公共服物",
            "“事项类型”不能写“公共服物”",
            "是不是“公共服务”",
        ),
        ("法定办结时限: 10个工作日", "法定办结时限: 十天", "看不出是多久", "10个工作日"),
        ("期限: 2个工作日", "期限: 2个自然日", "要按工作日写", "3个工作日"),
        ("到现场次数: 0", "到现场次数: 零", "应当是整数", "只写数字"),
        ("编号: seats", "编号: 座位", "编号不能这样写", "小写英文字母"),
        ("今天: 2026-03-02", "今天: 2026-02-30", "应当是日期", "2026-03-02"),
        ("规则: 全部同意", "规则: 都同意", "“规则”不能写“都同意”", "全部同意"),
        ("      答: large", "      答: large\n      不答: small", "一个条件要写一个比较", "可用"),
        ("可以借：", "可以借：【设定 nothing】", "“县里设定”里没有“nothing”", "补上"),
    ],
)
def test_a_slip_is_told_at_its_place(old: str, new: str, words: str, mend: str) -> None:
    reading = a_reading((old, new))
    assert reading.sheet is None
    trouble = next(t for t in reading.troubles if words in t.words)
    assert mend in trouble.mend
    before, after = SHEET.split("\n"), changed((old, new)).split("\n")
    first = next(n for n, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b)
    # Where a line was added, the slip is on the second of the two.
    assert trouble.line in (first, first - 1), str(trouble)
    assert trouble.column > 0
    assert str(trouble).startswith(f"sheet.yaml:{trouble.line}:{trouble.column} 错 R")


def test_a_missing_heading_is_named() -> None:
    reading = a_reading(("收费: 不收费\n", ""))
    assert [t.words for t in reading.troubles] == ["事项表缺少“收费”"]
    assert "补一行“收费: ……”" in reading.troubles[0].mend


def test_all_slips_are_told_at_once() -> None:
    reading = a_reading(
        ("事项类型: 公共服务", "事项类型: 服务"), ("到现场次数: 0", "到现场次数: x")
    )
    assert [t.line for t in reading.troubles] == [
        line_of("事项类型: "),
        line_of("到现场次数: "),
    ]


def test_colons_and_quotes_in_plain_text_are_left_alone() -> None:
    sheet = a_sheet(("  - 场地空着。", "  - 注意：“场地”要空着，比如：周三——下午。"))
    assert sheet.conditions == ("注意：“场地”要空着，比如：周三——下午。",)


def test_words_and_codes_stay_text() -> None:
    sheet = a_sheet(("  - 借会议室", "  - no\n  - 0571\n  - 1e3\n  - ~"))
    assert sheet.common_names == ("no", "0571", "1e3", "~")


def test_a_setting_of_the_county_is_put_in_everywhere() -> None:
    settings_ = "县里设定:\n  - 编号: most\n    名称: 最多座位\n    值: '300'\n乡镇可调整:"
    sheet = a_sheet(
        ("乡镇可调整:", settings_),
        ("      至少: 500", "      至少: 【设定 most】"),
        ("告诉: 坐不下。", "告诉: 最多坐【设定 most】人。"),
    )
    assert sheet.ineligible[0].when.clauses[0].value == 300
    assert sheet.ineligible[0].words == "最多坐300人。"


def test_the_edition_is_the_content_and_not_its_spacing() -> None:
    plain = a_sheet()
    spaced = a_sheet(("收费: 不收费", "# 说明\n收费:   不收费\n"))
    other = a_sheet(("借镇里的会议室开会。", "借镇里的会议室。"))
    assert plain.edition == spaced.edition != other.edition
    assert edition_of(plain.source, module="places", code="meeting_room") == plain.edition


def test_a_sheet_comes_back_whole_from_what_is_kept() -> None:
    sheet = a_sheet()
    assert sheet_of(sheet.source, module="places", code="meeting_room") == sheet


def test_a_sheet_read_from_plain_data_tells_its_troubles_by_path() -> None:
    source = {**a_sheet().source, "到现场次数": "零", "俗称": ["借会议室", ""]}
    source["步骤"] = [{**source["步骤"][0], "规泽": "全部同意"}]
    del source["收费"]
    reading = read_source(source, module="places", code="meeting_room")
    assert reading.sheet is None
    assert {(t.path, t.number, t.line) for t in reading.troubles} == {
        ((), "R23", 0),
        (("俗称", 1), "R22", 0),
        (("到现场次数",), "R28", 0),
        (("步骤", 0, "规泽"), "R21", 0),
    }


def test_what_the_checks_find_in_plain_data_has_its_path_too() -> None:
    source = {**a_sheet().source, "承诺办结时限": "50个工作日"}
    reading = read_source(source, module="places", code="meeting_room")
    assert reading.sheet is not None
    (trouble,) = check(reading)
    assert (trouble.number, trouble.path, trouble.line) == ("C01", ("承诺办结时限",), 0)


def test_a_heading_left_empty_says_nothing_and_is_no_other_edition() -> None:
    sheet = a_sheet()
    source = {**sheet.source, "常见问题": [], "时限说明": "", "编码": {}}
    reading = read_source(source, module="places", code="meeting_room")
    assert reading.sheet == sheet
    assert read_text(SHEET.replace("收费: ", "时限说明:\n收费: "), file="x", module="places",
                     code="meeting_room").sheet == sheet  # fmt: skip


def test_the_edition_does_not_depend_on_the_order_of_headings() -> None:
    sheet = a_sheet()
    turned = dict(reversed(sheet.source.items()))
    assert sheet_of(turned, module="places", code="meeting_room") == sheet


def test_empty_and_foreign_files_are_refused() -> None:
    for text in (
        "",
        "# nothing\n",
        "- a\n- b\n",
        "一句话",
        "a: b\n---\nc: d\n",
        "a: &x 1\nb: *x\n",
    ):
        reading = read_text(text, file="x.yaml", module="m", code="c")
        assert reading.sheet is None
        assert reading.errors, text


def test_files_from_other_editors(tmp_path: Path) -> None:
    path = tmp_path / "places" / "meeting_room" / "sheet.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xef\xbb\xbf" + SHEET.replace("\n", "\r\n").encode())
    assert read_sheet(path).sheet == a_sheet()
    path.write_bytes(SHEET.encode("gb18030"))
    assert [t.words for t in read_sheet(path).troubles] == ["文件不是 UTF-8 编码"]
    path.write_bytes(b"#" * 500_000)
    assert [t.words for t in read_sheet(path).troubles] == ["文件太大"]
    assert [t.words for t in read_sheet(path.parent / "none.yaml").troubles] == ["文件打不开"]


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "a:\n" + "".join(" " * n + "b:\n" for n in range(1, 900)), '"' * 9999]
)
def test_files_made_to_exhaust_the_reader_are_refused(text: str) -> None:
    reading = read_text(text, file="x.yaml", module="m", code="c")
    assert reading.sheet is None
    assert reading.errors


LINES = SHEET.split("\n")


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_mutation_makes_the_reader_fall_over(data: st.DataObject) -> None:
    lines = list(LINES)
    for _turn in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["drop", "twice", "indent", "text", "cut", "swap"]))
        if change == "drop":
            del lines[row]
        elif change == "twice":
            lines.insert(row, lines[row])
        elif change == "indent":
            lines[row] = " " * data.draw(st.integers(0, 5)) + lines[row].lstrip()
        elif change == "text":
            at = data.draw(st.integers(0, len(lines[row])))
            lines[row] = lines[row][:at] + data.draw(st.text(max_size=4)) + lines[row][at:]
        elif change == "cut":
            lines[row] = lines[row][: data.draw(st.integers(0, len(lines[row])))]
        else:
            other = data.draw(st.integers(0, len(lines) - 1))
            lines[row], lines[other] = lines[other], lines[row]
    reading = read_text("\n".join(lines), file="x.yaml", module="m", code="c")
    troubles = check(reading)
    assert (reading.sheet is None) <= any(t.is_error for t in troubles)
    assert all(t.words for t in troubles)

"""A sheet written and read again is the same sheet, whatever stands in it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jointhall.service_items.growing import grow
from jointhall.service_items.library import modules_folder, sheet_files
from jointhall.service_items.reading import read_sheet, read_text
from jointhall.service_items.tree import Told, plain
from jointhall.service_items.writing import SCHEMA_LINE, written
from tests.builders.sheets import SHEET, a_sheet

FILES = sheet_files(modules_folder())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_sheet_comes_back_the_same(path: Any) -> None:
    before = read_sheet(path)
    assert before.sheet is not None, before.troubles
    text = written(before.sheet.source)
    after = read_text(text, file="again", module=before.module, code=before.code)
    assert after.sheet == before.sheet
    assert after.sheet is not None
    assert after.sheet.source == before.sheet.source
    assert written(after.sheet.source) == text


def test_headings_stand_in_the_order_of_the_vocabulary() -> None:
    source = dict(reversed(a_sheet().source.items()))
    source["文书"] = [dict(reversed(row.items())) for row in source["文书"]]
    assert written(source) == written(a_sheet().source)
    assert written(source).startswith(f"{SCHEMA_LINE}\n\n名称: 开会场地借用\n一句话: ")


def test_answers_told_in_examples_stand_in_the_order_of_the_form() -> None:
    source = dict(a_sheet().source)
    example = source["样例"][0]
    reversed_ = {**example, "填写": dict(reversed(example["填写"].items()))}
    assert written({**source, "样例": [reversed_]}) == written({**source, "样例": [example]})


def test_an_unknown_heading_is_kept_at_the_end() -> None:
    """A draft may be wrong, and nothing of it may be lost."""
    text = written({"没有的": {"甲": ["一", {"乙": "二"}]}, "名称": "借用"})
    assert text == f"{SCHEMA_LINE}\n\n名称: 借用\n没有的:\n  甲:\n    - 一\n    - 乙: 二\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("借用", "名称: 借用"),
        ("12345", '名称: "12345"'),
        ("0571", '名称: "0571"'),
        ("10个工作日", "名称: 10个工作日"),
        ("看: 这里", '名称: "看: 这里"'),
        ("看：这里", "名称: 看：这里"),
        ("看 # 这里", '名称: "看 # 这里"'),
        ("- 一条", '名称: "- 一条"'),
        ("【答 area】", "名称: 【答 area】"),
        ("“借”", '名称: "“借”"'),
        ('他说"好"', '名称: 他说"好"'),
        ('"好"', "名称: '\"好\"'"),
        ("'\"", "名称: '''\"'"),
        (" 借 ", '名称: " 借 "'),
        ("一\t二", '名称: "一\\t二"'),
        ("一\n二", "名称: |\n  一\n  二"),
        ("一\n\n二", "名称: |\n  一\n\n  二"),
        ("\n二", '名称: "\\n二"'),
        ("a\u200bb", '名称: "a\\u200bb"'),
    ],
)
def test_a_text_is_written_as_barely_as_it_can_be(text: str, line: str) -> None:
    body = written({"名称": text}).removeprefix(f"{SCHEMA_LINE}\n\n")
    assert body == f"{line}\n"


def test_a_heading_with_nothing_under_it_is_left_out() -> None:
    source = {"名称": "借用", "一句话": "", "常见问题": [], "编码": {}, "义务": None}
    assert written(source) == f"{SCHEMA_LINE}\n\n名称: 借用\n"


CODES = st.sampled_from(["名称", "area", "本乡镇 ziran", "收费", "a:b", "“x”", "x y", "- x"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).filter(bool)
TEXTS |= st.text("ab \n:#-'\"\\：“”—　【】0名称", min_size=1)
DATA = st.recursive(
    TEXTS,
    lambda below: (
        st.lists(below, min_size=1, max_size=3)
        | st.dictionaries(CODES, below, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.just("样例"), DATA, min_size=1))
def test_whatever_is_written_is_read_the_same(data: dict[str, Any]) -> None:
    told = Told("x")
    tree = grow(written(data), told)
    assert told.troubles == []
    assert tree is not None
    assert plain(tree) == data


def test_what_is_written_has_no_slips() -> None:
    reading = read_text(written(a_sheet().source), file="x", module="m", code="c")
    assert reading.troubles == ()
    assert "会议" in SHEET

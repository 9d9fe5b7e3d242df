"""What came with a form is cleaned, and becomes what the sheet says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict

from jointhall.service_items.editing.pieces import piece_of
from jointhall.service_items.editing.taking import Posted, cleaned, code_for, limit_parts
from jointhall.service_items.reading import read_source
from jointhall.service_items.writing import written

FORM = {
    "表单": [
        {"编号": "who", "类型": "单选", "问": "谁？", "选项": [{"编号": "me", "文字": "我"}]},
        {"编号": "age", "类型": "数量", "问": "几岁？"},
        {"编号": "why", "类型": "短文字", "问": "为什么？", "何时问": {"题": "who", "答": "me"}},
    ]
}


def taken(source: dict[str, object], part: str, at: str, *said: tuple[str, str]) -> object:
    return piece_of(source, part, at).applied(source, Posted(FormMultiDict(said)))


def condition(*said: tuple[str, str]) -> object:
    named = [(f"表单.2.何时问.{name}", value) for name, value in said]
    made = taken(FORM, "form", "表单.2", *named)
    assert isinstance(made, dict)
    return made["表单"][2].get("何时问")


def test_signs_nobody_sees_are_gone() -> None:
    assert cleaned("\ufeff 高龄\u200b津贴\x00 \r\n好 \r") == "高龄津贴\n好"


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("10个工作日", ("10", "工作日")),
        ("30 个自然日", ("30", "自然日")),
        ("24小时", ("24", "小时")),
        ("没有规定", ("", "没有规定")),
        ("很快", ("很快", "工作日")),
        (None, ("", "工作日")),
    ],
)
def test_a_limit_is_a_number_and_a_unit(said: str | None, parts: tuple[str, str]) -> None:
    assert limit_parts(said) == parts


def test_a_condition_is_changed_widened_and_taken_away() -> None:
    assert condition(("0.q", "age"), ("0.how", "至少"), ("0.v", "18")) == {
        "题": "age",
        "至少": "18",
    }
    both = condition(("0.q", "who"), ("0.how", "答"), ("0.v", "me"), ("1.q", "age"),
                     ("1.how", "至多"), ("1.v", "60"), ("any", "any"))  # fmt: skip
    assert both == {"任一": [{"题": "who", "答": "me"}, {"题": "age", "至多": "60"}]}
    one_of = condition(("0.q", "who"), ("0.how", "答其一"), ("0.v", "me"), ("0.v", "you"))
    assert one_of == {"题": "who", "答其一": ["me", "you"]}
    assert condition(("0.q", "")) is None
    assert condition(("0.q", "who"), ("0.how", "胡写"), ("0.v", "me")) == {"题": "who", "答": "me"}


def test_a_code_is_spelled_from_the_words_and_is_nobodys() -> None:
    assert code_for("高龄津贴", set(), "item") == "gaolingjintie"
    assert code_for("高龄津贴", {"gaolingjintie"}, "item") == "gaolingjintie_2"
    assert code_for("2026！", set(), "item") == "item"


NAMES = ["名称", "一句话", "承诺办结时限.n", "承诺办结时限.unit", "到现场次数", "办件类型"]


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60)))
def test_whatever_is_typed_can_be_kept_read_and_written(said: dict[str, str]) -> None:
    source = {"名称": "甲", "承诺办结时限": "5个工作日"}
    made = taken(source, "guide", "", *said.items())
    assert isinstance(made, dict)
    read_source(made, module="m", code="c")
    assert isinstance(written(made), str)

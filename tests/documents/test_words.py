"""A letter's text as typed, cut into what is set in type."""

from __future__ import annotations

import pytest

from jointhall.documents.words import Part, addressed, parts_of

SHEET = """
冯建设：

您办理设施农业用地备案的申请收到了。
现予受理。

办件编号：HS20261116-0007
承办：自然资源所，电话0731-5555 0107

【注意】凭办件编号查进度。
"""


def test_the_first_line_names_whom_it_is_for() -> None:
    name, rest = addressed(SHEET)
    assert name == "冯建设"
    assert rest.startswith("您办理")


@pytest.mark.parametrize("text", ["现予受理。", "注意：\n", "：", ""])
def test_a_text_for_nobody_stays_whole(text: str) -> None:
    assert addressed(text) == ("", text.strip())


def test_lines_of_label_and_value_become_a_table() -> None:
    assert parts_of(addressed(SHEET)[1]) == [
        Part("paragraph", words="您办理设施农业用地备案的申请收到了。"),
        Part("paragraph", words="现予受理。"),
        Part(
            "facts",
            rows=(
                ("办件编号", "HS20261116-0007"),
                ("承办", "自然资源所，电话0731-5555 0107"),
            ),
        ),
        Part("paragraph", words="【注意】凭办件编号查进度。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "原因：材料不齐。",
        "第一行很长很长很长很长很长很长的话：不是标签\n第二：是",
        "没有标签\n办件编号：1",
    ],
)
def test_other_colons_stay_in_their_sentences(text: str) -> None:
    assert {part.kind for part in parts_of(text)} == {"paragraph"}

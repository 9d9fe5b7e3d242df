"""YAML becomes a tree with its places; what YAML allows and a sheet does not is refused by name."""

from __future__ import annotations

import pytest

from jointhall.service_items.growing import grow
from jointhall.service_items.tree import Heads, Spot, Told, plain, spots


def grown(text: str) -> tuple[object, list[tuple[str, int, int, str]]]:
    told = Told("x")
    tree = grow(text, told)
    return tree, [(t.number, t.line, t.column, t.words) for t in told.troubles]


def test_every_place_is_kept() -> None:
    tree, troubles = grown("名称: 借用\n俗称:\n  - 甲\n  - 乙: |\n      一\n\n      二\n")
    assert troubles == []
    assert isinstance(tree, Heads)
    assert plain(tree) == {"名称": "借用", "俗称": ["甲", {"乙": "一\n\n二"}]}
    places = dict(spots(tree))
    assert places["名称",] == Spot(1, 1)
    assert places["俗称",] == Spot(2, 1)
    assert places["俗称", 0] == Spot(3, 5)
    assert places["俗称", 1, "乙"] == Spot(4, 5)


def test_columns_are_counted_in_characters_and_not_in_bytes() -> None:
    _tree, troubles = grown("名称名称: &x 借用\n")
    assert [(number, line, column) for number, line, column, _ in troubles] == [("R04", 1, 7)]


def test_values_stay_as_they_are_written() -> None:
    text = "a: no\nb: 0571\nc: 1e3\nd: ~\ne: 2026-03-02\nf: ' 空 '\ng:\nh: 借用\n  两行\n"
    tree, troubles = grown(text)
    assert troubles == []
    assert plain(tree) == {  # type: ignore[arg-type]
        "a": "no", "b": "0571", "c": "1e3", "d": "~", "e": "2026-03-02", "f": " 空 ", "g": "",
        "h": "借用 两行",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number", "line", "column", "words"),
    [
        ("", "R01", 1, 1, "文件是空的"),
        ("# 只有说明\n", "R01", 1, 1, "文件是空的"),
        ("a: 1\n---\nb: 2\n", "R02", 2, 1, "写了两张表"),
        ("a: 1\n...\nb: 2\n", "R02", 3, 1, "写了两张表"),
        ("a: &x 1\n", "R04", 1, 4, "记号"),
        ("a: 1\nb: *a\n", "R04", 2, 4, "记号"),
        ("a: !!str 1\n", "R07", 1, 4, "感叹号"),
        ("a: !借\n", "R02", 1, 4, "感叹号"),
        ("a: [1]\n", "R05", 1, 4, "[ ] 或 { }"),
        ("a: {}\n", "R05", 1, 4, "[ ] 或 { }"),
        ("a: 1\nb: 2\na: 3\n", "R06", 3, 1, "“a”写了两次，前一次在第1行"),
        ("? - a\n: b\n", "R02", 1, 3, "冒号前面应当是一个标题"),
        ("a: b: c\n", "R02", 1, 5, "多了一个冒号"),
        ("a: 1\nb\nc: 3\n", "R02", 2, 1, "这一行缺英文冒号"),
        ("a:\n  b：1\n  c: 3\n", "R02", 2, 3, "这一行缺英文冒号"),
        ("a: 1\n b: 2\n", "R02", 2, 3, "没有对齐"),
        ("a:\n  - 1\n - 2\n", "R02", 3, 2, "没有和同一级的内容对齐"),
        ("a: 1\nb: '2\nc: 3\n", "R02", 2, 4, "引号没有收尾"),
        ('a: "一\\q"\n', "R02", 1, 6, "反斜杠"),
        ("a: @b\n", "R02", 1, 4, "不能写在开头"),
        ("a: %b\n", "R02", 1, 4, "不能写在开头"),
        ("a: *\n", "R02", 1, 4, "记号"),
        ("- " * 30 + "a\n", "R19", 1, 43, "层数太多"),
        ("a: >x\n", "R02", 1, 4, "后面还有字"),
    ],
)
def test_what_cannot_be_read_is_told_where_it_is(
    text: str, number: str, line: int, column: int, words: str
) -> None:
    _tree, troubles = grown(text)
    assert [(one[0], one[1], one[2]) for one in troubles] == [(number, line, column)], troubles
    assert words in troubles[0][3]


def test_aliases_of_aliases_are_not_followed() -> None:
    """A page of a few lines that would grow to a billion rows."""
    lines = ["a0: &a0 好"] + [f"a{n}: &a{n}\n  - *a{n - 1}\n  - *a{n - 1}" for n in range(1, 60)]
    _tree, troubles = grown("\n".join(lines))
    assert {one[0] for one in troubles} == {"R04"}
    assert len(troubles) == 60 + 59 * 2

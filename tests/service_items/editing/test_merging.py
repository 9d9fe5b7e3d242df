"""What two people changed in one sheet is put together; what both changed is told."""

from __future__ import annotations

from jointhall.service_items.editing.merging import changed_headings, merged

BASE = {"名称": "甲", "表单": [{"编号": "a", "问": "一"}, {"编号": "b", "问": "二"}], "俗称": ["x"]}


def test_changes_of_different_places_are_both_kept() -> None:
    mine = {**BASE, "名称": "乙"}
    theirs = {**BASE, "表单": [{"编号": "a", "问": "壹"}, {"编号": "b", "问": "二"}]}
    put, clashes = merged(BASE, mine, theirs)
    assert clashes == []
    assert put == {**theirs, "名称": "乙"}


def test_different_rows_and_headings_of_rows_are_different_places() -> None:
    mine = {**BASE, "表单": [{"编号": "a", "问": "一", "提示": "小"}, {"编号": "b", "问": "二"}]}
    theirs = {**BASE, "表单": [{"编号": "a", "问": "壹"}, {"编号": "b", "问": "贰"}]}
    put, clashes = merged(BASE, mine, theirs)
    assert clashes == []
    assert put["表单"] == [{"编号": "a", "问": "壹", "提示": "小"}, {"编号": "b", "问": "贰"}]


def test_one_place_changed_twice_clashes_and_keeps_theirs() -> None:
    put, clashes = merged(BASE, {**BASE, "名称": "乙"}, {**BASE, "名称": "丙"})
    assert put["名称"] == "丙"
    assert [(one.trail, one.theirs, one.mine) for one in clashes] == [(("名称",), "丙", "乙")]


def test_rows_added_by_both_clash_as_a_whole() -> None:
    put, clashes = merged(BASE, {**BASE, "俗称": ["x", "y"]}, {**BASE, "俗称": ["z", "x"]})
    assert put["俗称"] == ["z", "x"]
    assert clashes[0].mine == ["x", "y"]


def test_taking_out_and_changing_nothing_are_changes_or_not() -> None:
    gone = {word: said for word, said in BASE.items() if word != "俗称"}
    put, clashes = merged(BASE, gone, BASE)
    assert (put, clashes) == (gone, [])
    assert changed_headings(BASE, gone) == ("俗称",)
    assert changed_headings(BASE, dict(BASE)) == ()

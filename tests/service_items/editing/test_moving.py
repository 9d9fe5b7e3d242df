"""Rows moved, added and taken out; what is around them stays."""

from __future__ import annotations

from jointhall.service_items.editing.moving import added, at, moved, removed, with_at
from jointhall.service_items.editing.pieces import piece_of

SHEET = {
    "俗称": ["一", "二", "三"],
    "表单": [{"编号": "a", "问": "甲？", "类型": "单选", "选项": [{"编号": "x", "文字": "是的"}]}],
}


def test_a_row_goes_up_and_down_and_not_over_the_edge() -> None:
    assert moved(SHEET, ("俗称", 2), -1)["俗称"] == ["一", "三", "二"]
    assert moved(SHEET, ("俗称", 0), 1)["俗称"] == ["二", "一", "三"]
    assert moved(SHEET, ("俗称", 0), -1) == SHEET
    assert moved(SHEET, ("俗称", 9), 1) == SHEET
    assert moved(SHEET, ("没有",), 1) == SHEET
    assert SHEET["俗称"] == ["一", "二", "三"]


def test_a_row_or_heading_is_taken_out() -> None:
    assert removed(SHEET, ("俗称", 1))["俗称"] == ["一", "三"]
    assert "俗称" not in removed(SHEET, ("俗称",))
    assert removed(SHEET, ("俗称", 9, "x")) == SHEET


def test_a_new_row_has_a_code_nobody_has() -> None:
    field = piece_of(SHEET, "form").named("表单")
    assert field is not None
    once = added(SHEET, field)
    twice = added(once, field)
    codes = [row["编号"] for row in twice["表单"]]
    assert len(set(codes)) == 3
    choices = piece_of(SHEET, "form", "表单.0").named("表单.0.选项")
    assert choices is not None
    assert at(added(SHEET, choices), ("表单", 0, "选项", 1))["编号"] != "x"


def test_what_stands_there_is_found_and_put() -> None:
    assert at(SHEET, ("表单", 0, "选项", 0, "文字")) == "是的"
    assert at(SHEET, ("表单", "x")) is None
    assert with_at(SHEET, ("表单", 0, "问"), "乙？")["表单"][0]["问"] == "乙？"
    assert "问" not in with_at(SHEET, ("表单", 0, "问"), None)["表单"][0]
    assert with_at({}, ("编码", "基本编码"), "1") == {"编码": {"基本编码": "1"}}

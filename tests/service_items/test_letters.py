"""Letters with their places filled; the public line without personal data."""

from jointhall.service_items.form import Form
from jointhall.service_items.letters import filled, public_title, remedies
from tests.builders.sheets import HERE, a_counter, a_sheet

ANSWERS = {"name": "张三", "size": "small", "where": [HERE.code]}


def test_places_are_filled_and_empty_ones_leave_no_trace() -> None:
    form = Form(a_sheet(), a_counter())
    letter = form.sheet.letter("acceptance")
    assert letter is not None
    said = {"申请人": "张三", "办件编号": "2026-0001"}
    assert filled(letter, said, form, ANSWERS) == (
        "受理通知书",
        "张三：收到了。办件编号2026-0001，办结期限。",
    )
    granted = form.sheet.letter("granted")
    assert granted is not None
    assert filled(granted, {}, form, ANSWERS)[1] == "可以借：二十人以内"


def test_what_an_answer_says_is_not_read_as_a_place() -> None:
    form = Form(a_sheet(("可以借：【答 size】", "可以借：【答 name】")), a_counter())
    letter = form.sheet.letter("granted")
    assert letter is not None
    text = filled(letter, {"理由": "漏"}, form, ANSWERS | {"name": "【理由】"})[1]
    assert text == "可以借：【理由】"


def test_the_public_line_names_nobody() -> None:
    form = Form(a_sheet(), a_counter())
    assert public_title(form, ANSWERS) == "借用会议室（二十人以内）"


def test_remedies_name_both_ways() -> None:
    expected = "不服本决定的：60日内向县人民政府申请。6个月内起诉。"
    assert remedies(a_sheet()) == expected

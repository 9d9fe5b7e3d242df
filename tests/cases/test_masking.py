"""What everybody may read: by rule, and never a whole number."""

from __future__ import annotations

import pytest

from jointhall.cases.masking import masked_name, shown_publicly, told_of, without_numbers
from tests.builders.sheets import a_counter, a_question
from tests.builders.sheets_noticed import a_noticed_sheet


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三", "张*"), ("张小三", "张*三"), ("欧阳小三", "欧**三"), ("阿", "*"),
     ("迪丽热巴·迪力木拉提", "迪**"), (" 张三 ", "张*")],
)  # fmt: skip
def test_of_a_name_the_middle_is_hidden(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("号码430321196505120012。", "196505120012"),
        ("证号 43032119650512001x", "19650512001x"),
        ("打 13812345678 找他", "12345678"),
        ("打 138 1234 5678 找他", "1234 5678"),
        ("卡号6217 9955 1000 0123 454", "9955 1000 0123"),
        ("卡号6217995510000123454", "995510000123"),
    ],
)
def test_a_number_in_free_text_is_hidden_too(text: str, hidden: str) -> None:
    assert hidden not in without_numbers(text)


@pytest.mark.parametrize(
    "text", ["2026-11-22 至 2027-01-01", "3.5亩", "每月 780 元", "2026年11月22日"]
)
def test_days_and_amounts_stay(text: str) -> None:
    assert without_numbers(text) == text


def test_a_personal_short_answer_that_is_a_name_is_masked_and_a_place_is_not() -> None:
    sheet, counter = a_noticed_sheet(), a_counter()
    personal = a_question("short_text", is_personal=True)
    assert shown_publicly(sheet, personal, "李四", counter) == "李*"
    assert shown_publicly(sheet, personal, "石鼓村三组水库东边", counter) == "石鼓村三组水库东边"
    assert shown_publicly(sheet, a_question("short_text"), "李四", counter) == "李四"


def test_nobody_in_a_household_is_named_whole() -> None:
    members = [
        {"name": "欧阳小三", "id_number": "430321196505120012", "relation": "self"},
        {"name": "买买提江吐尔逊", "id_number": "430321199205120018", "relation": "spouse"},
    ]
    said = shown_publicly(a_noticed_sheet(), a_question("household"), members, a_counter())
    assert said == "欧**三，430321********0012，本人；买*****逊，430321********0018，配偶"


@pytest.mark.parametrize(
    ("code", "said"),
    [("name", "申请人"), ("card", "身份证号"), ("phone", "联系电话"), ("size", "多少人")],
)
def test_a_notice_speaks_of_the_applicant_and_not_to_them(code: str, said: str) -> None:
    sheet = a_noticed_sheet()
    question = sheet.question(code)
    assert question is not None
    assert told_of(sheet, question) == said

"""Answers go over to a new version as far as they fit; nothing is lost, one sentence says so."""

from __future__ import annotations

from typing import Any

import pytest

from jointhall.cases.carrying import Carried, carried, fits
from tests.builders.sheets import a_counter, a_question, a_sheet

GIVEN: dict[str, Any] = {"name": "周秋生", "size": "large", "seats": 60, "where": ["430321102000"]}
PIECES = {
    "phone": "  - 编号: phone\n    类型: 手机号\n    问: 您的手机号？\n    个人信息: 是\n",
}


def over(*swaps: tuple[str, str], **answers: Any) -> Carried:
    return carried(a_sheet(), a_sheet(*swaps), GIVEN | answers, a_counter())


def test_what_is_the_same_stays_and_says_that_nothing_is_to_do() -> None:
    found = over(("承诺办结时限: 5", "承诺办结时限: 4"), ("问: 要几个座位？", "问: 要摆几个座位？"))
    assert (found.answers, found.aside) == (GIVEN, {})
    assert found.words == "这件事的表换了新版，您填过的都留着，不用重填。"


def test_a_changed_choice_is_asked_again_and_what_hung_on_it_is_laid_by() -> None:
    found = over(("文字: 更多", "文字: 二十人以上"))
    assert found.answers == {"name": "周秋生", "where": ["430321102000"]}
    assert [one.code for one in found.again] == ["size"]
    assert found.aside["size"] == {"label": "多少人？", "said": "更多", "value": "large"}
    assert set(found.aside) == {"size", "seats"}
    assert "有1题要再答一遍（“多少人”）" in found.words


def test_another_kind_is_another_question() -> None:
    found = over(("类型: 数量\n    单位: 个\n    问: 要几", "类型: 短文字\n    问: 要几"))
    assert [one.code for one in found.again] == ["seats"]
    assert found.aside["seats"]["value"] == 60


def test_a_new_question_is_named_and_what_is_gone_too() -> None:
    found = over(
        ("  - 编号: where\n", f"{PIECES['phone']}  - 编号: where\n"),
        ("  - 编号: seats\n    类型: 数量\n    单位: 个\n    问: 要几个座位？\n"
         "    何时问:\n      题: size\n      答: large\n", ""),
        ("不符合条件:\n  - 当:\n      题: seats\n      至少: 500\n    告诉: 坐不下。\n", ""),
        ('  - 名称: 坐不下\n    今天: 2026-03-02\n    填写:\n      name: 张三\n      size: 更多\n'
         '      seats: "600"\n    结局: 不符合条件\n', ""),
    )  # fmt: skip
    assert [one.code for one in found.added] == ["phone"]
    assert found.dropped == ("要几个座位？",)
    assert found.words == (
        "这件事的表换了新版，您填过的3题都留着，新加了1题（“您的手机号”），1题不用答了（“要几个座位”）。"
    )


def test_an_answer_the_new_version_would_not_take_is_asked_again() -> None:
    found = over(("    问: 要几个座位？\n", "    问: 要几个座位？\n    最多: 50\n"))
    assert [one.code for one in found.again] == ["seats"]


@pytest.mark.parametrize("nonsense", [{"a": 1}, [], 7, "", None, ["430321102000"], {"x": [None]}])
def test_what_cannot_be_read_any_more_is_kept_all_the_same(nonsense: Any) -> None:
    found = over(("文字: 更多", "文字: 二十人以上"), size=nonsense, name=nonsense)
    for code in ("size", "name"):
        assert code in found.aside or found.answers.get(code) == nonsense
    assert set(found.answers) | set(found.aside) == set(GIVEN)


def test_fitting_looks_at_kind_unit_choices_and_columns() -> None:
    money = a_question("money")
    assert fits(money, a_question("money", hint="写数字", is_required=False))
    assert not fits(money, a_question("quantity", unit="元"))
    assert not fits(a_question("quantity", unit="亩"), a_question("quantity", unit="平方米"))
    columns = (a_question("short_text"),)
    assert fits(a_question("table", columns=columns), a_question("table", columns=columns))
    assert not fits(a_question("table", columns=columns), a_question("table"))
    assert not fits(a_question("file", material="plan"), a_question("file", material="map"))

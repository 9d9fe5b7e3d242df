"""Quantities, money, days and periods, as people type them."""

from typing import Any

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from tests.builders.sheets import a_counter, a_question


def parsed(kind: str, typed: str, **also: Any) -> Any:
    return KINDS[kind].parse(a_question(kind, **also), Raw({"": [typed]}), a_counter())


@pytest.mark.parametrize(
    ("typed", "mu"),
    [
        ("3.5", 3.5),
        ("３．５亩", 3.5),
        ("3 亩", 3),
        ("2000平方米", 3),
        ("2000㎡", 3),
        ("1公顷", 15),
        ("1,200", 1200),
        ("667平方米", 1.0005),
    ],
)
def test_an_area_is_kept_in_the_unit_of_the_sheet(typed: str, mu: float) -> None:
    assert parsed("quantity", typed, unit="亩") == mu


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("三亩", "只写数字"),
        ("3斤", "按“亩”填"),
        ("0", "不能少于0.01亩"),
        ("1001", "不能超过1000亩"),
        ("-3", "不能少于"),
        ("1e9", "按“亩”填|只写数字"),
        ("9" * 40, "只写数字"),
        ("nan", "只写数字"),
    ],
)
def test_an_area_out_of_bounds_is_refused(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        parsed("quantity", typed, unit="亩", at_least=0.01, at_most=1000.0)


def test_numbers_are_shown_without_needless_zeros() -> None:
    show = KINDS["quantity"].show
    question = a_question("quantity", unit="亩")
    assert [show(question, value, a_counter()) for value in (3, 3.5, 1200, 0.01)] == [
        "3亩",
        "3.5亩",
        "1200亩",
        "0.01亩",
    ]


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [("1200", 1200), ("￥1,234.50元", 1234.5), ("1.2万元", 12000), ("１２块", 12)],
)
def test_money_is_kept_in_yuan(typed: str, yuan: float) -> None:
    assert parsed("money", typed) == yuan


def test_money_is_shown_with_its_thousands() -> None:
    assert KINDS["money"].show(a_question("money"), 1234.5, a_counter()) == "1,234.50元"
    assert KINDS["money"].show(a_question("money"), 12000, a_counter()) == "12,000元"


@pytest.mark.parametrize("typed", ["1.234", "一百", "-5", "5美元"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Unclear):
        parsed("money", typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-02",
        "2026年3月2日",
        "2026/3/2",
        "2026.3.2",
        "20260302",
        "２０２６年３月２号",
        "2026 3 2",
        "2026—03—02",
    ],
)
def test_a_day_is_understood_however_it_is_written(typed: str) -> None:
    assert parsed("day", typed) == "2026-03-02"


def test_a_day_is_shown_with_its_weekday() -> None:
    shown = KINDS["day"].show(a_question("day"), "2026-03-02", a_counter())
    assert shown == "2026年3月2日（星期一）"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-02-30", "没有2026年2月30日"),
        ("明天", "请写年月日"),
        ("0001-01-01", "年份"),
        ("26-3-2", "请写年月日"),
    ],
)
def test_what_is_no_day_is_refused(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        parsed("day", typed)


def test_a_period_has_two_ends_in_order() -> None:
    kind, question = KINDS["period"], a_question("period")
    form = {"q-from": "2026年4月1日", "q-until": "20360331"}
    value = kind.answer(question, kind.raw(question, form), a_counter())
    assert value == {"from": "2026-04-01", "until": "2036-03-31"}
    shown = kind.show(question, value, a_counter())
    assert shown == "2026年4月1日（星期三）至2036年3月31日（星期一）"


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ({"q-from": "2026-04-01"}, "until"),
        ({"q-until": "2026-04-01"}, "from"),
        ({"q-from": "2026-04-02", "q-until": "2026-04-01"}, "until"),
        ({"q-from": "x", "q-until": "2026-04-01"}, "from"),
    ],
)
def test_a_broken_period_says_which_end(form: dict[str, str], part: str) -> None:
    kind, question = KINDS["period"], a_question("period")
    with pytest.raises(Unclear) as unclear:
        kind.answer(question, kind.raw(question, form), a_counter())
    assert unclear.value.part == part

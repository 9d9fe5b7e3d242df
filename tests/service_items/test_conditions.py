"""One small engine for every condition: every comparison against every kind of kept value."""

from itertools import product
from typing import Any

import pytest

from jointhall.service_items.asking import Clause, Comparison, Condition
from jointhall.service_items.conditions import clause_holds, holds
from tests.builders.sheets import HERE, NEXT, a_counter

FILE = {"id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8", "name": "安排.pdf"}
ANSWERS: dict[str, Any] = {
    "who": "farmer",
    "agreed": False,
    "uses": ["a", "b"],
    "trade": ["crop", "lotus"],
    "area": 3.5,
    "cost": 1200,
    "total": 0.3,
    "old": "430321194303080025",
    "born": "2010-03-02",
    "where": [HERE.code, NEXT.code],
    "near": NEXT.code,
    "starts": "2026-04-01",
    "term": {"from": "2026-04-01", "until": "2036-03-31"},
    "child": {"name": "小满", "id_number": "430321194303080025", "phone": "13812345678"},
    "firm": {"name": "某社", "credit_code": "93430321MA4L000115", "representative": "王"},
    "field": {"place": "水库东", "area": 2000, "unit": "m2", "number": "1"},
    "plot": {"place": "水库东", "area": 3, "unit": "mu", "number": ""},
    "drawn": {"points": [[27.0, 112.0]], "mu": 5.5},
    "spot": {"lat": 27.0, "lng": 112.0, "words": ""},
    "papers": [FILE, FILE],
    "sign": FILE,
    "family": [
        {"name": "甲", "relation": "child", "income": 0, "id_number": "430321194303080025"},
        {"name": "乙", "relation": "spouse", "income": 2400},
    ],
    "nobody": [],
}
IS, NOT, ONE = Comparison.IS, Comparison.IS_NOT, Comparison.ONE_OF
HAS, HAS_NOT = Comparison.HAS, Comparison.HAS_NOT
LEAST, MOST = Comparison.AT_LEAST, Comparison.AT_MOST
AGED, YOUNG = Comparison.AGE_AT_LEAST, Comparison.AGE_UNDER
BEFORE, AFTER, ANSWERED = Comparison.BEFORE, Comparison.AFTER, Comparison.ANSWERED
TODAY = "今天"


def one(question: str, how: Comparison, value: Any) -> Condition:
    return Condition((Clause(question, how, value),))


@pytest.mark.parametrize(
    ("question", "how", "value", "expected"),
    [
        ("who", IS, "farmer", True),
        ("who", IS, "firm", False),
        ("who", NOT, "firm", True),
        ("who", NOT, "farmer", False),
        ("who", ONE, ("firm", "farmer"), True),
        ("who", ONE, ("firm",), False),
        ("agreed", IS, "否", True),
        ("agreed", IS, "是", False),
        ("agreed", NOT, "是", True),
        ("uses", HAS, "b", True),
        ("uses", HAS, "c", False),
        ("uses", HAS_NOT, "c", True),
        ("trade", IS, "crop", True),
        ("trade", IS, "lotus", True),
        ("trade", IS, "rice", False),
        ("trade", NOT, "rice", True),
        ("trade", ONE, ("rice", "lotus"), True),
        ("trade", HAS, "lotus", True),
        ("area", LEAST, 3.5, True),
        ("area", LEAST, 3.6, False),
        ("area", MOST, 3.5, True),
        ("area", MOST, 3.4, False),
        ("cost", LEAST, 1200.0, True),
        ("cost", MOST, 1199.99, False),
        ("total", LEAST, 0.3, True),
        ("agreed", LEAST, 0, False),
        ("who", LEAST, 0, False),
        ("family", LEAST, 2, True),
        ("family", LEAST, 3, False),
        ("family", MOST, 1, False),
        ("nobody", MOST, 0, True),
        ("papers", LEAST, 2, True),
        ("field", LEAST, 3, True),
        ("field", MOST, 3, True),
        ("field", LEAST, 3.01, False),
        ("plot", LEAST, 3, True),
        ("plot", MOST, 2.9, False),
        ("drawn", LEAST, 5.5, True),
        ("drawn", MOST, 5, False),
        ("spot", LEAST, 0, False),
        ("sign", LEAST, 0, False),
        ("old", AGED, 82, True),
        ("old", AGED, 83, False),
        ("old", YOUNG, 83, True),
        ("child", AGED, 82, True),
        ("child", YOUNG, 60, False),
        ("born", AGED, 16, True),
        ("born", AGED, 17, False),
        ("born", YOUNG, 17, True),
        ("who", YOUNG, 99, False),
        ("firm", AGED, 1, False),
        ("where", HAS, "本乡镇", True),
        ("where", HAS_NOT, "本乡镇", False),
        ("where", IS, "本乡镇", False),
        ("near", IS, "本乡镇", False),
        ("near", NOT, "本乡镇", True),
        ("starts", BEFORE, "2026-04-02", True),
        ("starts", BEFORE, "2026-04-01", False),
        ("starts", AFTER, "2026-03-31", True),
        ("starts", AFTER, TODAY, True),
        ("starts", BEFORE, TODAY, False),
        ("born", BEFORE, TODAY, True),
        ("term", AFTER, TODAY, True),
        ("term", BEFORE, "2036-04-01", True),
        ("term", BEFORE, "2036-03-31", False),
        ("term", AFTER, "2026-04-01", False),
        ("who", BEFORE, TODAY, False),
        ("area", AFTER, TODAY, False),
        ("family.relation", IS, "child", True),
        ("family.relation", IS, "parent", False),
        ("family.relation", ONE, ("parent", "spouse"), True),
        ("family.relation", NOT, "parent", True),
        ("family.relation", NOT, "child", False),
        ("family.income", LEAST, 2400, True),
        ("family.income", LEAST, 2401, False),
        ("family.income", MOST, 0, True),
        ("family.id_number", AGED, 80, True),
        ("family.id_number", YOUNG, 80, False),
        ("family.id_number", ANSWERED, True, True),
        ("family.phone", ANSWERED, True, False),
        ("family.phone", ANSWERED, False, True),
        ("family.phone", NOT, "x", False),
        ("nobody.income", LEAST, 0, False),
        ("nobody.income", ANSWERED, False, True),
        ("who.income", LEAST, 0, False),
        ("who", ANSWERED, True, True),
        ("who", ANSWERED, False, False),
        ("nothing", ANSWERED, True, False),
        ("nothing", ANSWERED, False, True),
        ("nothing.income", ANSWERED, False, True),
    ],
)
def test_comparisons(question: str, how: Comparison, value: Any, expected: bool) -> None:
    assert holds(one(question, how, value), ANSWERS, a_counter()) is expected


@pytest.mark.parametrize("how", [how for how in Comparison if how is not ANSWERED])
def test_what_was_not_answered_compares_with_nothing(how: Comparison) -> None:
    assert not holds(one("nothing", how, "x"), ANSWERS, a_counter())
    assert not holds(one("nothing.column", how, "x"), ANSWERS, a_counter())


VALUES: dict[Comparison, Any] = {
    ONE: ("a", "b"), LEAST: 1.0, MOST: 1.0, AGED: 18, YOUNG: 18, ANSWERED: True,
}  # fmt: skip
TAMPERED: list[Any] = [
    *ANSWERS.values(), None, "", [], {}, [None], [[]], {"area": "x"}, {"area": True}, -1, 1e300,
    {"until": 5, "from": None}, "9999-99-99", [{"income": None}], {"id_number": 5}, "x" * 18,
]  # fmt: skip


@pytest.mark.parametrize("how", Comparison)
def test_an_answer_of_any_sort_is_compared_without_a_fault(how: Comparison) -> None:
    for answer, column in product(TAMPERED, ("", ".income")):
        clause = Clause(f"q{column}", how, VALUES.get(how, "a"))
        assert clause_holds(clause, {"q": answer}, a_counter()) in (True, False)


@pytest.mark.parametrize(("first", "second"), list(product((True, False), repeat=2)))
def test_all_and_any(first: bool, second: bool) -> None:
    clauses = tuple(Clause("who", IS if true else NOT, "farmer") for true in (first, second))
    assert holds(Condition(clauses), ANSWERS, a_counter()) is (first and second)
    assert holds(Condition(clauses, is_any=True), ANSWERS, a_counter()) is (first or second)

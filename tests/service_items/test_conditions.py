"""One small engine for every condition."""

from typing import Any

import pytest

from jointhall.service_items.asking import Clause, Comparison, Condition
from jointhall.service_items.conditions import holds
from tests.builders.sheets import HERE, NEXT, a_counter

ANSWERS: dict[str, Any] = {
    "who": "farmer",
    "agreed": False,
    "uses": ["a", "b"],
    "area": 3.5,
    "old": "430321194303080025",
    "where": [HERE.code, NEXT.code],
}


def one(question: str, how: Comparison, value: Any) -> Condition:
    return Condition((Clause(question, how, value),))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (one("who", Comparison.IS, "farmer"), True),
        (one("who", Comparison.IS, "firm"), False),
        (one("who", Comparison.IS_NOT, "firm"), True),
        (one("who", Comparison.ONE_OF, ("firm", "farmer")), True),
        (one("who", Comparison.ONE_OF, ("firm",)), False),
        (one("agreed", Comparison.IS, "否"), True),
        (one("agreed", Comparison.IS, "是"), False),
        (one("uses", Comparison.HAS, "b"), True),
        (one("uses", Comparison.HAS_NOT, "c"), True),
        (one("area", Comparison.AT_LEAST, 3.5), True),
        (one("area", Comparison.AT_MOST, 3.4), False),
        (one("old", Comparison.AGE_AT_LEAST, 82), True),
        (one("old", Comparison.AGE_AT_LEAST, 83), False),
        (one("old", Comparison.AGE_UNDER, 83), True),
        (one("where", Comparison.HAS, "本乡镇"), True),
        (one("where", Comparison.HAS_NOT, "本乡镇"), False),
        (one("where", Comparison.IS, "本乡镇"), False),
        (one("who", Comparison.ANSWERED, True), True),
        (one("nothing", Comparison.ANSWERED, True), False),
        (one("nothing", Comparison.ANSWERED, False), True),
    ],
)
def test_comparisons(condition: Condition, expected: bool) -> None:
    assert holds(condition, ANSWERS, a_counter()) is expected


@pytest.mark.parametrize("how", [how for how in Comparison if how is not Comparison.ANSWERED])
def test_what_was_not_answered_compares_with_nothing(how: Comparison) -> None:
    assert not holds(one("nothing", how, "x"), ANSWERS, a_counter())


def test_all_and_any() -> None:
    true, false = one("who", Comparison.IS, "farmer"), one("who", Comparison.IS, "firm")
    both = (*true.clauses, *false.clauses)
    assert not holds(Condition(both), ANSWERS, a_counter())
    assert holds(Condition(both, is_any=True), ANSWERS, a_counter())

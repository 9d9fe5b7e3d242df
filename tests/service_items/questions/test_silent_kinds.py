"""Sums and pages to read: shown, exported, never typed."""

import pytest

from jointhall.service_items.questions import KINDS, Raw
from tests.builders.sheets import a_counter, a_question


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [("元", 1234.5, "1,234.50元"), ("元", 1200, "1,200元"), ("亩", 3.7, "3.7亩"), (None, 2, "2")],
)
def test_a_sum_is_shown_in_its_unit(unit: str | None, value: float, shown: str) -> None:
    question = a_question("computed_sum", unit=unit)
    assert KINDS["computed_sum"].show(question, value, a_counter()) == shown
    assert KINDS["computed_sum"].export(question, value, a_counter()) == value


@pytest.mark.parametrize("kind", ["computed_sum", "information"])
def test_neither_takes_an_answer_nor_misses_one(kind: str) -> None:
    for raw in (Raw(), Raw({"": ["5"]})):
        assert KINDS[kind].answer(a_question(kind), raw, a_counter()) is None
    assert KINDS[kind].typed(a_question(kind), 5).is_empty
    assert not KINDS[kind].is_typed


def test_what_is_only_read_shows_nothing_as_an_answer() -> None:
    assert KINDS["information"].show(a_question("information"), None, a_counter()) == ""
    assert not KINDS["information"].is_kept

"""Two choices of which the first decides what the second offers."""

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from tests.builders.kinds import question_of
from tests.builders.sheets import a_counter

KIND = KINDS["linked_choices"]
QUESTION = question_of("linked_choices")


def parsed(text: str) -> list[str]:
    value: list[str] = KIND.parse(QUESTION, Raw({"": [text]}), a_counter())
    return value


def test_both_are_kept_and_one_with_nothing_under_it_alone() -> None:
    assert parsed("illness/serious") == ["illness", "serious"]
    assert parsed("因病/大病") == ["illness", "serious"]
    assert parsed("other") == ["other"]


def test_they_are_shown_in_words_even_when_the_sheet_has_changed() -> None:
    assert KIND.show(QUESTION, ["illness", "serious"], a_counter()) == "因病/大病"
    assert KIND.show(QUESTION, ["other"], a_counter()) == "别的原因"
    assert KIND.show(QUESTION, ["gone", "too"], a_counter()) == "gone/too"


def test_an_example_tells_them_one_after_the_other() -> None:
    assert KIND.answer(QUESTION, KIND.told(QUESTION, ["因病", "大病"]), a_counter()) == [
        "illness", "serious",
    ]  # fmt: skip
    assert KIND.answer(QUESTION, KIND.told(QUESTION, "other"), a_counter()) == ["other"]


def test_a_second_that_belongs_to_another_first_is_refused() -> None:
    with pytest.raises(Unclear, match="不在选项里"):
        parsed("illness/fire")

"""Mobile and landline numbers."""

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from tests.builders.sheets import a_counter, a_question

KIND = KINDS["phone"]
QUESTION = a_question("phone")


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("13812345678", "13812345678", "138 1234 5678"),
        ("１３８ 1234-5678", "13812345678", "138 1234 5678"),
        ("+86 138 1234 5678", "13812345678", "138 1234 5678"),
        ("0731-55550123", "073155550123", "0731-55550123"),
        ("（0731）55550123", "073155550123", "0731-55550123"),
        ("010 66001234", "01066001234", "010-66001234"),
    ],
)
def test_numbers_are_kept_plain_and_shown_spaced(typed: str, kept: str, shown: str) -> None:
    assert KIND.parse(QUESTION, Raw({"": [typed]}), a_counter()) == kept
    assert KIND.show(QUESTION, kept, a_counter()) == shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1381234567", "现在有10位"),
        ("55550123", "区号"),
        ("12345678901", "号码不对"),
        ("电话", "号码不对"),
    ],
)
def test_a_slip_is_told(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        KIND.parse(QUESTION, Raw({"": [typed]}), a_counter())

"""The unified social credit code, by GB 32100 and GB 11714, collectives included."""

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from jointhall.service_items.questions.credit_code import ALPHABET, check_character
from tests.builders.sheets import a_counter, a_question

KIND = KINDS["credit_code"]


def parsed(text: str) -> str:
    value: str = KIND.parse(a_question("credit_code"), Raw({"": [text]}), a_counter())
    return value


@pytest.mark.parametrize("code", ["91110000600037341L", "93430321MA4L000115", "N2430321MF00001285"])
def test_companies_cooperatives_and_collectives_are_taken(code: str) -> None:
    assert parsed(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "91110000600037341l",
        "９１１１００００６０００３７３４１Ｌ",
        "9111 0000 6000 3734 1L",
        "9111OOOO6OOO37341L",
    ],
)
def test_typing_is_forgiven(typed: str) -> None:
    assert parsed(typed) == "91110000600037341L"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("91110000600037341M", "对不上"),
        ("91110000600037342L", "对不上"),
        ("9111000060003734", "现在有16位"),
        ("S1110000600037341L", "写得不对"),
        ("430321196505120012", "对不上"),
    ],
)
def test_a_slip_is_told(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        parsed(typed)


def test_the_check_catches_every_single_wrong_character() -> None:
    right = "91110000600037341L"
    for place in range(17):
        for other in ALPHABET:
            if other != right[place]:
                wrong = right[:place] + other + right[place + 1 :]
                assert check_character(wrong) != right[-1], wrong

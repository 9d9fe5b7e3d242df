"""Number plates of every sort, by GA 36."""

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from tests.builders.sheets import a_counter, a_question

KIND = KINDS["licence_plate"]
QUESTION = a_question("licence_plate")


def parsed(text: str) -> str:
    value: str = KIND.parse(QUESTION, Raw({"": [text]}), a_counter())
    return value


@pytest.mark.parametrize(
    "plate",
    [
        "湘C12345",
        "京A1B2C3",
        "粤BZ9A01",
        # New energy: small, with a letter of the drive and perhaps one more; large, with it behind.
        "湘AD12345",
        "湘AFB1234",
        "沪A12345D",
        "渝B54321F",
        # Trailers, driving schools, police, Hong Kong and Macao.
        "湘C1234挂",
        "湘C12A4学",
        "湘C1234警",
        "粤ZA123港",
        "粤Z1B23澳",
        # Embassies and consulates.
        "使224578",
        "224578使",
        "沪A0023领",
        # A tractor's.
        "湘0112345",
    ],
)
def test_every_sort_of_plate_is_taken(plate: str) -> None:
    assert parsed(plate) == plate


@pytest.mark.parametrize(
    "typed",
    [
        "湘c12345",
        "湘C·12345",
        "湘C•12345",
        "湘 C 12345",
        "湘Ｃ１２３４５",
        "湘C-12345",
        "\u200b湘C12345",
    ],
)
def test_dots_and_blanks_are_forgiven(typed: str) -> None:
    assert parsed(typed) == "湘C12345"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("湘I12345", "没有字母 I 和 O"),
        ("湘C1234O", "没有字母 I 和 O"),
        ("C12345", "省份的简称"),
        ("美C12345", "省份的简称"),
        ("湘C1234", "现在有6位"),
        ("湘C1234567", "现在有9位"),
        ("湘CABCDE", "对不上"),
        ("湘AL12345", "对不上"),
        ("湘AD1234挂", "对不上"),
        ("湘CD12345挂", "7位"),
    ],
)
def test_a_slip_is_told(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        parsed(typed)


def test_it_is_shown_with_its_dot_and_masked_for_others() -> None:
    assert KIND.show(QUESTION, "湘C12345", a_counter()) == "湘C·12345"
    assert KIND.show(QUESTION, "使224578", a_counter()) == "使224578"
    assert KIND.masked(QUESTION, "湘C12345", a_counter()) == "湘C***45"

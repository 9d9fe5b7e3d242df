"""Bank cards, with the Luhn digit."""

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from jointhall.service_items.questions.bank_card import is_luhn
from tests.builders.sheets import a_counter, a_question

KIND = KINDS["bank_card"]


def parsed(text: str) -> str:
    value: str = KIND.parse(a_question("bank_card"), Raw({"": [text]}), a_counter())
    return value


@pytest.mark.parametrize(
    "typed", ["6217995510000123454", "6217 9955 1000 0123 454", "６２１７-9955-1000-0123-454"]
)
def test_a_card_is_taken_however_it_is_typed(typed: str) -> None:
    assert parsed(typed) == "6217995510000123454"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("6217995510000123455", "对不上"),
        ("621799551000", "现在有12位"),
        ("6217x", "只能是数字"),
        ("0000000000000000", "对不上"),
        ("²²²²²²²²²²²²²²²²", "对不上|数字"),
    ],
)
def test_a_slip_is_told(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        parsed(typed)


def test_luhn_vectors() -> None:
    assert is_luhn("79927398713")
    assert not any(is_luhn(f"7992739871{d}") for d in "012456789")


def test_others_see_it_masked() -> None:
    masked = KIND.masked(a_question("bank_card"), "6217995510000123454", a_counter())
    assert masked == "6217 **** 3454"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("H12345678", "社保卡号，不是银行账号"),
        ("h1234567x", "社保卡号，不是银行账号"),
        ("11010519491231002X", "这是身份证号"),
        ("440524188001010014", "这是身份证号"),
    ],
)
def test_another_number_is_told_for_what_it_is(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        parsed(typed)


@pytest.mark.parametrize("length", [16, 17, 18, 19])
def test_every_length_of_a_card_is_taken(length: int) -> None:
    start = "6228480123456789012"[: length - 1]
    number = next(start + digit for digit in "0123456789" if is_luhn(start + digit))
    assert parsed(number) == number

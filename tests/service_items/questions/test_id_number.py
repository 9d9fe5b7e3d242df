"""The citizen's number, by GB 11643, for everybody who has one."""

from datetime import date

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from jointhall.service_items.questions.id_number import age_on, check_character
from tests.builders.sheets import a_counter, a_question

KIND = KINDS["id_number"]
QUESTION = a_question("id_number")


def parsed(text: str) -> str:
    value: str = KIND.parse(QUESTION, Raw({"": [text]}), a_counter())
    return value


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        # An abolished county prefix; the number stays valid for life.
        "440524188001010014",
        # Residence permits of Hong Kong, Macao and Taiwan residents.
        "810000198808080056",
        "82000019880808005" + check_character("82000019880808005"),
        "83000019880808005" + check_character("83000019880808005"),
        # A foreigner's permanent residence card.
        "932682199001010015",
        # The one foreigners were given until 2023.
        "USA310088010112",
    ],
)
def test_every_sort_of_number_is_taken(number: str) -> None:
    assert parsed(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "\u200b110105\u200e19491231002X\ufeff",
        "110105　19491231　002X",
    ],
)
def test_typing_and_pasting_are_forgiven(typed: str) -> None:
    assert parsed(typed) == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("110105194912310021", "号码对不上"),
        ("1101051949123100", "现在有16位"),
        ("130503670401001", "15位的旧号码"),
        ("11010519491331002X", "出生日期"),
        ("11010520991231002X", "出生日期"),
        ("01010519491231002X", "前两位"),
        ("811010198808080056", "港澳台居民居住证"),
        ("840000198808080056", "港澳台居民居住证"),
        ("999682199001010015", "外国人永久居留"),
        ("USA310088133112", "出生日期"),
        ("1101051949123100XX", "只能是数字"),
        ("<script>alert(1)</", "只能是数字"),
        ("٠" * 18, "只能是数字"),
    ],
)
def test_a_slip_is_told_for_what_it_is(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        parsed(typed)


def test_age_counts_full_years_on_the_birthday() -> None:
    assert age_on("430321194303080025", date(2023, 3, 7)) == 79
    assert age_on("430321194303080025", date(2023, 3, 8)) == 80
    assert age_on("430321200402290000", date(2024, 2, 28)) == 19
    assert age_on("430321200402290000", date(2025, 3, 1)) == 21
    assert age_on("USA310088010112", date(2026, 1, 1)) == 38
    assert age_on("USA310005010112", date(2026, 1, 1)) == 21


def test_others_see_it_masked() -> None:
    shown = KIND.masked(QUESTION, "11010519491231002X", a_counter())
    assert shown == "110105********002X"
    assert "19491231" not in shown

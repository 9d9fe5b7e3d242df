"""Places: a village of the register, another township, and the rest in people's words."""

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from jointhall.service_items.questions.address import Address
from tests.builders.sheets import NEXT, a_counter, a_question

KIND = KINDS["address"]
assert isinstance(KIND, Address)
QUESTION = a_question("address")
VILLAGES = ("日华村", "日华村新组", "黄荆坪村")


def parsed(rest: str, village: str = "") -> str:
    value: str = KIND.parse(QUESTION, Raw({"village": [village], "": [rest]}), a_counter())
    return value


def test_the_village_chosen_stands_before_the_rest() -> None:
    assert parsed("五组", "日华村") == "日华村五组"
    assert parsed("", "日华村") == "日华村"
    assert parsed("日华村五组", "日华村") == "日华村五组"
    assert parsed("日华村五组") == "日华村五组"
    assert parsed("紫竹村二组", NEXT.name) == f"{NEXT.name}紫竹村二组"


def test_another_township_alone_is_not_enough() -> None:
    with pytest.raises(Unclear, match="请写到村"):
        parsed("", NEXT.name)


def test_what_was_kept_is_taken_apart_again() -> None:
    def split(text: str) -> tuple[str, str]:
        return KIND.split(KIND.typed(QUESTION, text), VILLAGES, a_counter())

    assert split("日华村五组") == ("日华村", "五组")
    assert split("日华村新组3号") == ("日华村新组", "3号")
    assert split(f"{NEXT.name}紫竹村") == (NEXT.name, "紫竹村")
    assert split("长沙市某小区") == ("", "长沙市某小区")


def test_what_was_typed_before_it_could_be_taken_is_there_again() -> None:
    raw = Raw({"village": ["日华村"], "": ["五" * 300]})
    assert KIND.split(raw, VILLAGES, a_counter()) == ("日华村", "五" * 300)
    forged = Raw({"village": ["<b>某地"], "": ["五组"]})
    assert KIND.split(forged, VILLAGES, a_counter()) == ("", "<b>某地五组")

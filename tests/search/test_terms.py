"""What a text is found by, and what a question asks for."""

from __future__ import annotations

import pytest

from jointhall.search.terms import ABOUT, LONGEST, NAME, SOUND, TITLE, asked, sound_of, terms_of


def test_a_word_of_two_characters_is_a_term_wherever_it_stands() -> None:
    terms = terms_of("高龄津贴", ("老人钱",), "满八十岁的老人每月领一笔")
    assert terms["津贴"] == TITLE
    assert terms["老人"] == NAME
    assert terms["八十"] == ABOUT
    assert "，" not in "".join(terms)


def test_names_are_kept_by_their_sound_and_first_letters_and_texts_are_not() -> None:
    terms = terms_of("高龄津贴", (), "每月领一笔")
    assert terms["~gaol"] == SOUND
    assert terms["^gljt"] == SOUND
    assert not any(term in terms for term in ("~meiy", "^mylyb"))


@pytest.mark.parametrize(
    ("said", "title"),
    [("津贴", "高龄津贴"), ("高玲金贴", "高龄津贴"), ("gaoling", "高龄津贴"), ("gljt", "高龄津贴"),
     ("GLJT", "高龄津贴"), ("宅", "宅基地审批"), ("12345", "拨打12345")],
)  # fmt: skip
def test_what_is_asked_meets_what_is_kept(said: str, title: str) -> None:
    assert {one.term for one in asked(said)} & set(terms_of(title))


@pytest.mark.parametrize("said", ["", "？？", "  ", "%_'\"\\", "😀"])
def test_signs_alone_ask_for_nothing(said: str) -> None:
    assert asked(said) == ()


def test_sounds_not_told_apart_in_the_south_are_one() -> None:
    assert sound_of("证书") == sound_of("zengsu")


def test_a_long_question_is_cut() -> None:
    said = "".join(chr(0x4E00 + n) for n in range(20_000))
    assert len([one for one in asked(said) if one.term[0] not in "~^"]) == LONGEST - 1

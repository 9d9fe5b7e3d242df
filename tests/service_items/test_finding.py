"""Items are found by what people call them, however they write it."""

from __future__ import annotations

import pytest

from jointhall.service_items.finding import find, sound_of
from jointhall.service_items.library import library
from jointhall.service_items.offers import Offer

OFFERS = [Offer(sheet, "", "") for sheet in library().sheets()]
ALLOWANCE, FARMLAND = "old_age_allowance", "facility_farmland"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("高龄津贴", ALLOWANCE),
        ("老人钱", ALLOWANCE),
        ("我想办老人钱怎么办", ALLOWANCE),
        ("老人补贴", ALLOWANCE),
        ("80岁津贴", ALLOWANCE),
        ("gaolingbutie", ALLOWANCE),
        ("gaolinbutie", ALLOWANCE),
        ("GLJT", ALLOWANCE),
        ("高玲金贴", ALLOWANCE),
        ("盖猪圈", FARMLAND),
        ("猪圈", FARMLAND),
        ("大棚", FARMLAND),
        ("ｄａｐｅｎｇ", FARMLAND),
        ("盖鸡棚要什么手续", FARMLAND),
        ("设施 农业用地", FARMLAND),
        ("烘干棚", FARMLAND),
    ],
)
def test_everyday_words_pinyin_and_slips_find_the_item(said: str, code: str) -> None:
    finding = find(OFFERS, said)
    assert [offer.code for offer in (finding.found or finding.nearest)][:1] == [code]


def test_a_name_that_is_not_there_gives_the_nearest_and_says_so() -> None:
    finding = find(OFFERS, "鸡棚批条")
    assert finding.found == ()
    assert [offer.code for offer in finding.nearest] == [FARMLAND]


@pytest.mark.parametrize("said", ["护照", "zzz", "？？", "😀", "x" * 5000, "%", "离婚"])
def test_what_we_do_not_do_is_not_forced_on_an_item(said: str) -> None:
    assert find(OFFERS, said).found == ()


def test_nothing_said_finds_nothing() -> None:
    finding = find(OFFERS, "  　 ")
    assert (finding.said, finding.found, finding.nearest) == ("", (), ())


def test_sounds_not_told_apart_in_the_south_are_one() -> None:
    assert sound_of("证书") == sound_of("zengsu")

"""Which bundles a place offers follows from its items, and changes with them."""

from __future__ import annotations

from jointhall.service_items.bundles.offers import bundle_coded, bundles_of, open_bundles
from jointhall.service_items.library import library
from jointhall.service_items.offers import Closed, Offer

BIRTH = (
    "birth_registration", "resident_medical_enrolment", "childcare_subsidy",
    "social_security_card",
)  # fmt: skip


def offers(*codes: str, **closed: str) -> list[Offer]:
    found = []
    for code in codes:
        sheet = library().sheet(code)
        assert sheet is not None
        status = closed.get(code, "in_use")
        why = Closed("系统在换新。") if status != "in_use" else Closed()
        found.append(Offer(sheet, "模块", "主题", status, why))
    return found


def members(offer: Offer) -> list[str]:
    return [one.partition(":")[0] for one in offer.sheet.edition.split("/")[1:]]


def test_where_all_items_are_the_bundle_is() -> None:
    (birth,) = bundles_of(offers(*BIRTH))
    assert (birth.title, birth.is_open) == ("出生一件事", True)
    assert members(birth) == list(BIRTH)


def test_an_item_one_may_choose_is_left_out_while_it_is_closed() -> None:
    (birth,) = open_bundles(offers(*BIRTH, childcare_subsidy="paused"))
    assert members(birth) == [code for code in BIRTH if code != "childcare_subsidy"]
    assert birth.sheet.promised_limit.count < 20, "the longest of those that are left"


def test_a_necessary_item_that_is_closed_closes_it_and_says_why() -> None:
    items = offers(*BIRTH, birth_registration="paused")
    assert open_bundles(items) == []
    (birth,) = bundles_of(items)
    assert birth.closed.why == "其中的“生育登记”现在不收件。系统在换新。"


def test_a_necessary_item_that_is_not_here_keeps_it_away() -> None:
    assert bundles_of(offers(*BIRTH[1:])) == []
    assert bundles_of(offers("birth_registration")) == []


def test_a_bundle_is_known_by_its_code() -> None:
    bundle = bundle_coded("having_a_baby")
    assert bundle is not None
    assert bundle.title == "出生一件事"
    assert bundle_coded("birth_registration") is None

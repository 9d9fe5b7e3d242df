"""One form over several items: what is asked, for whom, and what comes of each answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jointhall.service_items.bundles.composing import TOGETHER, compose
from jointhall.service_items.bundles.form import BundleForm, form_for, forms_of
from jointhall.service_items.bundles.reading import bundles
from jointhall.service_items.counter import Counter, Place
from jointhall.service_items.form import Form
from jointhall.service_items.library import library
from jointhall.service_items.questions import Unclear

HERE = Place("430321101000", "花石镇")
COUNTER = Counter(HERE, date(2026, 11, 22), (HERE,))


def form_of(code: str) -> BundleForm:
    bundle = next(one for one in bundles() if one.code == code)
    sheets = {sheet.code: sheet for sheet in library().sheets()}
    sheet = compose(bundle, sheets)
    return BundleForm(sheet, COUNTER, sheet)


@pytest.fixture(scope="module")
def disability() -> BundleForm:
    return form_of("living_with_disability")


@pytest.fixture(scope="module")
def death() -> BundleForm:
    return form_of("after_a_death")


CARD = {"has_card": True, "grade": "one"}
BOTH = ["hardship_living_allowance", "severe_care_allowance"]
DIED = {"what": ["pension", "cremated"], TOGETHER: ["pension_closing", "funeral_subsidy"]}
PERSON = {"name": "陈菊", "id_number": "430321194303080025"}


def codes(form: BundleForm, answers: dict[str, Any]) -> list[str]:
    return [question.code for question in form.asked(answers)]


def test_only_the_first_questions_are_asked_before_the_items_are_known(
    disability: BundleForm,
) -> None:
    assert codes(disability, {}) == ["has_card"]
    assert codes(disability, CARD) == ["has_card", "grade", TOGETHER]


def test_the_choice_offers_what_applies_and_it_is_ticked(disability: BundleForm) -> None:
    question = disability.question(TOGETHER, CARD)
    assert question is not None
    assert [choice.code for choice in question.choices] == BOTH
    assert disability.proposed(question, CARD) == BOTH
    assert disability.proposed(question, {"has_card": False}) == ["disability_certificate"]


def test_an_item_that_is_not_chosen_asks_nothing(disability: BundleForm) -> None:
    asked = codes(disability, {**CARD, TOGETHER: BOTH[:1]})
    assert "hardship_living_allowance__hardship" in asked
    assert not any(code.startswith("severe_care_allowance") for code in asked)
    assert "kind" not in asked, "only the allowance for care wants to know it"


def test_an_items_own_condition_still_decides(disability: BundleForm) -> None:
    answers = {**CARD, TOGETHER: BOTH}
    assert "helper" not in codes(disability, {**answers, "for_whom": "self"})
    assert "helper" in codes(disability, {**answers, "for_whom": "family"})


def test_what_is_a_must_cannot_be_unticked(death: BundleForm) -> None:
    answers = {"what": ["pension", "cremated"]}
    question = death.question(TOGETHER, answers)
    assert question is not None
    with pytest.raises(Unclear, match="惠民殡葬补贴"):
        death.read(question, {TOGETHER: ["pension_closing"]})
    assert death.read(question, {TOGETHER: DIED[TOGETHER]}) == DIED[TOGETHER]


def test_a_part_of_a_person_answers_another_item(death: BundleForm) -> None:
    answers = {**DIED, "deceased": PERSON}
    assert codes(death, answers).count("deceased") == 1
    pension, _funeral = forms_of(death, answers)
    assert pension[1]["insured_name"] == "陈菊"
    assert pension[1]["insured_number"] == PERSON["id_number"]


def test_the_person_is_asked_for_even_when_only_a_part_is_wanted(death: BundleForm) -> None:
    answers = {"what": ["pension"], TOGETHER: ["pension_closing"]}
    assert "deceased" in codes(death, answers)


def test_what_the_bundle_knows_is_not_asked_and_still_told(death: BundleForm) -> None:
    assert not any("why" in code for code in codes(death, DIED))
    pension, _funeral = forms_of(death, DIED)
    assert pension[1]["why"] == "death"


def test_a_sum_of_an_item_is_reckoned(death: BundleForm) -> None:
    funeral = next(part for part in death.bundled.parts if part.code == "funeral_subsidy")
    table = funeral.sheet.question("costs")
    assert table is not None
    row = {column.code: 300 if column.kind == "money" else "接运" for column in table.columns}
    counted = death.applying({**DIED, "funeral_subsidy__costs": [row]})
    assert counted["funeral_subsidy__total"] == 300


def test_another_first_answer_asks_again_which_items(disability: BundleForm) -> None:
    question = disability.question("grade", CARD)
    assert question is not None
    answers = {**CARD, TOGETHER: BOTH, "bank_card": "6217995510000123454"}
    lower = disability.with_answer(answers, question, "three")
    assert TOGETHER not in lower
    same = disability.with_answer(answers, question, "two")
    assert same[TOGETHER] == BOTH


def test_one_that_cannot_be_granted_is_named_and_may_be_left_out(disability: BundleForm) -> None:
    answers = {**CARD, TOGETHER: BOTH, "severe_care_allowance__injury": True}
    words = disability.ineligible(answers)
    assert words is not None
    assert words.startswith("“重度残疾人护理补贴”现在办不了")
    rest = disability.without(answers, "severe_care_allowance")
    assert rest[TOGETHER] == BOTH[:1]
    assert disability.ineligible(rest) is None


def test_nothing_that_suits_is_said_at_once(disability: BundleForm) -> None:
    assert disability.ineligible({"has_card": False}) is None
    form = form_of("after_a_death")
    assert form.ineligible({}) is None
    # Somebody who ticked nothing that is here.
    assert form.ineligible({"what": ["neither"]}) == "按您说的情况，这里没有可以一起办的。"


def test_every_item_gets_the_answers_its_own_form_asks_for(disability: BundleForm) -> None:
    answers = {**CARD, TOGETHER: BOTH, "bank_card": "6217995510000123454", "kind": ["limb"]}
    hardship, care = forms_of(disability, answers)
    assert hardship[1]["bank_card"] == care[1]["bank_card"] == "6217995510000123454"
    assert "kind" not in hardship[1]
    assert care[1]["kind"] == ["limb"]


def test_a_sheet_of_one_item_has_its_own_form() -> None:
    sheet = library().sheet("old_age_allowance")
    assert sheet is not None
    form = form_for(sheet, COUNTER)
    assert type(form) is Form
    assert forms_of(form, {}) == ((form, {}),)


def test_how_far_along_one_is_counts_what_will_be_asked(disability: BundleForm) -> None:
    before = disability.position(TOGETHER, CARD)
    after = disability.position(TOGETHER, {**CARD, TOGETHER: BOTH})
    assert (before.number, before.total) == (after.number, after.total)
    assert after.total > 10
    assert disability.position("has_card", {}).total > 10

"""One sheet made of several: everything once, and known by what it was made of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jointhall.service_items.bundles.composing import (
    Bundled,
    compatible,
    compose,
    editions_named,
    materials_of,
)
from jointhall.service_items.bundles.reading import bundles
from jointhall.service_items.library import library

SHEETS = {sheet.code: sheet for sheet in library().sheets()}


def composed(code: str) -> Bundled:
    return compose(next(one for one in bundles() if one.code == code), SHEETS)


@pytest.mark.parametrize("bundle", bundles(), ids=lambda bundle: bundle.code)
def test_no_code_stands_twice_and_it_never_promises_more_than_its_items(bundle) -> None:  # type: ignore[no-untyped-def]
    sheet = compose(bundle, SHEETS)
    codes = [question.code for question in sheet.form]
    assert len(codes) == len(set(codes))
    assert str(sheet.promised_limit) in {str(part.sheet.promised_limit) for part in sheet.parts}
    assert sheet.form[-1].kind == "consent"


def test_each_thing_to_hand_in_stands_once() -> None:
    sheet = composed("living_with_disability")
    names = [material.name for material in sheet.materials]
    assert len(names) == len(set(names))
    assert names.count("身份证") == 1


def test_what_one_must_have_is_a_must_for_all() -> None:
    hardship = SHEETS["hardship_living_allowance"]
    photo = next(one for one in hardship.materials if one.code == "card_photo")
    waived = replace(hardship, materials=(replace(photo, exempt="卡号核对得上，不用交"),))
    required = replace(hardship, materials=(photo,))
    for order in ([waived, required], [required, waived]):
        (found,) = materials_of(order)
        assert found.is_required


def test_it_can_be_composed_again_from_its_name() -> None:
    sheet = composed("after_a_death")
    named = editions_named(sheet.edition)
    assert named == [(part.code, part.sheet.edition) for part in sheet.parts]
    changed = {**SHEETS, "pension_closing": replace(SHEETS["pension_closing"], edition="0" * 16)}
    assert compose(sheet.bundle, changed).edition != sheet.edition


def test_a_shared_question_speaks_the_bundles_words_and_the_items_kind() -> None:
    question = composed("having_a_baby").question("mother_name")
    assert question is not None
    assert question.label == "孩子妈妈叫什么名字？"
    assert question.kind == "short_text"


def test_a_paper_is_found_under_the_name_its_question_gives_it() -> None:
    sheet = composed("living_with_disability")
    question = sheet.question("card_photo")
    assert question is not None
    material = sheet.material(question.material or "")
    assert material is not None
    assert material.name == "残疾人本人银行卡或社保卡的照片"


def test_other_choices_make_another_question() -> None:
    grade = SHEETS["severe_care_allowance"].question("grade")
    assert grade is not None
    assert compatible(grade, replace(grade, label="几级？"))
    assert not compatible(grade, replace(grade, choices=grade.choices[:2]))
    assert not compatible(grade, replace(grade, kind="several_choices"))

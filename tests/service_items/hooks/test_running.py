"""Hooks see what is frozen; what goes wrong in them is told in a sentence and breaks nothing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from jointhall.service_items import Keep, Tell
from jointhall.service_items.form import Form
from jointhall.service_items.hooks import rulebook
from jointhall.service_items.hooks.running import Figured, checked, decided, filing_of
from jointhall.service_items.library import library
from jointhall.service_items.sheets import Sheet
from tests.builders.sheets import a_counter, a_sheet

TODAY = a_counter().today
HEAD = "from jointhall.service_items import Filing, Keep, Tell, check, effect, figure\n"


@pytest.fixture
def ruled() -> Iterator[Any]:
    """Gives a sheet the rules of a text, as if they lay beside it."""
    made: list[str] = []

    def with_rules(text: str, sheet: Sheet | None = None) -> Sheet:
        mark = rulebook.fingerprint(text)
        rulebook._loaded[mark] = rulebook.load(HEAD + text)
        made.append(mark)
        return replace(sheet or a_sheet(), rules=mark)

    yield with_rules
    for mark in made:
        rulebook._loaded.pop(mark, None)


def test_a_check_speaks_at_its_question_in_the_form(ruled: Any) -> None:
    sheet = ruled(
        "@check('单双')\ndef odd(filing: Filing):\n"
        "    return {'seats': '双数才好坐。'} if filing['seats'] == 3 else None\n"
    )
    form = Form(sheet, a_counter())
    answers = {"name": "张三", "size": "large", "seats": 3}
    assert form.troubles(answers)["seats"] == "双数才好坐。"
    assert form.trouble(sheet.form[2], answers) == "双数才好坐。"
    assert "seats" not in form.troubles({**answers, "seats": 4})
    # A question that is not asked any more troubles nobody.
    assert "seats" not in form.troubles({**answers, "size": "small"})


def test_answers_are_frozen_all_the_way_down() -> None:
    filing = filing_of(a_sheet(), {"a": {"b": [{"c": 1}]}}, TODAY)
    assert filing["a"]["b"][0]["c"] == 1
    assert filing["nothing"] is None
    for change in (
        lambda: filing.answers.update(x=1),  # type: ignore[attr-defined]
        lambda: filing["a"].update(b=1),
        lambda: filing["a"]["b"].append(1),
        lambda: setattr(filing, "outcome", "granted"),
    ):
        with pytest.raises((AttributeError, TypeError)):
            change()


FAULTY = {
    "an error": "    return {'name': filing['nothing'].upper()}\n",
    "no mapping": "    return 5\n",
    "no sentence": "    return {'name': 5}\n",
    "an empty sentence": "    return {'name': ' '}\n",
    "a tale": "    return {'name': 'x' * 999}\n",
}


@pytest.mark.parametrize("body", FAULTY.values(), ids=FAULTY)
def test_a_faulty_check_keeps_nobody_from_filing_and_is_told(
    ruled: Any, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    sheet = ruled("@check('名字')\ndef names(filing: Filing):\n" + body)
    ran = checked(sheet, {"name": "13812345678"}, TODAY)
    assert ran.troubles == {}
    assert ran.failed == ["“名字”这一项没有自动做成，请工作人员人工看"]
    assert "hook 名字 of meeting_room failed" in caplog.text
    assert "13812345678" not in caplog.text


def test_a_check_cannot_speak_of_a_question_that_is_not_there(ruled: Any) -> None:
    sheet = ruled("@check('x')\ndef x(filing: Filing):\n    return {'nothing': '不行。'}\n")
    assert checked(sheet, {}, TODAY).troubles == {}


def test_effects_and_figures_follow_their_outcome(ruled: Any) -> None:
    sheet = ruled(
        "@effect('发', when='granted')\ndef a(filing: Filing):\n    return Tell('下个月发。')\n"
        "@effect('退', when='refused')\ndef b(filing: Filing):\n    return Keep('没有批。')\n"
        "@figure('座位', unit='个')\ndef c(filing: Filing):\n    return filing['seats']\n"
    )
    granted = decided(sheet, {"seats": 30}, TODAY, "granted")
    assert granted.follows == [Tell("下个月发。")]
    assert granted.figures == [Figured("座位", 30, "个")]
    refused = decided(sheet, {"seats": 30}, TODAY, "refused")
    assert (refused.follows, refused.figures) == ([Keep("没有批。")], [])
    assert decided(sheet, {}, TODAY, "granted").figures == []


@pytest.mark.parametrize(
    "body", ["Tell(filing['name'] + '来领。')", "'来领。'", "Tell('')", "{'tell': 1}"]
)
def test_an_effect_repeats_no_personal_answer(ruled: Any, body: str) -> None:
    sheet = ruled(f"@effect('发')\ndef a(filing: Filing):\n    return {body}\n")
    ran = decided(sheet, {"name": "张三丰"}, TODAY, "granted")
    assert ran.follows == []
    assert ran.failed == ["“发”这一项没有自动做成，请工作人员人工看"]


@pytest.mark.parametrize("body", ["'3'", "True", "[1]"])
def test_a_figure_is_a_number(ruled: Any, body: str) -> None:
    sheet = ruled(f"@figure('数')\ndef a(filing: Filing):\n    return {body}\n")
    assert decided(sheet, {}, TODAY, "granted").figures == []


def test_a_sheet_whose_rules_are_gone_still_works_and_says_so() -> None:
    sheet = replace(a_sheet(), rules="0" * 16)
    assert Form(sheet, a_counter()).troubles({"name": "张三", "size": "small"}).keys() == {
        "where", "plan_file"
    }  # fmt: skip
    assert checked(sheet, {}, TODAY).failed == ["这一版自带的自动核对已经不在了，请工作人员人工看"]


@pytest.mark.parametrize(("born", "tier"), [("1943", 1), ("1935", 2), ("1925", 3)])
def test_the_allowance_has_its_tier_by_age(born: str, tier: int) -> None:
    sheet = library().sheet("old_age_allowance")
    assert sheet is not None
    ran = decided(sheet, {"id_number": f"430321{born}03080025"}, TODAY, "granted")
    assert ran.figures == [Figured("年龄档次", tier, "档")]
    assert ran.follows == [
        Tell("高龄津贴从2026年4月起发，到登记的卡上查。换卡、迁户口要告诉我们。")
    ]


def test_whoever_acts_for_the_old_person_is_somebody_else() -> None:
    sheet = library().sheet("old_age_allowance")
    assert sheet is not None
    said = checked(sheet, {"applicant_name": "罗菊英", "agent_name": "罗菊英"}, TODAY).troubles
    assert list(said) == ["agent_name"]
    assert not checked(sheet, {"applicant_name": "罗菊英", "agent_name": "周晓岚"}, TODAY).troubles

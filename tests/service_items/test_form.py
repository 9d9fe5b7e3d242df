"""The form leads from question to question and keeps nothing that no longer applies."""

import pytest

from jointhall.service_items.form import Form
from jointhall.service_items.questions import Unclear
from tests.builders.sheets import HERE, NEXT, a_counter, a_sheet

FILE = {"id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8", "name": "安排.pdf"}
WHOLE = {
    "name": "张三",
    "size": "large",
    "seats": 30,
    "where": [HERE.code, NEXT.code],
    "plan_file": [FILE],
}


def a_form() -> Form:
    return Form(a_sheet(), a_counter())


def codes(form: Form, answers: dict[str, object]) -> list[str]:
    return [question.code for question in form.asked(answers)]


def test_only_questions_that_apply_are_asked() -> None:
    form = a_form()
    assert codes(form, {}) == ["name", "size", "where", "plan_file"]
    assert codes(form, {"size": "small"}) == ["name", "size", "where", "plan_file"]
    assert codes(form, {"size": "large"}) == ["name", "size", "seats", "where", "plan_file"]


def test_the_way_through() -> None:
    form = a_form()
    first = form.first({})
    assert first is not None
    assert first.code == "name"
    after = form.next("size", {"size": "large"})
    assert after is not None
    assert after.code == "seats"
    before = form.previous("where", {"size": "small"})
    assert before is not None
    assert before.code == "size"
    assert form.previous("name", {}) is None
    assert form.next("plan_file", {}) is None
    assert form.first(WHOLE) is None
    assert str(form.position("seats", WHOLE)) == "第 3 题，共 5 题"
    assert str(form.position("where", {"size": "small"})) == "第 3 题，共 4 题"


def test_a_submitted_page_is_read_or_refused_in_a_sentence() -> None:
    form = a_form()
    size = form.question("size", {})
    assert size is not None
    assert form.read(size, {"size": ["small"]}) == "small"
    with pytest.raises(Unclear, match="请选一项"):
        form.read(size, {"size": "gigantic"})
    assert form.question("seats", {"size": "small"}) is None


def test_answers_that_no_longer_apply_are_dropped() -> None:
    form = a_form()
    size = form.question("size", WHOLE)
    assert size is not None
    fewer = form.with_answer(WHOLE, size, "small")
    assert "seats" not in fewer
    assert list(fewer) == ["name", "size", "where", "plan_file"]


def test_the_whole_is_checked_and_every_trouble_told() -> None:
    form = a_form()
    assert form.troubles(WHOLE) == {}
    assert form.troubles({"size": "large", "seats": "many", "where": ["430302001000"]}) == {
        "name": "这一题要填，不能空着",
        "seats": "这一题的答案看不懂了，请重新填",
        "where": "有一个乡镇不在本县，请重新选",
        "plan_file": "请传一个 PDF 文件",
    }


def test_a_hostile_draft_is_told_and_not_a_crash() -> None:
    form = a_form()
    for wrong in (None, [], {}, 5, "x", True, [["x"]], {"from": 1}, [{"id": 3}]):
        answers = dict.fromkeys(WHOLE, wrong)
        assert form.troubles(answers | {"size": "large"})


def test_it_stops_early_and_says_why() -> None:
    form = a_form()
    assert form.ineligible({"size": "large", "seats": 499}) is None
    assert form.ineligible({"size": "large", "seats": 500}) == "坐不下。"
    # The answer of a question that is not asked does not count.
    assert form.ineligible({"size": "small", "seats": 500}) is None


def test_answers_are_shown_for_checking_and_documents_gathered() -> None:
    form = a_form()
    shown = {question.code: text for question, text in form.shown(WHOLE)}
    assert shown == {
        "name": "张三",
        "size": "更多",
        "seats": "30个",
        "where": "易俗河镇、谭家山镇",
        "plan_file": "安排.pdf",
    }
    assert form.documents(WHOLE) == {"plan": (FILE,)}

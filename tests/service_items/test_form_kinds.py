"""Sums that follow their parts, pages that are only read, and rows, on the way through a form."""

from __future__ import annotations

from typing import Any

from jointhall.service_items.asking import Question
from jointhall.service_items.conditions import holds
from jointhall.service_items.form import Form
from jointhall.service_items.sheets import Clause, Comparison, Condition
from tests.builders.kinds import the_sheet
from tests.builders.sheets import a_counter, a_sheet

ROWS = [{"crop": "rice", "area": 2.5}, {"crop": "lotus", "area": 1.2}]


def a_form(*questions: Question) -> Form:
    from dataclasses import replace

    return Form(replace(a_sheet(), form=questions), a_counter())


def adding(*names: str, unit: str = "亩", **also: Any) -> Question:
    return Question("total", "computed_sum", "一共多少", unit=unit, adds_up=names, **also)


AREA = Question("area", "quantity", "多大？", unit="亩", is_required=False)
METRES = Question("metres", "quantity", "多大？", unit="平方米", is_required=False)
PARCEL = Question("parcel", "land_parcel", "哪块地？", is_required=False)
GROUND = Question("ground", "map_area", "圈出来", is_required=False)
RENT = Question("rent", "money", "租金？", is_required=False)


def test_a_sum_is_computed_and_never_taken_from_what_was_kept_or_sent() -> None:
    form = Form(the_sheet(), a_counter())
    assert form.applying({"q_table": ROWS})["q_computed_sum"] == 3.7
    assert form.applying({"q_table": ROWS, "q_computed_sum": 1_000_000})["q_computed_sum"] == 3.7
    question = the_sheet().question("q_computed_sum")
    assert question is not None
    assert form.read(question, {"q_computed_sum": "1000000"}) is None


def test_a_sum_is_computed_again_when_a_part_changes() -> None:
    form = Form(the_sheet(), a_counter())
    table = the_sheet().question("q_table")
    assert table is not None
    before = form.with_answer({}, table, ROWS)
    assert before["q_computed_sum"] == 3.7
    assert form.with_answer(before, table, ROWS[:1])["q_computed_sum"] == 2.5
    assert form.with_answer(before, table, None)["q_computed_sum"] == 0


def test_units_of_area_are_converted_into_the_sums() -> None:
    form = a_form(AREA, METRES, PARCEL, GROUND, adding("area", "metres", "parcel", "ground"))
    answers = {
        "area": 1,
        "metres": 2000,
        "parcel": {"place": "日华村", "area": 1000, "unit": "m2"},
        "ground": {"points": [[27.1, 112.1], [27.1, 112.2], [27.2, 112.2]], "mu": 2.25},
    }
    assert form.applying(answers)["total"] == 1 + 3 + 1.5 + 2.25


def test_money_adds_up_to_the_cent_and_is_shown_as_money() -> None:
    form = a_form(RENT, adding("rent", "rent", unit="元"))
    assert form.applying({"rent": 0.1})["total"] == 0.2
    (_rent, (_sum, shown)) = form.shown({"rent": 1234.5})
    assert shown == "2,469元"


def test_a_sum_of_sums_and_a_count_of_rows() -> None:
    table = Question(
        "people", "household", "哪些人？", columns=(Question("income", "money", "收入？"),)
    )
    inner = Question("inner", "computed_sum", "收入", unit="元", adds_up=("people.income",))
    heads = Question("heads", "computed_sum", "几个人", unit="人", adds_up=("people",))
    form = a_form(table, inner, heads, adding("inner", "rent", unit="元"), RENT)
    people = [{"name": "甲", "income": 300}, {"name": "乙", "income": 200.5}]
    counted = form.applying({"people": people, "rent": 5})
    assert counted["inner"] == 500.5
    assert counted["heads"] == 2
    assert counted["total"] == 500.5, "what comes after a sum is not in it yet"


def test_what_is_not_asked_or_not_answered_or_tampered_adds_nothing() -> None:
    only = Condition((Clause("rent", Comparison.AT_LEAST, 100),))
    hidden = Question("area", "quantity", "多大？", unit="亩", only_if=only)
    form = a_form(RENT, hidden, METRES, adding("area", "metres"))
    assert form.applying({"rent": 5, "area": 3})["total"] == 0
    assert form.applying({"rent": 500, "area": 3})["total"] == 3
    for tampered in ("x", None, [1], {"a": 1}, "NaN", "1e999", 1e300):
        assert form.applying({"rent": 500, "area": tampered})["total"] == 0


def test_a_condition_may_look_at_a_sum() -> None:
    large = Condition((Clause("total", Comparison.AT_LEAST, 10),))
    why = Question("why", "short_text", "为什么这么多？", only_if=large)
    form = a_form(AREA, adding("area"), why)
    assert form.question("why", {"area": 9}) is None
    assert form.question("why", {"area": 10}) is not None
    assert holds(large, form.applying({"area": 10}), form.counter)


def test_a_page_to_read_is_passed_on_the_way_and_never_missing() -> None:
    told = Question("told", "information", "看一眼")
    name = Question("name", "short_text", "叫什么？")
    form = a_form(told, name)
    first = form.first({})
    assert first is not None
    assert first.code == "name", "the first without an answer is the first that is answered"
    after = form.next("told", {})
    assert after is not None
    assert after.code == "name"
    assert str(form.position("told", {})) == "第 1 题，共 2 题"
    assert form.troubles({"name": "甲"}) == {}
    assert form.applying({"told": "x", "name": "甲"}) == {"name": "甲"}
    assert [question.code for question, _shown in form.shown({"name": "甲"})] == ["name"]


def test_rows_that_were_tampered_with_are_asked_again() -> None:
    form = Form(the_sheet(), a_counter())
    table = the_sheet().question("q_table")
    assert table is not None
    assert form.trouble(table, {"q_table": ROWS}) is None
    for tampered in (
        "x", 3, {}, [], [1], [{}], [{"crop": "gold", "area": 1}], [{"crop": "rice"}],
        [{"crop": "rice", "area": "two"}], [{**ROWS[0], "more": 1}], ROWS * 40,
    ):  # fmt: skip
        assert form.trouble(table, {"q_table": tampered}), tampered


def test_a_signature_is_handed_over_under_its_own_name() -> None:
    form = Form(the_sheet(), a_counter())
    file = {"id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8", "name": "签名.png"}
    assert form.documents({"q_signature": [file]}) == {"q_signature": (file,)}

"""What holds for every kind of question: nothing breaks it, what it keeps it knows again."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jointhall.service_items.asking import Choice, Question
from jointhall.service_items.questions import KINDS, Raw, Unclear
from jointhall.service_items.vocabulary import KINDS as WORDS
from tests.builders.sheets import HERE, NEXT, a_counter, a_question

FILE = "6ba7b810-9dad-41d1-80b4-00c04fd430c8 协议.pdf"
GOOD: dict[str, dict[str, list[str]]] = {
    "short_text": {"": ["周\u200b秋生 "]},
    "long_text": {"": ["第一行\r\n第二行  \r\n"]},
    "quantity": {"": ["3.5"]},
    "money": {"": ["12.30"]},
    "day": {"": ["2026年3月2日"]},
    "period": {"from": ["2026-04-01"], "until": ["2026-05-01"]},
    "yes_no": {"": ["no"]},
    "one_choice": {"": ["甲项"]},
    "several_choices": {"": ["b", "a"]},
    "phone": {"": ["13812345678"]},
    "id_number": {"": ["11010519491231002x"]},
    "credit_code": {"": ["91110000600037341L"]},
    "bank_card": {"": ["6217995510000123454"]},
    "township": {"": [NEXT.code, HERE.name]},
    "address": {"": ["黄荆坪村三组"]},
    "file": {"": [FILE]},
    "photo": {"": [FILE]},
    "consent": {"": ["yes"]},
    "linked_choices": {"": ["甲项/甲一"]},
    "licence_plate": {"": ["湘c·d12345"]},
    "map_point": {"lat": ["27.6831"], "lng": ["东经112°54′36.7″"], "words": ["樟树旁"]},
    "map_area": {"points": ["27.6831, 112.9102\n27.6831, 112.9112\n27.6841, 112.9112"]},
    "table": {"1-crop": ["水稻"], "1-area": ["2.5"], "3-crop": ["油茶"], "3-area": ["1"]},
    "household": {
        "1-name": ["罗秀兰"],
        "1-id_number": ["430321194303080025"],
        "1-relation": ["self"],
    },
    "person": {"name": ["罗秀兰"], "id_number": ["430321194303080025"], "phone": [""]},
    "enterprise": {
        "name": ["某合作社"],
        "credit_code": ["91110000600037341L"],
        "representative": ["周秋生"],
    },
    "land_parcel": {"place": ["日华村五组"], "area": ["1200"], "unit": ["m2"], "number": [""]},
    "signature": {"": [FILE]},
}
SILENT = {"computed_sum", "information"}
"""Kinds that nobody answers."""
TYPED = sorted(set(KINDS) - SILENT)


def question_of(kind: str) -> Any:
    below = (Choice("a1", "甲一"), Choice("a2", "甲二")) if kind == "linked_choices" else ()
    choices = (Choice("a", "甲项", below=below), Choice("b", "乙项")) if "choice" in kind else ()
    unit = "亩" if kind == "quantity" else None
    columns = ()
    if kind == "table":
        columns = (
            Question("crop", "short_text", "种什么？"),
            Question("area", "quantity", "几亩？", unit="亩"),
        )
    several = kind == "township"
    return a_question(kind, choices=choices, unit=unit, several=several, columns=columns)


def test_the_list_of_kinds_is_whole() -> None:
    assert set(KINDS) == set(WORDS.values()) == set(GOOD) | SILENT


@pytest.mark.parametrize("code", TYPED)
def test_a_good_answer_is_plain_json_and_known_again(code: str) -> None:
    kind, question, counter = KINDS[code], question_of(code), a_counter()
    value = kind.answer(question, Raw(GOOD[code]), counter)
    assert json.loads(json.dumps(value)) == value
    assert kind.answer(question, kind.typed(question, value), counter) == value
    assert kind.show(question, value, counter)
    assert kind.masked(question, value, counter)
    assert isinstance(kind.export(question, value, counter), str | int | float)
    if kind.is_personal:
        assert kind.masked(question, value, counter) != kind.show(question, value, counter)


@pytest.mark.parametrize("code", TYPED)
def test_an_empty_answer_is_asked_for_only_when_required(code: str) -> None:
    kind, counter = KINDS[code], a_counter()
    for empty in (Raw(), Raw({"": []}), Raw({"": ["  \u200b　\n"]})):
        with pytest.raises(Unclear) as unclear:
            kind.answer(question_of(code), empty, counter)
        assert unclear.value.words
        optional = a_question(code, is_required=False)
        assert kind.answer(optional, empty, counter) is None


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "'; drop table cases; --",
            "{{ 7*7 }}",
            "%(x)s",
            "\x00\x00",
            "\u202e321",
            "😀" * 50,
            "９" * 300,
            "1" * 50_000,
            "true",
            "null",
            "[]",
            "../../etc/passwd",
        ]
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TYPED), st.lists(HOSTILE, min_size=1, max_size=3))
def test_nothing_typed_breaks_a_kind(code: str, typed: list[str]) -> None:
    kind, question, counter = KINDS[code], question_of(code), a_counter()
    names = {name: typed for part in GOOD[code] for name in (part,)}
    raw = Raw(names)
    try:
        value = kind.answer(question, raw, counter)
    except Unclear:
        return
    assert "\x00" not in json.dumps(value)
    assert kind.answer(question, kind.typed(question, value), counter) == value


def test_ten_thousand_values_are_cut_short() -> None:
    raw = Raw({"": [str(number) for number in range(10_000)]})
    with pytest.raises(Unclear):
        KINDS["several_choices"].answer(question_of("several_choices"), raw, a_counter())
    assert len(raw.texts()) == 200


def test_texts_too_long_say_how_long() -> None:
    with pytest.raises(Unclear, match="最多30个字，现在有31个字"):
        KINDS["short_text"].answer(
            a_question("short_text", longest=30), Raw({"": ["长" * 31]}), a_counter()
        )


def test_a_township_of_another_county_is_refused() -> None:
    with pytest.raises(Unclear, match="不在本县"):
        KINDS["township"].parse(question_of("township"), Raw({"": ["430302001000"]}), a_counter())


def test_a_short_division_code_is_filled_up() -> None:
    value = KINDS["township"].parse(question_of("township"), Raw({"": ["430321102"]}), a_counter())
    assert value == ["430321102000"]


def test_files_are_named_and_counted() -> None:
    kind = KINDS["file"]
    (kept,) = kind.parse(question_of("file"), Raw({"": [FILE]}), a_counter())
    assert kept == {"id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8", "name": "协议.pdf"}
    with pytest.raises(Unclear, match="最多传1个"):
        kind.parse(question_of("file"), Raw({"": [FILE, f"{FILE[:35]}9 二.pdf"]}), a_counter())
    with pytest.raises(Unclear, match="没有传上来"):
        kind.parse(question_of("file"), Raw({"": ["../../x"]}), a_counter())

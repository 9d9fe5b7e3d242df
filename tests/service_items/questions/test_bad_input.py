"""Every kind × every sort of bad input: a sentence by the field, or mended; never anything else.

A kind that is not in the tables below fails the first test.
"""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from jointhall.service_items.counter import Counter, Place
from jointhall.service_items.questions import KINDS, Raw, Unclear
from tests.builders.kinds import FILES, GOOD, SILENT, fields_of, question_of
from tests.builders.sheets import a_counter

Parts = Mapping[str, Sequence[str]]

FILE = "6ba7b810-9dad-41d1-80b4-00c04fd430c8 协议.pdf"
TYPED = sorted(set(KINDS) - SILENT)
RIGHT: dict[str, Parts] = {
    kind: {part: [said] if isinstance(said, str) else list(said) for part, said in parts.items()}
    for kind, parts in GOOD.items()
} | {kind: {"": [FILE]} for kind in FILES}

WRONG: dict[str, list[tuple[dict[str, str], str]]] = {
    "short_text": [({"": "长" * 101}, "最多100个字，现在有101个字")],
    "long_text": [({"": "长" * 1001}, "最多1000个字，现在有1001个字")],
    "quantity": [
        ({"": "三亩半"}, "只写数字"),
        ({"": "1.2.3"}, "只写数字"),
        ({"": "-5"}, "负数"),
        ({"": "1e9"}, "数字"),
        ({"": "3斤"}, "按“亩”填"),
    ],
    "money": [({"": "一千二"}, "多少元"), ({"": "12.345"}, "两位小数"), ({"": "-1"}, "多少元")],
    "day": [({"": "明天"}, "年月日"), ({"": "2026-02-30"}, "没有2026年2月30日")],
    "period": [
        ({"from": "2026-12-01", "until": ""}, "到哪一天止"),
        ({"from": "2026-12-01", "until": "2026-11-30"}, "不能早于"),
        ({"from": "后天", "until": "2026-11-30"}, "年月日"),
    ],
    "yes_no": [({"": "maybe"}, "请选")],
    "one_choice": [({"": "nobody"}, "请选一项")],
    "several_choices": [({"": "rice"}, "不在选项里")],
    "linked_choices": [
        ({"": "illness"}, "“因病”里面还要再选一项"),
        ({"": "illness/flood"}, "不在选项里"),
        ({"": "other/flood"}, "不在选项里"),
        ({"": "illness/chronic/more"}, "不在选项里"),
    ],
    "phone": [({"": "138123456"}, "11位"), ({"": "abc"}, "号码不对")],
    "id_number": [
        ({"": "43032119430308002"}, "现在有17位"),
        ({"": "43032119430308002X"}, "对不上"),
    ],
    "credit_code": [({"": "91110000600037341M"}, "对不上")],
    "bank_card": [({"": "6217995510000123455"}, "对不上"), ({"": "H12345678"}, "社保卡号")],
    "licence_plate": [
        ({"": "C12345"}, "省份的简称"),
        ({"": "湘C123"}, "7位"),
        ({"": "湘CO2345"}, "没有字母 I 和 O"),
    ],
    "township": [({"": "纽约"}, "不在本县")],
    "address": [({"": "村"}, "写到村"), ({"": "长" * 201}, "最多200个字")],
    "map_point": [
        ({"lat": "112.9102", "lng": "27.6831"}, "写反了"),
        ({"lat": "27.6831", "lng": ""}, "请填经度"),
        ({"lat": "村口", "lng": "112.9102"}, "纬度要写数字"),
        ({"lat": "27.6831", "lng": "nan"}, "经度要写数字"),
        ({"lat": "27.6831", "lng": "112.9", "words": "长" * 201}, "最多200个字"),
        ({"lat": "", "lng": "", "words": "大樟树"}, "请填纬度"),
    ],
    "map_area": [
        ({"points": "27.6831, 112.9102"}, "至少要3个角"),
        ({"points": "27.1, 112.1\n27.2, 112.2\n二十七"}, "第3个角"),
        ({"points": "27.1, 112.1\n27.2, 112.2\n27.3, 12.3"}, "第3个角：经度不在国内"),
        ({"points": "27.1,112.1\n27.2,112.2\n27.1,112.2\n27.2,112.1"}, "交叉"),
        ({"points": "27.1,112.1\n27.2,112.1\n27.3,112.1"}, "一条线上"),
        ({"points": "20,100\n30,100\n30,110"}, "太大"),
        ({"points": "27.1,112.1\n" * 3}, "至少要3个角，现在有1个"),
        ({"points": "\n".join(f"27.{n:04}, 112.1" for n in range(101))}, "最多100个角"),
    ],
    "land_parcel": [
        ({"place": "日华村", "area": "", "unit": "mu"}, "“有多大”要填"),
        ({"place": "", "area": "3", "unit": "mu"}, "“在哪里”要填"),
        ({"place": "日华村", "area": "0", "unit": "mu"}, "大于零"),
        ({"place": "日华村", "area": "三", "unit": "mu"}, "只写数字"),
        ({"place": "日华村", "area": "3", "unit": "acre"}, "请选一项"),
    ],
    "person": [
        ({"name": "周国良", "id_number": ""}, "“身份证号”要填"),
        ({"name": "", "id_number": "11010519491231002X"}, "“姓名”要填"),
        ({"name": "周", "id_number": "11010519491231002X", "phone": "12"}, "号码不对|11位"),
    ],
    "enterprise": [
        ({"name": "合作社", "credit_code": "1", "representative": "周"}, "18位"),
        ({"name": "合作社", "credit_code": "91110000600037341L"}, "法定代表人或负责人”要填"),
    ],
    "household": [
        (
            {"1-name": "罗", "1-id_number": "430321194303080025", "1-relation": "self",
             "2-name": "周", "2-id_number": "430321194303080025", "2-relation": "spouse"},
            "第1个人和第2个人的身份证号一样",
        ),
        ({"1-name": "罗", "1-relation": "self"}, "第1个人“身份证号”：要填，不能空着"),
        (
            {"1-name": "罗", "1-id_number": "430321194303080025", "1-relation": "boss"},
            "第1个人“是申请人的什么人”：请选一项",
        ),
    ],
    "table": [
        ({"1-crop": "rice", "1-area": "三亩"}, "第1行“种了几亩”：请只写数字"),
        ({"1-crop": "rice", "1-area": "1", "2-crop": "", "2-area": "2"}, "第2行“种什么”"),
        ({"1-crop": "rice", "1-area": "1", "1-since": "去年"}, "第1行“哪天种的”：请写年月日"),
    ],
    "file": [({"": "../../etc/passwd"}, "没有传上来")],
    "photo": [({"": "not-a-file"}, "没有传上来")],
    "signature": [({"": "data:image/png;base64,AAAA"}, "没有传上来")],
    "consent": [({"": "no"}, "打勾")],
}  # fmt: skip


def each_text(parts: Parts, change: Callable[[str], str]) -> dict[str, list[str]]:
    return {part: [change(text) for text in texts] for part, texts in parts.items()}


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)


def pasted(text: str) -> str:
    """As WeChat hands it over: a mark before, between and behind."""
    marks = "\u200b\u200c\u200d\u200e\u2060\ufeff"
    return "\ufeff" + "".join(c + marks[n % len(marks)] for n, c in enumerate(text))


MENDED: dict[str, Callable[[Parts], Parts]] = {
    "full width": lambda parts: each_text(parts, full_width),
    "pasted from WeChat": lambda parts: each_text(parts, pasted),
    "right to left": lambda parts: each_text(parts, lambda text: f"\u202e{text}\u202c"),
    "NUL": lambda parts: each_text(parts, lambda text: f"\x00{text}\x00"),
    "blanks around": lambda parts: each_text(parts, lambda text: f"　 {text} \t\r\n"),
    "sent twice": lambda parts: {part: [*texts, *texts] for part, texts in parts.items()},
    "an empty one after it": lambda parts: {part: [*texts, ""] for part, texts in parts.items()},
}
"""Sorts of bad input that are forgiven: the answer is what it would have been."""

SENSELESS: dict[str, str] = {
    "markup": "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>",
    "template": "{{ 7*7 }}{% include '/etc/passwd' %}%(x)s",
    "sql": "'; drop table cases; --",
    "formula": "=cmd|'/C calc'!A0",
    "only marks": "\u200b\u202e\ufeff\x00",
    "emoji": "👨‍👩‍👧‍👦" * 40,
    "zalgo": "a" + "\u0301" * 5_000,
    "lone surrogate": "\ud800x",
    "digits without end": "9" * 50_000,
    "infinity": "1e999999",
    "not a number": "NaN",
    "json": '{"a": [1, 2, {"b": null}]}',
    "foreign digits": "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨",
    "slashes": "///////////",
    "far row": "999999999999-x",
}
"""What answers nothing: refused with a sentence, or kept as the text it is, whatever the kind."""

TOO_LONG = "长" * 30_000


def the_counter() -> Counter:
    here = Place("430321104000", "花石镇")
    plain = a_counter()
    return Counter(here, plain.today, (here, *plain.townships))


def answered(kind: str, parts: Parts) -> Any:
    """What the kind makes of these parts as its page would send them."""
    question = question_of(kind)
    raw = Raw(parts) if kind in FILES else KINDS[kind].raw(question, fields_of(kind, parts))
    return KINDS[kind].answer(question, raw, the_counter())


def refusal(kind: str, parts: Parts) -> Unclear:
    with pytest.raises(Unclear) as unclear:
        answered(kind, parts)
    for words in unclear.value.troubles.values():
        assert 4 <= len(words) <= 120, words
        assert any("\u4e00" <= c <= "\u9fff" for c in words)
    return unclear.value


def test_no_kind_is_left_out() -> None:
    assert set(RIGHT) == set(WRONG) == set(KINDS) - SILENT


@pytest.mark.parametrize("kind", TYPED)
def test_what_is_right_is_taken(kind: str) -> None:
    value = answered(kind, RIGHT[kind])
    typed = KINDS[kind].typed(question_of(kind), value)
    assert KINDS[kind].answer(question_of(kind), typed, the_counter()) == value


@pytest.mark.parametrize("kind", TYPED)
def test_nothing_at_all_is_asked_for(kind: str) -> None:
    empty = each_text(RIGHT[kind], lambda text: "\u200b 　")
    for parts in ({}, empty, {part: [] for part in empty}):
        refusal(kind, parts)


@pytest.mark.parametrize(
    ("kind", "parts", "words"),
    [(kind, parts, words) for kind, rows in WRONG.items() for parts, words in rows],
)
def test_what_is_wrong_is_told_for_what_it_is(kind: str, parts: dict[str, str], words: str) -> None:
    told = refusal(kind, {part: [text] for part, text in parts.items()})
    with pytest.raises(Unclear, match=words):
        raise told


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize("sort", MENDED)
def test_how_people_paste_and_type_is_forgiven(kind: str, sort: str) -> None:
    value = answered(kind, MENDED[sort](RIGHT[kind]))
    assert plain(value) == plain(answered(kind, RIGHT[kind]))


def plain(value: Any) -> str:
    """Free text stays as it was typed, full width too."""
    return unicodedata.normalize("NFKC", json.dumps(value, ensure_ascii=False))


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize("sort", SENSELESS)
def test_what_makes_no_sense_is_refused_or_plain_text(kind: str, sort: str) -> None:
    parts = each_text(RIGHT[kind], lambda text: SENSELESS[sort])
    try:
        value = answered(kind, parts)
    except Unclear:
        refusal(kind, parts)
        return
    kept = json.dumps(value)
    assert "\\u0000" not in kept
    assert "\\u202e" not in kept
    assert "\\ud800" not in kept
    shown = KINDS[kind].show(question_of(kind), value, the_counter())
    assert len(shown) < 5_000


@pytest.mark.parametrize("kind", TYPED)
def test_what_is_too_long_is_refused(kind: str) -> None:
    refusal(kind, each_text(RIGHT[kind], lambda text: TOO_LONG))


@pytest.mark.parametrize("kind", TYPED)
def test_ten_thousand_values_take_no_time_and_are_no_answer(kind: str) -> None:
    many = {part: [f"{texts[0]}{n}" for n in range(10_000)] for part, texts in RIGHT[kind].items()}
    began = time.process_time()
    try:
        kept = json.dumps(answered(kind, many))
    except Unclear:
        kept = ""
    assert len(kept) < 2_000
    assert time.process_time() - began < 2


@pytest.mark.parametrize("kind", ["table", "household"])
def test_ten_thousand_rows_are_told_how_many_there_may_be(kind: str) -> None:
    first = {p.partition("-")[2]: t for p, t in RIGHT[kind].items() if p.startswith("1-")}
    rows = {f"{n}-{column}": texts for n in range(1, 10_001) for column, texts in first.items()}
    most = 12 if kind == "household" else 50
    began = time.process_time()
    assert f"最多填{most}行，现在有10000行" in refusal(kind, rows).words
    shown = KINDS[kind].rows(  # type: ignore[attr-defined]
        question_of(kind), KINDS[kind].raw(question_of(kind), fields_of(kind, rows)), {}
    )
    assert len(shown) == most
    assert time.process_time() - began < 2


@pytest.mark.parametrize("kind", sorted(SILENT))
def test_what_nobody_answers_takes_no_answer(kind: str) -> None:
    question = question_of(kind)
    raw = KINDS[kind].raw(question, {question.code: ["1000000", "<script>"]})
    assert KINDS[kind].answer(question, raw, the_counter()) is None

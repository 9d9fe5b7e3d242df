"""Letters are set in type as law and custom want them, the same each time."""

from __future__ import annotations

import io
import time
from datetime import date

import pikepdf
import pytest

from jointhall.documents import letters
from jointhall.documents.inspection import look_through
from jointhall.documents.letters import chinese_date, from_told, render
from tests.builders.letters import a_letter
from tests.builders.printed import told_in


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.fixture(scope="module")
def decision() -> bytes:
    return render(a_letter())


def test_it_says_everything_it_was_given(decision: bytes) -> None:
    told = told_in(decision).replace(" ", "")
    letter = a_letter()
    for words in (
        letter.head,
        letter.number,
        letter.title,
        letter.addressee + "：",
        "你于2026年10月9日提交的申请收悉。",
        "经审查，符合规定，予以备案。",
        "办件编号",
        "HS26-1009-021",
        "一、不得改变用途。",
        "特此通知。",
        *letter.remedies,
        "2026年11月6日",
        letter.verify_code,
    ):
        assert words in told, words


def test_an_ordinary_letter_fits_one_page(decision: bytes) -> None:
    assert pages_of(decision) == 1


def test_a_long_letter_goes_on_and_counts_its_pages() -> None:
    made = render(a_letter(text="经审查，情况如下。" * 200))
    assert pages_of(made) > 1
    assert f"1/{pages_of(made)}" in told_in(made).replace(" ", "")


def test_the_title_is_in_the_file_for_those_who_hear_it(decision: bytes) -> None:
    with pikepdf.open(io.BytesIO(decision)) as opened:
        assert "设施农业用地备案通知书" in str(opened.docinfo["/Title"])
        assert str(opened.Root.Lang).lower().startswith("zh")
        assert opened.Root.MarkInfo.Marked


def test_words_cannot_become_commands() -> None:
    hostile = '#panic("x") $a$ *b* _c_ `d` <e> @f \\ " // [#eval("1")]'
    told = told_in(render(a_letter(addressee=hostile, text=hostile, title=hostile)))
    assert told.count('#panic("x")') == 3


def test_the_same_letter_is_the_same_file() -> None:
    assert render(a_letter()) == render(a_letter())
    assert render(a_letter()) != render(a_letter(number="花政决〔2026〕38号"))


def test_a_letter_of_a_township_in_trial_carries_the_mark() -> None:
    assert "试运行，没有效力" in told_in(render(a_letter(mark="试运行，没有效力")))


@pytest.mark.parametrize(
    "name",
    ["镇", "花石镇", "湘潭县花石镇人民政府", "湘西土家族苗族自治州某某县某某土家族乡人民政府"],
)
def test_a_seal_has_room_for_every_name(name: str) -> None:
    assert pages_of(render(a_letter(head=name, signer=name, seal_name=name))) == 1


def test_our_own_letters_pass_our_own_inspection(decision: bytes) -> None:
    assert look_through(decision).pages == 1


def test_kept_as_json_and_back_it_is_the_same_letter() -> None:
    letter = a_letter()
    assert from_told(letters.as_told(letter)) == letter


def test_the_code_can_be_scanned_back() -> None:
    """The square code drawn for an address holds that address, module for module."""
    import segno

    address = a_letter().verify_url
    wanted = segno.make(address, error="m", micro=False)
    drawn = letters._qr(address)
    assert drawn.startswith("<svg")
    assert f'viewBox="0 0 {wanted.symbol_size(border=0)[0]}' in drawn


def test_ten_letters_take_less_than_a_second() -> None:
    """Wanted: 30 a second on one core; the bound here leaves room for a busy machine."""
    render(a_letter())
    start = time.perf_counter()
    for number in range(10):
        render(a_letter(number=f"花政决〔2026〕{number}号"))
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 1, 5), "2026年1月5日"), (date(2026, 11, 16), "2026年11月16日")],
)
def test_days_are_written_without_padding(day: date, words: str) -> None:
    assert chinese_date(day) == words

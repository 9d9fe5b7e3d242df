"""Numbers are read as people write them, and shown so that little is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointhall.people.numbers import (
    code_of,
    id_number_of,
    masked_id_number,
    masked_phone,
    phone_of,
)


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+86 138 0013 8000",
        "008613800138000",
        "8613800138000",
        "１３８００１３８０００",
        "138\u00a00013\u30008000",
    ],
)
def test_a_phone_however_it_is_written(typed: str) -> None:
    assert phone_of(typed) == "13800138000"


@pytest.mark.parametrize(
    "typed", ["", "1380013800", "138001380000", "23800138000", "0731-5555 0100"]
)
def test_what_is_no_mobile_number(typed: str) -> None:
    assert phone_of(typed) is None


@pytest.mark.parametrize(
    "typed", ["11010519491231002X", "11010519491231002ｘ", "110105 19491231 002x"]
)
def test_an_identity_number_with_its_check_digit(typed: str) -> None:
    assert id_number_of(typed) == "11010519491231002X"


@given(st.text(max_size=30))
def test_whatever_is_typed_nothing_breaks(typed: str) -> None:
    phone = phone_of(typed)
    assert phone is None or (len(phone) == 11 and phone.isascii())
    number = id_number_of(typed)
    assert number is None or len(number) == 18
    code_of(typed)


def test_masks_keep_the_ends_only() -> None:
    assert masked_phone("13800138000") == "138 **** 8000"
    assert masked_id_number("11010519491231002X") == "110***********002X"

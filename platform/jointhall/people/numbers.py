"""Phone and identity numbers (手机号、身份证号): read forgivingly, shown masked."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}")
_IDENTITY = re.compile(r"\d{17}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def phone_of(typed: str) -> str | None:
    """The mobile number meant by what was typed, eleven digits; None when it is none."""
    digits = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", _plain(typed))
    return digits if _MOBILE.fullmatch(digits) else None


def id_number_of(typed: str) -> str | None:
    """The identity number meant by what was typed, its check digit right (GB 11643-1999)."""
    number = _plain(typed).upper()
    if not _IDENTITY.fullmatch(number):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number if "10X98765432"[total % 11] == number[17] else None


def code_of(typed: str) -> str:
    """The six digits meant by what was typed, or whatever else it was."""
    return _plain(typed)


def masked_phone(phone: str) -> str:
    return f"{phone[:3]} **** {phone[-4:]}"


def masked_id_number(number: str) -> str:
    return f"{number[:3]}{'*' * 11}{number[-4:]}"


def _plain(typed: str) -> str:
    return re.sub(r"[\s\-—·.()_]", "", unicodedata.normalize("NFKC", typed))

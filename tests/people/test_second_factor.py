"""Codes by time: which step a code is of, and that a used one is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jointhall.people.second_factor import (
    address_of,
    code_now,
    in_groups,
    new_secret,
    picture_of,
    step_shown,
)

# RFC 6238, appendix B: the SHA-1 secret, and the last six digits of its codes.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert code_now(SECRET, now=now) == code
    assert step_shown(SECRET, code, now=now, after=0) == seconds // 30


def test_a_step_used_or_passed_over_is_none() -> None:
    now = datetime.fromtimestamp(59, UTC)
    assert step_shown(SECRET, "287082", now=now, after=1) is None
    assert step_shown(SECRET, "287082", now=now, after=2) is None


@pytest.mark.parametrize("typed", ["", "28708", "2870820", "ｘ", "abcdef"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert step_shown(SECRET, typed, now=datetime.fromtimestamp(59, UTC), after=0) is None


def test_the_picture_needs_no_inline_style() -> None:
    secret = new_secret()
    picture = picture_of(address_of(secret, login="hewei", issuer="花石镇"), "扫一扫")
    assert picture.startswith("<svg")
    assert "style" not in picture
    assert in_groups(secret).replace(" ", "") == secret

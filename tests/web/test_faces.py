"""A face's colours read on paper, by day and by night, whatever a township picks."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointhall.web import faces
from jointhall.web.faces import (
    PAIRS,
    PAPER,
    contrast,
    default_face,
    face_css,
    is_colour,
    is_readable,
    nearest_readable,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
NIGHT_CARD = "#21241e"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_order_does_not_change_the_contrast() -> None:
    assert contrast("#1b5a4b", PAPER) == contrast(PAPER, "#1b5a4b")


@given(COLOURS)
def test_the_suggestion_can_always_be_read(colour: str) -> None:
    suggestion = nearest_readable(colour)
    assert is_colour(suggestion)
    assert contrast(suggestion, PAPER) >= 4.5
    assert contrast("#ffffff", suggestion) >= 4.5


def test_a_readable_colour_is_left_as_it_is() -> None:
    assert nearest_readable("#1B5A4B") == "#1b5a4b"


def test_a_pale_yellow_is_darkened_and_stays_yellow() -> None:
    assert not is_readable("#ffd400")
    red, green, blue = (int(nearest_readable("#ffd400")[i : i + 2], 16) for i in (1, 3, 5))
    assert red > blue + 60
    assert green > blue + 60


@given(COLOURS)
def test_colours_survive_the_way_to_oklch_and_back(colour: str) -> None:
    back = faces._to_hex(faces._to_oklch(colour))
    parts = [(int(colour[i : i + 2], 16), int(back[i : i + 2], 16)) for i in (1, 3, 5)]
    assert all(abs(one - other) <= 2 for one, other in parts)


@given(COLOURS, COLOURS)
def test_every_face_reads_by_day_and_by_night(colour: str, accent: str) -> None:
    day, night = _values(face_css({"colour": colour, "accent": accent}))
    assert contrast(day["face"], PAPER) >= 4.5
    assert contrast(day["deep"], PAPER) >= 4.5
    assert contrast(day["accent"], PAPER) >= 4.5
    assert contrast(day["on"], day["face"]) >= 4.5
    assert contrast(day["on"], day["deep"]) >= 4.5
    assert contrast(day["face"], day["wash"]) >= 4.0
    assert contrast(night["face"], NIGHT_CARD) >= 4.5
    assert contrast(night["accent"], NIGHT_CARD) >= 4.5
    assert contrast(night["on"], night["face"]) >= 4.5


def test_a_face_without_colours_gets_the_house_colours() -> None:
    assert f"--face:{PAIRS[0][0]}" in face_css({})
    assert face_css({"colour": "red;}*{display:none"}) == face_css({})


def test_a_face_may_be_shown_under_a_class() -> None:
    css = face_css({"colour": "#28497c"}, ".face-3")
    assert css.startswith(".face-3{--face:#28497c")
    assert ":root" not in css


def test_the_default_pairs_are_readable() -> None:
    for colour, accent in PAIRS:
        assert is_readable(colour), colour
        assert is_readable(accent), accent


def test_neighbours_by_number_do_not_look_alike() -> None:
    codes = [f"4303211{number:02d}000" for number in range(25)]
    looks = [default_face(code) for code in codes]
    for one, other in pairwise(looks):
        assert one["colour"] != other["colour"]
        assert one["motifs"] != other["motifs"]
        assert not set(one["motifs"]) & set(other["motifs"])
    assert len({tuple(look["motifs"]) for look in looks}) == len(codes)


def test_a_code_always_gets_the_same_face() -> None:
    assert default_face("430321104000") == default_face("430321104000")
    assert default_face("")["motifs"]


def _values(css: str) -> tuple[dict[str, str], dict[str, str]]:
    day, night = css.split("@media", 1)
    return (
        dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", day)),
        dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", night)),
    )

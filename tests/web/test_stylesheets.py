"""What a door loads stays small, and follows the rules of our headers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jointhall.web.pages import STATIC

MOST_CSS = 20 * 1024
MOST_SCRIPT = 10 * 1024
DOORS = {"portal": ("parts.css", "portal.css"), "desk": ("parts.css", "desk.css")}


@pytest.mark.parametrize("door", DOORS)
def test_a_door_loads_at_most_twenty_kilobytes_of_style(door: str) -> None:
    assert sum(_size(name) for name in DOORS[door]) <= MOST_CSS


@pytest.mark.parametrize(
    "name", ["portal.js", "desk.js", "rows.js", "linked.js", "map.js", "signature.js"]
)
def test_a_script_is_small_and_needs_no_exception_from_the_policy(name: str) -> None:
    assert _size(name) <= MOST_SCRIPT
    script = _text(name)
    for forbidden in ("eval(", "new Function", "document.write", ".style.", "import(", "http"):
        assert forbidden not in script


@pytest.mark.parametrize("name", ["parts.css", "portal.css", "desk.css", "kinds.css"])
def test_a_stylesheet_loads_nothing_else(name: str) -> None:
    assert "@import" not in _text(name)
    assert "url(" not in _text(name)
    assert "@font-face" not in _text(name)


def test_styles_answer_to_every_way_of_reading() -> None:
    parts = _text("parts.css")
    for way in ("prefers-color-scheme:dark", "prefers-contrast:more", "forced-colors:active",
                "prefers-reduced-motion", "print", "html.elder"):  # fmt: skip
        assert way in parts


def test_elder_type_is_large_and_its_targets_are_sixty() -> None:
    rule = re.search(r"html\.elder\{([^}]*)\}", _text("parts.css"))
    assert rule is not None
    size = re.search(r"font-size:([\d.]+)%", rule[1])
    tap = re.search(r"--tap:(\d+)px", rule[1])
    small = [float(found) for found in re.findall(r"--x?s:([\d.]+)rem", rule[1])]
    assert size is not None
    assert tap is not None
    root = float(size[1]) / 100 * 16
    assert root >= 20
    assert int(tap[1]) >= 60
    assert len(small) == 2
    assert all(root * step >= 20 for step in small)


def test_properties_used_are_given_somewhere() -> None:
    css = "".join(_text(name) for name in ("parts.css", "portal.css", "desk.css", "kinds.css"))
    used = set(re.findall(r"var\((--[\w-]+)", css))
    given = set(re.findall(r"(--[\w-]+):", css))
    assert used <= given, used - given


def _text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _size(name: str) -> int:
    return Path(STATIC / name).stat().st_size

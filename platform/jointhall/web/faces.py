"""A township's face (样子): two colours and some motifs, made into custom properties.

Tints are made in OKLCH, where equal steps look equal, so any colour a township picks gives a
family that reads in the light and in the dark.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

PAPER = "#f4f1e8"
CARD = "#fdfcf8"
NIGHT = "#181a16"
READABLE = 4.5
"""Least contrast of text to its ground (WCAG 2.2, 1.4.3)."""

Oklch = tuple[float, float, float]

PAIRS: tuple[tuple[str, str], ...] = (
    ("#1b5a4b", "#a63c63"),
    ("#28497c", "#ac4a0b"),
    ("#6b3b2a", "#8a6400"),
    ("#2b5d34", "#b0413a"),
    ("#4a3b76", "#a8551a"),
    ("#125a6b", "#b34530"),
    ("#7a2f3f", "#94570a"),
    ("#3d5a1e", "#96407e"),
    ("#34506b", "#a83c50"),
    ("#5c4a12", "#a33b2a"),
    ("#1f4f6e", "#8c6200"),
    ("#14563a", "#a8481d"),
    ("#6a3560", "#a8500f"),
)
LANDS = ("terraces", "tea", "paddies", "orchard", "hills", "grassland", "peaks")
WATERS = ("river", "village", "lake", "bridge", "old_street", "pagoda")
PLANTS = ("lotus", "bamboo", "pines", "blossom", "reeds")


def contrast(colour: str, ground: str) -> float:
    """How well one colour stands out on another, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_colour(words: str) -> bool:
    """Whether this is a colour as a sheet writes it: #rrggbb."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", words) is not None


def is_readable(colour: str) -> bool:
    """Whether text in this colour reads on our paper, and white text on this colour."""
    return contrast(colour, PAPER) >= READABLE


def nearest_readable(colour: str) -> str:
    """The colour itself, or the same hue darkened just enough to be read on paper."""
    return _until(colour, PAPER, step=-0.01)


def default_face(division_code: str) -> dict[str, Any]:
    """A pleasing pair and three motifs for a division; neighbours by number never look alike."""
    number = int(division_code[6:9].ljust(3, "0")) if division_code[6:9].isdigit() else 0
    county = sum(ord(sign) * place for place, sign in enumerate(division_code[:6], 1))
    turn = county + number * 5 + number // 100
    colour, accent = PAIRS[turn % len(PAIRS)]
    motifs = [
        LANDS[(county + number * 3) % len(LANDS)],
        WATERS[(county + number) % len(WATERS)],
        PLANTS[(county + number * 2) % len(PLANTS)],
    ]
    return {"colour": colour, "accent": accent, "motifs": motifs}


def face_css(face: Mapping[str, Any], selector: str = ":root") -> str:
    """The stylesheet of one township: nothing but custom properties, for day and night."""
    colour = str(face.get("colour", ""))
    accent = str(face.get("accent", ""))
    return _css(
        colour if is_colour(colour) else PAIRS[0][0],
        accent if is_colour(accent) else PAIRS[0][1],
        selector,
    )


@lru_cache(maxsize=4096)
def _css(colour: str, accent: str, selector: str) -> str:
    day = nearest_readable(colour)
    lightness, chroma, hue = _to_oklch(day)
    light = {
        "face": day,
        "deep": _to_hex((max(lightness - 0.11, 0.22), chroma * 0.8, hue)),
        "accent": nearest_readable(accent),
        "wash": _to_hex((0.938, min(chroma, 0.013), hue)),
        "on": "#ffffff",
    }
    night_face = _to_hex((0.79, min(chroma, 0.085), hue))
    _, accent_chroma, accent_hue = _to_oklch(accent)
    dark = {
        "face": _until(night_face, "#21241e", step=0.01),
        "deep": _to_hex((0.86, min(chroma, 0.07), hue)),
        "accent": _until(
            _to_hex((0.77, min(accent_chroma, 0.12), accent_hue)), "#21241e", step=0.01
        ),
        "wash": _to_hex((0.3, min(chroma, 0.03), hue)),
        "on": _to_hex((0.22, min(chroma, 0.035), hue)),
    }
    return (
        f"{selector}{{{_properties(light)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{{selector}{{{_properties(dark)}}}}}\n"
    )


def _properties(values: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def _until(colour: str, ground: str, *, step: float) -> str:
    """The same hue, made darker or lighter by steps until it reads on this ground."""
    if contrast(colour, ground) >= READABLE:
        return colour.lower()
    lightness, chroma, hue = _to_oklch(colour)
    while 0 < lightness < 1:
        lightness += step
        nearer = _to_hex((lightness, chroma, hue))
        if contrast(nearer, ground) >= READABLE:
            return nearer
    return "#000000" if step < 0 else "#ffffff"


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> tuple[float, float, float]:
    def one(part: str) -> float:
        value = int(part, 16) / 255
        return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)

    return one(colour[1:3]), one(colour[3:5]), one(colour[5:7])


def _to_oklch(colour: str) -> Oklch:
    """sRGB to OKLCH (Björn Ottosson, 2020): lightness 0–1, chroma, hue in radians."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _to_hex(colour: Oklch) -> str:
    """OKLCH to #rrggbb; what the screen cannot show loses chroma, not hue or lightness."""
    lightness, chroma, hue = colour
    while True:
        parts = _to_linear(lightness, chroma, hue)
        if all(-0.0005 <= part <= 1.0005 for part in parts) or chroma <= 0:
            break
        chroma = max(chroma - 0.004, 0)
    return "#" + "".join(f"{_byte(part):02x}" for part in parts)


def _to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _byte(part: float) -> int:
    part = min(max(part, 0.0), 1.0)
    value = 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(value * 255)

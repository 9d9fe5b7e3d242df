"""Small slips that are mended without asking, and said afterwards: wide digits, stray spaces."""

from __future__ import annotations

import re

# Wide letters and digits mean the same anywhere; wide punctuation is right in a sentence.
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B),
                                          *range(0xFF41, 0xFF5B))}  # fmt: skip
_SPACES = dict.fromkeys((0x3000, 0x00A0, 0x2002, 0x2003, 0x2009, 0x0009), " ")
_UNSEEN = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD), "")
_MARKS = {ord(wide): plain for wide, plain in zip("＃－（）＋．／—–", "#-()+./--", strict=True)}

TIGHT = {"code", "name", "slug", "colour", "accent"}
"""No space belongs inside these."""

PLAIN = {"code", "slug", "colour", "accent", "phone"}
"""Only plain marks belong inside these."""


def mend(field: str, given: str) -> str:
    """What the one who filled the cell meant; the same words when there is nothing to mend."""
    said = given.translate(_WIDE | _SPACES | _UNSEEN)
    if field in PLAIN:
        said = said.translate(_MARKS)
    if field in TIGHT:
        said = said.replace(" ", "")
    elif field in ("villages", "motifs"):
        said = "\n".join(" ".join(line.split()) for line in said.splitlines()).strip()
    else:
        said = " ".join(said.split())
    if field == "slug":
        said = said.lower()
    if field in ("colour", "accent"):
        said = _colour(said)
    if field == "code" and re.fullmatch(r"\d{9}", said):
        said += "000"
    return said


def _colour(said: str) -> str:
    """`#ABC` and `1B5A4B` are colours too."""
    digits = said.removeprefix("#").lower()
    if re.fullmatch(r"[0-9a-f]{3}", digits):
        digits = "".join(sign * 2 for sign in digits)
    return f"#{digits}" if re.fullmatch(r"[0-9a-f]{6}", digits) else said


def several(said: str) -> list[str]:
    """The things in one cell, parted by 、，；or a new line; empty ones and repeats left out."""
    parts = (part.strip() for part in re.split(r"[、,，;；/\n]+", said))
    return list(dict.fromkeys(part for part in parts if part))

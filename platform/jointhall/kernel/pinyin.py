"""How Chinese is spoken (拼音): syllables without tones, and first letters."""

from __future__ import annotations

# The tables cost 55 MB and half a second: each function loads them at its first use, so that a
# service that nobody searches yet starts without them.


def syllables(text: str) -> list[str]:
    """One syllable a character, lower case; what is not Chinese stays as it is, run together."""
    from pypinyin import lazy_pinyin

    return [said.lower() for said in lazy_pinyin(text)]


def spelled(text: str) -> str:
    """The Chinese of a text in pinyin, run together; everything else left out."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text, errors="ignore")).lower()


def first_letters(text: str) -> str:
    """The first letter of each character: 花石 → hs."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()

"""What a text is found by (检索词): pairs of characters, how it sounds, its first letters.

Chinese is not parted into words: every two neighbouring characters are a term, so that a word of
two characters is found wherever it stands. Sounds are kept for names only: a text that is heard
alike is rarely meant, a name often is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jointhall.kernel.pinyin import first_letters, syllables

TITLE, NAME, SOUND, ABOUT = 1, 2, 3, 5
"""Ranks: the smaller, the more a term says about what is found."""
LONGEST = 60
_WRITTEN = re.compile(r"[㐀-鿿]+|[a-z0-9]+")
_CHINESE = re.compile(r"[㐀-鿿]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """One term of a question, and how much it counts there."""

    term: str
    weight: float


def terms_of(title: str, names: Iterable[str] = (), about: str = "") -> dict[str, int]:
    """Term → its best rank, for something with a title, other names and a text."""
    terms: dict[str, int] = {}

    def put(found: Iterable[str], rank: int) -> None:
        for term in found:
            terms[term] = min(rank, terms.get(term, rank))

    put(_written(title), TITLE)
    put((char for run in _CHINESE.findall(title) for char in run), NAME)
    names = tuple(names)
    for name in names:
        put(_written(name), NAME)
    for name in (title, *names):
        put(_heard(name), SOUND)
    put(_written(about), ABOUT)
    return terms


def asked(said: str) -> tuple[Asked, ...]:
    """The terms of a question, each once; letters alone are taken for pinyin too."""
    said = said.lower()[:LONGEST]
    found = dict.fromkeys(_written(said), 1.0)
    if _CHINESE.search(said):
        for term in _sounds(sound_of(said)):
            found.setdefault(term, 0.3)
        if len(said) == 1:
            found.setdefault(said, 1.0)
    else:
        for term in (*_sounds(sound_of(said)), *_initials(said)):
            found.setdefault(term, 0.6)
    return tuple(Asked(term, weight) for term, weight in found.items())


@lru_cache(maxsize=8192)
def sound_of(text: str) -> str:
    """The words in pinyin without tones, run together; near sounds of the south made one."""
    said = "".join(syllables(text))
    # zh/z, ch/c, sh/s, n/l and -ng/-n are not told apart in much of the country.
    for heard, as_one in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        said = said.replace(heard, as_one)
    return said


def _written(text: str) -> list[str]:
    """Pairs of neighbouring characters; words in letters and numbers whole."""
    found: list[str] = []
    for run in _WRITTEN.findall(text.lower()):
        if run[0] > "z":
            found += _grams(run, 2)
        else:
            found.append(f"={run[:20]}")
    return found


def _heard(name: str) -> list[str]:
    chinese = "".join(_CHINESE.findall(name))
    return [*_sounds(sound_of(chinese)), *_initials(first_letters(chinese))]


def _sounds(sound: str) -> list[str]:
    return [f"~{gram}" for gram in _grams(re.sub(r"[^a-z]", "", sound), 4)]


def _initials(letters: str) -> list[str]:
    letters = re.sub(r"[^a-z]", "", letters)[:20]
    return [f"^{gram}" for size in (2, 3, 4) for gram in _grams(letters, size)]


def _grams(text: str, size: int) -> Sequence[str]:
    return [text[at : at + size] for at in range(len(text) - size + 1)]

"""The county's townships on its first page (各乡镇): their faces, or a way to find one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jointhall.kernel.pinyin import first_letters, syllables
from jointhall.kernel.words import _
from jointhall.web.faces import default_face, face_css
from jointhall.web.place import Place

MOST_FACES = 60
"""Up to here each township shows its face; beyond, names under the letter they begin with."""

MOST_NAMES = 300
MOST_PAIRS = 80


@dataclass(frozen=True, slots=True)
class Card:
    """A township as the county's page shows it."""

    place: Place
    face_class: str
    status: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What of the townships is shown: `letters` of (letter, count, is_current) when many."""

    cards: tuple[Card, ...]
    total: int
    has_faces: bool
    letters: tuple[tuple[str, int, bool], ...]
    name: str
    colours: str
    """Changes with the colours shown, so that their stylesheet can be kept."""


def shelf_of(townships: Sequence[Place], *, letter: str, name: str) -> Shelf:
    """The townships to show, narrowed by the letter or by part of a name."""
    shown = list(townships)
    wanted = name.strip()[:30]
    if wanted:
        shown = [t for t in shown if wanted in t.name or wanted.lower() in sound(t.name)]
    is_many = len(townships) > MOST_FACES
    counts = Counter(first_letter(township.name) for township in townships) if is_many else {}
    if is_many and not wanted:
        letter = letter.upper() if letter.upper() in counts else min(counts)
        shown = [t for t in shown if first_letter(t.name) == letter]
    cards = tuple(Card(t, face_class(t), _status(t)) for t in shown[:MOST_NAMES])
    letters = tuple(
        (one, count, one == letter and not wanted) for one, count in sorted(counts.items())
    )
    return Shelf(
        cards=cards,
        total=len(townships),
        has_faces=len(cards) <= MOST_FACES,
        letters=letters,
        name=wanted,
        colours=_print(sorted({face_class(t) for t in townships})),
    )


def faces_css(townships: Iterable[Place]) -> str:
    """A rule for every pair of colours in use, the most used first."""
    used: dict[str, tuple[int, Place]] = {}
    for township in townships:
        name = face_class(township)
        count, first = used.get(name, (0, township))
        used[name] = (count + 1, first)
    most = sorted(used.items(), key=lambda item: -item[1][0])[:MOST_PAIRS]
    return "".join(face_css(_face(place), f".{name}") for name, (_count, place) in most)


def face_class(place: Place) -> str:
    """The class that gives a card its township's colours; equal colours share one."""
    face = _face(place)
    return f"face-{_print([str(face.get('colour', '')), str(face.get('accent', ''))])}"


def first_letter(name: str) -> str:
    """The letter a name is filed under: H for 花石镇."""
    first = first_letters(name[:1])[:1].upper() or "#"
    return first if first.isascii() and first.isalpha() else "#"


def sound(name: str) -> str:
    return "".join(syllables(name))


def _face(place: Place) -> dict[str, object]:
    return dict(place.face) if place.face.get("colour") else default_face(place.division_code)


def _status(place: Place) -> str:
    """What a visitor should know before going in; nothing when everything works."""
    if place.status == "trial":
        return _("试运行")
    if place.status == "read_only":
        return _("只能查，暂不收件")
    return ""


def _print(words: Sequence[str]) -> str:
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:8]

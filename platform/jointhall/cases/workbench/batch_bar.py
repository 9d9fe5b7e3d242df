"""The bar under a list (批量栏): what may be done with the chosen, for this officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jointhall.kernel.words import _
from jointhall.web.viewer import Viewer

from ..desk import batch_acts as _acts  # noqa: F401  puts kinds into their table
from ..desk import batch_more as _more  # noqa: F401  puts kinds into their table
from ..desk.batch_kinds import KINDS

FIRST = ("agree", "transfer")
"""What is done most stands in the bar itself, the rest behind one word."""


@dataclass(frozen=True, slots=True)
class Button:
    """One act in the bar."""

    key: str
    words: str
    shortcut: str
    any_item: bool
    fits: str
    """The kinds of rows it is for, blank between them; all of them when empty."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The acts this officer has, those done most and the others."""

    first: tuple[Button, ...]
    more: tuple[Button, ...]


def batch_offered(viewer: Viewer) -> Bar:
    """Every kind of batch this officer may begin."""
    mine = {
        key: Button(key, _(kind.words), kind.shortcut, kind.any_item, " ".join(kind.fits))
        for key, kind in KINDS.items()
        if kind.is_for(viewer)
    }
    first = tuple(mine.pop(key) for key in FIRST if key in mine)
    return Bar(first, tuple(mine.values()))


def only(viewer: Viewer, keys: Sequence[str]) -> Bar:
    """These kinds and no others, as far as the officer may begin them."""
    whole = batch_offered(viewer)
    return Bar(tuple(one for one in (*whole.first, *whole.more) if one.key in keys), ())

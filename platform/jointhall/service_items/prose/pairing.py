"""Which row of the old version is which of the new one (对上号), and which have been moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

_KEYS = ("编号", "种类", "结果", "步骤")
_NEAR = 0.5


def paired(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """New row number → old row number, for every row that was there before.

    Rows with codes are known by them. Others are the same when they say the same, or else when
    half of what they say is the same.
    """
    old, new = [_key(row) for row in before], [_key(row) for row in after]
    pairs = {place: old.index(key) for place, key in enumerate(new) if key and key in old}
    for place, row in enumerate(after):
        left = [n for n in range(len(before)) if n not in pairs.values() and not old[n]]
        if place in pairs or new[place] or not left:
            continue
        likeness, nearest = max((_likeness(before[number], row), -number) for number in left)
        if likeness >= _NEAR:
            pairs[place] = -nearest
    return dict(sorted(pairs.items()))


def moved(pairs: Mapping[int, int]) -> set[int]:
    """The fewest new rows that have to be moved to come from the old order to the new one."""
    longest: list[list[int]] = []
    for place, came_from in pairs.items():
        before = [kept for kept in longest if pairs[kept[-1]] < came_from]
        longest.append([*(max(before, key=lambda kept: len(kept)) if before else []), place])
    kept = max(longest, key=lambda rows: len(rows)) if longest else []
    return set(pairs) - set(kept)


def _key(row: Any) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    return next((f"{word} {row[word]}" for word in _KEYS if row.get(word)), "")


def _likeness(one: Any, other: Any) -> float:
    """From 0 to 1: how much of the longer row is said by both."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return float(one == other)
    said = set(one) | set(other)
    return sum(_near(one.get(word), other.get(word)) for word in said) / len(said)


def _near(one: Any, other: Any) -> float:
    if one == other:
        return 1.0
    return SequenceMatcher(None, str(one), str(other)).ratio() if one and other else 0.0

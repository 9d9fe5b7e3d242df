"""Two people's changes to one sheet put together (合并); where both changed the same, both stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jointhall.service_items.tree import Trail

_GONE: Any = object()


@dataclass(frozen=True, slots=True)
class Clash:
    """One place that both changed, each in another way."""

    trail: Trail
    theirs: Any
    mine: Any


def merged(base: Any, mine: Any, theirs: Any) -> tuple[Any, list[Clash]]:
    """Their sheet with my changes in it; a clash keeps theirs until somebody chooses."""
    clashes: list[Clash] = []
    put = _merged(base, mine, theirs, (), clashes)
    return put, clashes


def changed_headings(old: Any, new: Any) -> tuple[str, ...]:
    """Headings of the sheet under which something is different."""
    before = old if isinstance(old, dict) else {}
    after = new if isinstance(new, dict) else {}
    words = [*after, *(word for word in before if word not in after)]
    return tuple(word for word in words if before.get(word, _GONE) != after.get(word, _GONE))


def _merged(base: Any, mine: Any, theirs: Any, trail: Trail, clashes: list[Clash]) -> Any:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if isinstance(mine, dict) and isinstance(theirs, dict) and isinstance(base, dict):
        put: dict[str, Any] = {}
        for word in [*theirs, *(word for word in mine if word not in theirs)]:
            one = _merged(
                base.get(word, _GONE), mine.get(word, _GONE), theirs.get(word, _GONE),
                (*trail, word), clashes,
            )  # fmt: skip
            if one is not _GONE:
                put[word] = one
        return put
    if _same_rows(base, mine, theirs):
        rows = zip(base, mine, theirs, strict=True)
        return [
            _merged(one, my_one, their_one, (*trail, place), clashes)
            for place, (one, my_one, their_one) in enumerate(rows)
        ]
    clashes.append(
        Clash(trail, None if theirs is _GONE else theirs, None if mine is _GONE else mine)
    )
    return theirs


def _same_rows(base: Any, mine: Any, theirs: Any) -> bool:
    """Rows that still stand for the same things, one by one."""
    if not all(isinstance(one, list) for one in (base, mine, theirs)):
        return False
    names = [[_name(row) for row in rows] for rows in (base, mine, theirs)]
    return bool(names[0] == names[1] == names[2])


def _name(row: Any) -> Any:
    return row.get("编号", row.get("种类", "")) if isinstance(row, dict) else ""

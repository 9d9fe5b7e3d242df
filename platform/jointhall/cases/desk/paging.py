"""Turning pages by key (翻页): where a page ended, not how many rows came before it.

So the thousandth page costs what the first does, and a row that goes away pushes none out of sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

FOREVER = date.max
"""Where a row without a day stands among days: last."""


class Sorted(Protocol):
    """A row that knows where it stands."""

    @property
    def id(self) -> UUID: ...


Row = TypeVar("Row", bound=Sorted)


@dataclass(frozen=True, slots=True)
class Key:
    """Where a row stands: by what the list is sorted, then by its id."""

    value: Any
    id: UUID

    def __str__(self) -> str:
        value = self.value
        said = value.isoformat() if isinstance(value, date) else str(value)
        return f"{said}~{self.id}"


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page: after a key, before one, or the first."""

    key: Key | None = None
    is_back: bool = False


def turn_of(after: str, before: str, kind: type) -> Turn:
    """What an address asks for; what cannot be read is the first page."""
    said = before or after
    value, tilde, id = said.rpartition("~")
    if not tilde:
        return Turn()
    try:
        return Turn(Key(_read(value, kind), UUID(id)), is_back=bool(before))
    except ValueError:
        return Turn()


def _read(said: str, kind: type) -> Any:
    if kind is str:
        return said
    if kind is date:
        return date.fromisoformat(said)
    at = datetime.fromisoformat(said)
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return at


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, and the keys of the pages beside it where there are any."""

    rows: Sequence[Any]
    newer: str = ""
    older: str = ""


def page_of(rows: Sequence[Row], turn: Turn, most: int, key_of: Any) -> Page:
    """Cuts what was fetched (one more than a page, backwards when going back) to a page."""
    more = len(rows) > most
    shown = list(rows[:most])
    if turn.is_back:
        shown.reverse()
    if not shown:
        return Page(())
    has_older = more if not turn.is_back else True
    has_newer = more if turn.is_back else turn.key is not None
    return Page(
        shown,
        newer=str(key_of(shown[0])) if has_newer else "",
        older=str(key_of(shown[-1])) if has_older else "",
    )

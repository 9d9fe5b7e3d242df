"""A sheet as headings, rows and texts with their places; every value is text as written.

YAML's guesses about numbers, dates and truth are not taken: `no` and `0571` stay text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from jointhall.service_items.troubles import Severity, Trouble


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, counted from one; zero when the sheet did not come from a file."""

    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """What is written after a heading or a dash."""

    spot: Spot
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Several things, one after each dash."""

    spot: Spot
    rows: "tuple[Tree, ...]"


@dataclass(frozen=True, slots=True)
class Heads:
    """Headings and what stands under them."""

    spot: Spot
    under: "Mapping[str, Tree]"
    spots: Mapping[str, Spot] = field(default_factory=dict)

    def spot_of(self, heading: str) -> Spot:
        return self.spots.get(heading, self.spot)


Tree = Text | Rows | Heads


Trail = tuple[str | int, ...]
"""The way to a place in the tree: headings and row numbers from the top."""


@dataclass
class Told:
    """Collects what is wrong while one file is read."""

    file: str
    troubles: list[Trouble] = field(default_factory=list)

    def error(self, number: str, spot: Spot, words: str, mend: str = "") -> None:
        self._tell(Severity.ERROR, number, spot, words, mend)

    def warning(self, number: str, spot: Spot, words: str, mend: str = "") -> None:
        self._tell(Severity.WARNING, number, spot, words, mend)

    @property
    def is_wrong(self) -> bool:
        """Whether an error was told, and not only warnings."""
        return any(trouble.is_error for trouble in self.troubles)

    def _tell(self, severity: Severity, number: str, spot: Spot, words: str, mend: str) -> None:
        trouble = Trouble(number, severity, words, mend, self.file, spot.line, spot.column)
        self.troubles.append(trouble)


def plain(tree: Tree) -> Any:
    """The tree as plain data, as kept in an edition."""
    if isinstance(tree, Text):
        return tree.text
    if isinstance(tree, Rows):
        return [plain(row) for row in tree.rows]
    return {heading: plain(below) for heading, below in tree.under.items()}


def planted(data: Any) -> Tree:
    """A tree from plain data, the way back from `plain`; its spots only tell places apart."""
    return _planted(data, count(1))


def _planted(data: Any, numbers: Iterator[int]) -> Tree:
    spot = Spot(next(numbers))
    if isinstance(data, Mapping):
        places = {str(word): Spot(next(numbers)) for word in data}
        return Heads(spot, {str(w): _planted(d, numbers) for w, d in data.items()}, places)
    if isinstance(data, list | tuple):
        return Rows(spot, tuple(_planted(row, numbers) for row in data))
    return Text(spot, "" if data is None else str(data))


def spots(tree: Tree, path: Trail = ()) -> Iterator[tuple[Trail, Spot]]:
    """Every path in the tree with its place; a heading's place is that of its word."""
    yield path, tree.spot
    if isinstance(tree, Rows):
        for number, row in enumerate(tree.rows):
            yield from spots(row, (*path, number))
    elif isinstance(tree, Heads):
        for heading, below in tree.under.items():
            yield from spots(below, (*path, heading))
            yield (*path, heading), tree.spot_of(heading)

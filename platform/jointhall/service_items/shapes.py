"""The headings that may stand together (标题组), and what may be written under each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.tree import Heads, Rows, Text, Told, Tree
from jointhall.service_items.vocabulary import nearest

MISSING: Any = object()
"""Read in vain; what was wrong has been told."""

Reads = Callable[[Tree, Told, str], Any]
"""Gives what the tree says, or tells what is wrong and gives MISSING."""


@dataclass(frozen=True, slots=True)
class Line:
    """Text after the colon; `pattern` when not every text will do."""

    says: str = ""
    """What may be written, in plain words."""
    example: str = ""
    pattern: str | None = None
    """A regular expression the whole text fits, in the dialect of JSON Schema."""
    number: str | None = None
    """`integer` or `number` when an editor takes the text for one."""
    is_figure: bool = False
    """Whether it is a number, a length of time or a day, and not words."""


@dataclass(frozen=True, slots=True)
class Words:
    """One word of a closed list."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """Several, one after each dash."""

    content: Content


@dataclass(frozen=True, slots=True)
class Under:
    """Headings of one of these shapes."""

    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Free:
    """Headings not from the vocabulary (codes of questions), each with content of one kind."""

    content: Content


@dataclass(frozen=True, slots=True)
class Anything:
    """A line, rows or headings, as the question asks."""


@dataclass(frozen=True, slots=True)
class Either:
    """Content of one of several kinds."""

    contents: tuple[Content, ...]


Content = Line | Words | Each | Under | Free | Anything | Either


@dataclass(frozen=True, slots=True)
class Reader:
    """How a heading's content is read, and what may be written there."""

    reads: Reads
    content: Content

    def __call__(self, tree: Tree, told: Told, heading: str) -> Any:
        return self.reads(tree, told, heading)


def reads(content: Content) -> Callable[[Reads], Reader]:
    """Says of a reading function what may be written for it."""
    return lambda read: Reader(read, content)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the closed vocabulary: its word, the field it fills, how it is read."""

    word: str
    field: str
    read: Reader
    is_required: bool = False
    otherwise: Any = None
    """The value when the heading is left out."""


@dataclass(frozen=True, eq=False)
class Shape:
    """The headings that may stand together, and what is made of them."""

    name: str
    make: Callable[..., Any]
    headings: tuple[Heading, ...]
    one_of: tuple[Heading, ...] = ()
    """Headings of which exactly one stands beside the others."""

    @property
    def read(self) -> Reader:
        return Reader(self._read, Under((self,)))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every heading of the shape, in the order it is written."""
        return tuple(h.word for h in (*self.headings, *self.one_of))

    def heading(self, word: str) -> Heading | None:
        return self._by_word.get(word)

    @cached_property
    def _by_word(self) -> Mapping[str, Heading]:
        return {h.word: h for h in (*self.headings, *self.one_of)}

    def _read(self, tree: Tree, told: Told, heading: str) -> Any:
        if not isinstance(tree, Heads):
            words = _("“%(heading)s”下面应当写标题和内容", heading=heading)
            told.error("R20", tree.spot, words, self._expected())
            return MISSING
        known = {h.word: h for h in self.headings}
        misspelt = self._refuse_unknown(tree, told, known)
        values: dict[str, Any] = {}
        for each in self.headings:
            below = tree.under.get(each.word)
            if below is None or is_empty(below):
                if each.is_required and each.word not in misspelt:
                    self._tell_missing(tree, told, each, is_there=below is not None)
                values[each.field] = MISSING if each.is_required else each.otherwise
            else:
                values[each.field] = each.read(below, told, each.word)
        if any(v is MISSING for v in values.values()):
            return MISSING
        return self.make(**values)

    def _refuse_unknown(self, tree: Heads, told: Told, known: Mapping[str, Heading]) -> set[str]:
        """Tell unknown headings; those probably meant are not also called missing."""
        meant: set[str] = set()
        for word in tree.under:
            if word in known:
                continue
            near = nearest(word, known)
            meant.add(near or "")
            words = _("%(name)s里没有“%(word)s”这个标题", name=self.name, word=word)
            mend = _("是不是“%(near)s”？", near=near) if near else self._expected()
            told.error("R21", tree.spot_of(word), words, mend)
        return meant

    def _tell_missing(self, tree: Heads, told: Told, heading: Heading, *, is_there: bool) -> None:
        if is_there:
            words = _("“%(heading)s”后面没有写内容", heading=heading.word)
            told.error("R22", tree.spot_of(heading.word), words, _("补上内容"))
        else:
            words = _("%(name)s缺少“%(heading)s”", name=self.name, heading=heading.word)
            mend = _("补一行“%(heading)s: ……”", heading=heading.word)
            told.error("R23", tree.spot, words, mend)

    def _expected(self) -> str:
        return _("可用的标题：%(headings)s", headings="、".join(self.words))


def is_empty(tree: Tree) -> bool:
    """Whether nothing is written there."""
    if isinstance(tree, Text):
        return not tree.text
    return not (tree.rows if isinstance(tree, Rows) else tree.under)


def shape_for(content: Content, said: Mapping[str, Any] | Sequence[str]) -> Shape | None:
    """The shape meant by these headings: of several, the one that knows the most of them."""
    shapes = tuple(_shapes(content))
    if len(shapes) < 2:
        return shapes[0] if shapes else None
    return max(shapes, key=lambda shape: sum(word in shape.words for word in said))


def _shapes(content: Content) -> Iterator[Shape]:
    if isinstance(content, Under):
        yield from content.shapes
    elif isinstance(content, Either):
        for one in content.contents:
            yield from _shapes(one)

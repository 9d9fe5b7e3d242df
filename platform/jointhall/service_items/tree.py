"""A sheet as headings, rows and texts with their places; every value is text as written.

YAML's guesses about numbers, dates and truth are not taken: `no` and `0571` stay text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from jointhall.kernel.words import _
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
        self.troubles.append(
            Trouble(number, Severity.ERROR, words, mend, self.file, spot.line, spot.column)
        )


def grow(text: str, told: Told) -> Tree | None:
    """Read YAML into a tree; None when it cannot be read, with the reason told."""
    try:
        node = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as wrong:
        unclosed = "quoted scalar" in str(wrong.context)
        # An open quote is noticed only at the end of the file; it has to be mended where it opens.
        mark = wrong.context_mark if unclosed else wrong.problem_mark or wrong.context_mark
        spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
        told.error("R02", spot, *_explained(str(wrong.problem or "")))
        return None
    except (YAMLError, ValueError, RecursionError) as wrong:
        told.error("R02", Spot(1, 1), *_explained(str(wrong)))
        return None
    if node is None:
        told.error("R01", Spot(1, 1), _("文件是空的"), _("照着别的事项表写"))
        return None
    try:
        return _tree(node, told)
    except RecursionError:
        told.error("R02", Spot(1, 1), _("层数太多"), _("照着别的事项表写"))
        return None


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


def _tree(node: Any, told: Told) -> Tree:
    spot = Spot(node.start_mark.line + 1, node.start_mark.column + 1)
    if getattr(node, "anchor", None):
        told.error("R04", spot, _("这里用了 & 记号"), _("去掉记号，把内容照写一遍"))
    if isinstance(node, ScalarNode):
        return Text(spot, node.value.strip() if node.style in (None, "|", ">") else node.value)
    if node.flow_style and node.value:
        told.error("R05", spot, _("这里用了 [ ] 或 { } 的写法"), _("改成一行一条，前面用短横线"))
    if isinstance(node, SequenceNode):
        return Rows(spot, tuple(_tree(below, told) for below in node.value))
    assert isinstance(node, MappingNode)
    return _heads(node, spot, told)


def _heads(node: MappingNode, spot: Spot, told: Told) -> Heads:
    under: dict[str, Tree] = {}
    places: dict[str, Spot] = {}
    for key, value in node.value:
        where = Spot(key.start_mark.line + 1, key.start_mark.column + 1)
        if not isinstance(key, ScalarNode):
            told.error("R02", where, _("冒号前面应当是一个标题"), _("写成“标题: 内容”"))
            continue
        heading = key.value.strip()
        if heading in under:
            told.error(
                "R06",
                where,
                _(
                    "“%(heading)s”写了两次，前一次在第%(line)s行",
                    heading=heading,
                    line=places[heading].line,
                ),
                _("留一个，删一个"),
            )
            continue
        under[heading], places[heading] = _tree(value, told), where
    return Heads(spot, under, places)


def _explained(problem: str) -> tuple[str, str]:
    """The reader's own complaint in the county's words, and the way to mend it."""
    if "could not find expected ':'" in problem:
        return _("这一行或上一行缺英文冒号"), _("写成“标题: 内容”，冒号用英文的，后面空一格")
    if "mapping values are not allowed" in problem:
        return (
            _("这一行多了一个冒号，或者和上一行没有对齐"),
            _("和同一级的标题对齐；内容里有英文冒号时，给整句加英文引号"),
        )
    if "unexpected end of stream" in problem or "document separator" in problem:
        return _("引号没有收尾"), _("补上后一个英文引号")
    if "'\\t'" in problem or "tab" in problem:
        return _("这里用了制表符（Tab）"), _("换成空格")
    if "expected <block end>" in problem:
        return _("这一行没有和同一级的内容对齐"), _("前面的空格数要和同级的一样")
    if "cannot start any token" in problem:
        return _("这个符号不能写在开头"), _("给整句加英文引号")
    if "alias" in problem or "anchor" in problem:
        return _("这里用了 * 或 & 记号"), _("去掉记号，或给整句加英文引号")
    if "another document" in problem:
        return _("一个文件里写了两张表"), _("分成两个文件")
    return _("这一行看不懂"), _("照着别的事项表的写法改")

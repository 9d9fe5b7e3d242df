"""Growing a tree from YAML (长树): what YAML allows and a sheet does not is refused by name."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from jointhall.kernel.words import _
from jointhall.service_items.tree import Heads, Rows, Spot, Text, Told, Tree

_DEEPEST = 20
"""How many headings and dashes may stand inside each other; the vocabulary needs eight."""

_BARE = (None, "", "|", ">")
"""Styles of writing in which spaces around the text mean nothing."""


class _TooDeep(Exception):
    """More levels than any sheet has; carries where."""

    def __init__(self, spot: Spot) -> None:
        self.spot = spot


def grow(text: str, told: Told) -> Tree | None:
    """Read YAML into a tree; None when it cannot be read, with the reason told."""
    try:
        return _document(yaml.parse(text, Loader=yaml.CSafeLoader), told)
    except yaml.MarkedYAMLError as wrong:
        told.error("R02", *_explained(wrong, text))
    except (yaml.YAMLError, ValueError):
        told.error("R02", Spot(1, 1), _("这个文件看不懂"), _("照着别的事项表写"))
    except _TooDeep as deep:
        told.error("R19", deep.spot, _("层数太多"), _("照着别的事项表写"))
    return None


def _document(events: Iterator[yaml.Event], told: Told) -> Tree | None:
    tree: Tree | None = None
    starts = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            starts += 1
            if starts > 1:
                told.error("R02", _spot(event), _("一个文件里写了两张表"), _("分成两个文件"))
                return None
        elif isinstance(event, yaml.NodeEvent):
            tree = _tree(event, events, told, 0)
    if tree is None:
        told.error("R01", Spot(1, 1), _("文件是空的"), _("照着别的事项表写"))
    return tree


def _tree(event: yaml.Event, events: Iterator[yaml.Event], told: Told, depth: int) -> Tree:
    spot = _spot(event)
    if depth > _DEEPEST:
        raise _TooDeep(spot)
    if event.anchor:
        told.error("R04", spot, _("这里用了 * 或 & 记号"), _("去掉记号，把内容照写一遍"))
    if isinstance(event, yaml.AliasEvent):
        return Text(spot, "")
    if event.tag:
        words = _("这里用了感叹号“!”开头的记号")
        told.error("R07", spot, words, _("去掉记号；内容要用感叹号开头的，给整句加英文引号"))
    if isinstance(event, yaml.ScalarEvent):
        return Text(spot, event.value.strip() if event.style in _BARE else event.value)
    if event.flow_style:
        told.error("R05", spot, _("这里用了 [ ] 或 { } 的写法"), _("改成一行一条，前面用短横线"))
    if isinstance(event, yaml.SequenceStartEvent):
        return Rows(spot, tuple(_below(events, told, depth)))
    return _heads(spot, events, told, depth)


def _below(events: Iterator[yaml.Event], told: Told, depth: int) -> Iterator[Tree]:
    """Everything up to the end of the rows or headings that have been opened."""
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            return
        yield _tree(event, events, told, depth + 1)


def _heads(spot: Spot, events: Iterator[yaml.Event], told: Told, depth: int) -> Heads:
    under: dict[str, Tree] = {}
    places: dict[str, Spot] = {}
    below = _below(events, told, depth)
    for key in below:
        value = next(below)
        heading = key.text.strip() if isinstance(key, Text) else ""
        if not isinstance(key, Text):
            told.error("R02", key.spot, _("冒号前面应当是一个标题"), _("写成“标题: 内容”"))
        elif heading in under:
            line = places[heading].line
            words = _("“%(heading)s”写了两次，前一次在第%(line)s行", heading=heading, line=line)
            told.error("R06", key.spot, words, _("留一个，删一个"))
        else:
            under[heading], places[heading] = value, key.spot
    return Heads(spot, under, places)


def _spot(event: yaml.Event) -> Spot:
    return _at(event.start_mark)


def _at(mark: yaml.Mark | None) -> Spot:
    return Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)


def _explained(wrong: yaml.MarkedYAMLError, text: str) -> tuple[Spot, str, str]:
    """The reader's own complaint in the county's words: where, what, and the way to mend it."""
    context, problem = str(wrong.context or ""), str(wrong.problem or "")
    opens, spot = _at(wrong.context_mark), _at(wrong.problem_mark or wrong.context_mark)
    if "quoted scalar" in context and "end of stream" in problem:
        # Noticed only at the end of the file; it has to be mended where it opens.
        return opens, _("引号没有收尾"), _("补上后一个英文引号")
    if "anchor" in context or "alias" in context:
        return opens, _("这里用了 * 或 & 记号"), _("去掉记号，或给整句加英文引号")
    if "tag" in context:
        return opens, _("感叹号不能写在开头"), _("给整句加英文引号")
    if "block scalar" in context:
        return opens, _("| 或 > 后面还有字"), _("字写到下一行，前面多空两格；或给整句加英文引号")
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return _about_a_colon(problem, spot, text)
    if "did not find expected <document start>" in problem:
        return spot, _("一个文件里写了两张表"), _("分成两个文件")
    if "unknown escape" in problem or "hexdecimal" in problem:
        return spot, _("英文双引号里的反斜杠 \\ 看不懂"), _("改用英文单引号把整句括起来")
    if "cannot start any token" in problem:
        return spot, _("这个符号不能写在开头"), _("给整句加英文引号")
    if "did not find expected" in problem:
        return spot, _("这一行没有和同一级的内容对齐"), _("前面的空格数要和同级的一样")
    return spot, _("这一行看不懂"), _("照着别的事项表的写法改")


def _about_a_colon(problem: str, spot: Spot, text: str) -> tuple[Spot, str, str]:
    mend = _("写成“标题: 内容”，冒号用英文的，后面空一格")
    without = _line_without_colon(spot, text)
    if without is not None:
        return without, _("这一行缺英文冒号"), mend
    if "could not find" in problem:
        return spot, _("这一行或上一行缺英文冒号"), mend
    return (
        spot,
        _("这一行多了一个冒号，或者和上一行没有对齐"),
        _("和同一级的标题对齐；内容里有英文冒号时，给整句加英文引号"),
    )


def _line_without_colon(spot: Spot, text: str) -> Spot | None:
    """The line above, when it stands level with this one and has no colon."""
    lines = text.split("\n")
    this = lines[spot.line - 1] if spot.line <= len(lines) else ""
    indent = len(this) - len(this.lstrip(" "))
    for number in range(spot.line - 2, -1, -1):
        above = lines[number]
        if above.strip() and not above.lstrip().startswith("#"):
            level = len(above) - len(above.lstrip(" "))
            return None if ":" in above or level != indent else Spot(number + 1, indent + 1)
    return None

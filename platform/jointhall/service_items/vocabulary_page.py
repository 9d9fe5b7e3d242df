"""The vocabulary on one page (标题大全): what may be written where, with an example of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jointhall.kernel.words import N_, _, language
from jointhall.service_items.bundles.headings import BUNDLE, bundle_shapes
from jointhall.service_items.headings import MODULE, SHEET, shapes
from jointhall.service_items.headings_told_flow import told, told_of_shape
from jointhall.service_items.shapes import (
    Anything,
    Content,
    Each,
    Either,
    Free,
    Heading,
    Line,
    Shape,
    Under,
    Words,
)
from jointhall.service_items.writing import written_lines

_HEAD = N_("""\
# 事项表的标题

这一页由 `hall items vocabulary` 从程序里写成，不要手改。

一张事项表只能用下面这些标题，写错了会告诉您第几行、最像哪一个。写法是“标题: 内容”，冒号用英文的，
后面空一格；几条内容一行一条，前面写英文短横线和空格。编辑器装上 YAML 插件，会照着
`sheet.schema.json` 一边写一边提示。每一组后面的例子把能写的标题都写了一遍，真的表只写用得着的。
""")


_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One heading: what it is, whether it must be written, what may be written, an example."""

    word: str
    must: str
    """`yes`, `no`, or `depends` on which of several ways one writes it."""
    about: str
    may_be: str
    example: str
    see: tuple[str, ...] = ()
    """The sections that tell what stands under it."""

    @property
    def is_short(self) -> bool:
        """Whether the example can stand beside it; longer ones stand in that of the whole."""
        return self.example.count("\n") < _MOST_LINES


@dataclass(frozen=True, slots=True)
class Section:
    """Headings that stand together: what they are, where they stand, and all of them at once."""

    name: str
    about: str
    stands: str
    entries: tuple[Entry, ...]
    whole: str
    """The example of the whole, as it is written in a sheet."""

    @property
    def anchor(self) -> str:
        return f"h-{self.name}"


def sections() -> tuple[Section, ...]:
    """The whole vocabulary, each group of headings once, in the order of a sheet."""
    return _sections(language())


@cache
def _sections(_language: str) -> tuple[Section, ...]:
    """As it is said in the language of the page being made; it changes with the program only."""
    return tuple(_section(name, grouped) for name, grouped in _groups().items())


def vocabulary_page() -> str:
    """The page in Markdown, `modules/VOCABULARY.md`."""
    return _(_HEAD) + "".join(_markdown(section) for section in sections())


def every_shape() -> tuple[Shape, ...]:
    """The shapes of sheets, of modules and of bundles, each once."""
    return tuple(dict.fromkeys((*shapes(), MODULE, *bundle_shapes())))


def example_of(shape: Shape) -> dict[str, Any]:
    """Every heading of a shape with its example, as plain data that can be read."""
    said = {h.word: _example(shape.name, h) for h in shape.headings}
    if shape.one_of:
        first = shape.one_of[0]
        said[first.word] = _example(shape.name, first)
    return said


def _section(name: str, grouped: tuple[Shape, ...]) -> Section:
    entries: dict[str, Entry] = {}
    for shape in grouped:
        for heading in (*shape.headings, *shape.one_of):
            entries.setdefault(heading.word, _entry(shape, heading, grouped))
    ways = (example_of(shape) for shape in grouped[: _WHOLE.get(name, 1)])
    whole = f"\n\n# {_('或者')}\n".join("\n".join(written_lines(way)) for way in ways)
    return Section(name, _(told_of_shape(name)), _stands(grouped), tuple(entries.values()), whole)


_WHOLE = {"条件": 3}
"""Of how many shapes of one name the whole is shown: conditions have three ways to be written."""


def _entry(shape: Shape, heading: Heading, grouped: tuple[Shape, ...]) -> Entry:
    about, _said = told(shape.name, heading.word)
    example = "\n".join(written_lines({heading.word: _example(shape.name, heading)}))
    content = heading.read.content
    must = "yes" if heading.is_required else "no"
    if must == "yes" and not all(heading.word in one.words for one in grouped):
        must = "depends"
    return Entry(
        heading.word,
        must,
        _(about),
        _may_be(content),
        example,
        tuple(dict.fromkeys(one.name for one in _directly_under(content))),
    )


def _example(shape: str, heading: Heading) -> Any:
    _about, said = told(shape, heading.word)
    if said:
        return list(said) if isinstance(said, tuple) else said
    return _example_of(heading.read.content)


def _example_of(content: Content) -> Any:
    if isinstance(content, Either):
        return _example_of(content.contents[-1])
    if isinstance(content, Each):
        if isinstance(content.content, Under) and len(content.content.shapes) == _BOTH:
            return [example_of(shape) for shape in content.content.shapes]
        return [_example_of(content.content)]
    if isinstance(content, Under):
        return example_of(content.shapes[0])
    if isinstance(content, Line):
        return content.example or "……"
    if isinstance(content, Words):
        return content.words[0]
    if isinstance(content, Free):
        return dict(_FREE_VOTES if isinstance(content.content, Words) else _FREE_ANSWERS)
    raise AssertionError(content)


_BOTH = 2
"""Rows that may be of two shapes, tasks or a notice, are shown in both."""
_FREE_VOTES = {"本乡镇 minzheng": "同意"}
_FREE_ANSWERS = {"applicant_name": "罗菊英", "for_whom": "替家里老人办"}


def _may_be(content: Content) -> str:
    if isinstance(content, Words):
        return _("只能写：%(words)s", words="、".join(content.words))
    if isinstance(content, Line):
        said = _(content.says)
        return (
            _("%(said)s，比如 %(example)s", said=said, example=content.example)
            if (content.example and content.is_figure)
            else said
        )
    if isinstance(content, Each):
        return _("一行一条，每条：%(each)s", each=_may_be(content.content))
    if isinstance(content, Under):
        names = dict.fromkeys(shape.name for shape in content.shapes)
        return _("见“%(names)s”", names=_("”或“").join(names))
    if isinstance(content, Free):
        return _("自己的编号，后面写：%(each)s", each=_may_be(content.content))
    if isinstance(content, Anything):
        return _("照题的类型写：一句话、几条，或几个小标题")
    return _("；或者").join(_may_be(one) for one in content.contents)


def _stands(grouped: tuple[Shape, ...]) -> str:
    """Under which headings of which shapes these headings stand."""
    if grouped[0] is SHEET:
        return _("写在 sheet.yaml 的最外层，不用空格开头。")
    if grouped[0] is MODULE:
        return _("写在 module.yaml 的最外层，不用空格开头。")
    if grouped[0] is BUNDLE:
        return _("写在 bundle.yaml 的最外层，不用空格开头。")
    found = dict.fromkeys(
        f"{shape.name} › {heading.word}"
        for shape in every_shape()
        for heading in (*shape.headings, *shape.one_of)
        if not set(grouped).isdisjoint(_directly_under(heading.read.content))
    )
    return _("写在：%(places)s。", places="；".join(found))


def _directly_under(content: Content) -> Iterator[Shape]:
    if isinstance(content, Under):
        yield from content.shapes
    elif isinstance(content, Each | Free):
        yield from _directly_under(content.content)
    elif isinstance(content, Either):
        for one in content.contents:
            yield from _directly_under(one)


@cache
def _groups() -> Mapping[str, tuple[Shape, ...]]:
    """The shapes by name: three ways to write a condition are one thing to people."""
    groups: dict[str, tuple[Shape, ...]] = {}
    for shape in every_shape():
        groups[shape.name] = (*groups.get(shape.name, ()), shape)
    return groups


_MUST = {"yes": N_("要写"), "no": N_("可不写"), "depends": N_("看写法")}


def _markdown(section: Section) -> str:
    rows = [
        f"| {e.word} | {_(_MUST[e.must])} | {e.about} | {e.may_be} | {_code(e)} |"
        for e in section.entries
    ]
    head = _("| 标题 | 要不要写 | 是什么 | 可以写什么 | 例子 |")
    return "\n".join(
        ["", f"## {section.name}", "", section.about, section.stands, "", head,
         "|---|---|---|---|---|", *rows, "", "```yaml", section.whole, "```", ""]
    )  # fmt: skip


def _code(entry: Entry) -> str:
    if not entry.is_short:
        return _("见下面")
    lines = entry.example.replace("|", r"\|").split("\n")
    return "<br>".join(f"`{line}`" for line in lines)

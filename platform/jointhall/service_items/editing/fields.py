"""A sheet as fields of a form (栏目), made from the same shapes that read it from YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jointhall.service_items import headings_form as form
from jointhall.service_items import readers as r
from jointhall.service_items.editing.conditions import condition_parts
from jointhall.service_items.editing.knowing import Known, Option
from jointhall.service_items.editing.words import (
    ASKED,
    ASKED_OF,
    HINTS,
    LONG,
    NAMED_BY,
    NO,
    RULES,
    YES,
)
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
    shape_for,
)
from jointhall.service_items.tree import Trail

OPENS = frozenset({"表单题目", "材料", "步骤", "公示步骤", "任务", "样例", "列"})
"""Shapes too large for a list: each has a page of its own."""

_LONG_LINE = 44
SHEET_SHAPE = "事项表"


@dataclass(frozen=True)
class Field:
    """One field of the form, or a group of them; `value` is what the sheet says there."""

    name: str
    """Its name in the form: the way to it, dotted."""
    trail: Trail
    label: str
    control: str
    value: Any = None
    options: tuple[Option, ...] = ()
    is_required: bool = False
    children: tuple[Field, ...] = ()
    parts: Mapping[str, Any] | None = None
    """What a condition is made of."""
    shape: Shape | None = None
    kept: Mapping[str, Any] | None = None
    """Headings the vocabulary does not know; they stay until somebody takes them out."""
    owner: str = ""
    """The shape it belongs to."""
    otherwise: Any = None
    """What it means to write nothing."""

    @property
    def hint(self) -> str:
        return HINTS.get(f"{self.owner}.{self.label}", HINTS.get(self.label, ""))

    @property
    def says_itself(self) -> bool:
        """Whether the first word of the field is its label already."""
        return self.label == "当"

    @property
    def blank(self) -> str:
        """What a yes or no left out means."""
        return {True: YES, False: NO}.get(self.otherwise, "") if isinstance(
            self.otherwise, bool
        ) else ""  # fmt: skip

    @property
    def opens(self) -> bool:
        """Whether its rows have pages of their own."""
        return any(child.shape is not None and child.shape.name in OPENS for child in self.children)

    @property
    def is_long(self) -> bool:
        said = self.value if isinstance(self.value, str) else ""
        return self.label in LONG or len(said) > _LONG_LINE or "\n" in said

    @property
    def is_letter(self) -> bool:
        """Whether it is the text of a letter, with words that are filled in."""
        return self.label == "正文"

    @property
    def has_notices(self) -> bool:
        """Whether a public notice may stand among its rows."""
        return self.label == "步骤" and self.control == "rows"

    @property
    def looks_again(self) -> bool:
        """Whether other fields depend on what is chosen here."""
        return self.label in ("类型", "在")

    @property
    def kind_words(self) -> str:
        """The kind of a question, as the sheet names it."""
        return str(self.value.get("类型") or "") if isinstance(self.value, Mapping) else ""

    @property
    def title(self) -> str:
        """What a row is called in a list."""
        if isinstance(self.value, Mapping):
            said = (self.value.get(word) for word in NAMED_BY)
            return next((str(words) for words in said if words and isinstance(words, str)), "")
        return str(self.value or "")

    def walk(self) -> Iterator[Field]:
        """The field and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def child(self, label: str) -> Field | None:
        return next((one for one in self.children if one.label == label), None)


def field_of(heading: Heading, value: Any, trail: Trail, name: str, known: Known) -> Field:
    """The field of one heading."""
    made = _field(heading.read.content, heading.word, value, trail, name, known)
    if heading.read is form.condition:
        made = replace(made, control="condition", children=(), parts=condition_parts(value, known))
    owner = known.shape or SHEET_SHAPE
    return replace(made, is_required=heading.is_required, owner=owner,
                   otherwise=heading.otherwise)  # fmt: skip


def group_of(shape: Shape, value: Any, trail: Trail, name: str, known: Known, label: str) -> Field:
    """The fields of several headings that stand together."""
    said = value if isinstance(value, Mapping) else {}
    kind = said.get("类型", known.kind)
    below = replace(known, kind=kind, where=said.get("在", known.where), shape=shape.name,
                    beside=said)  # fmt: skip
    children = tuple(
        field_of(each, said.get(each.word), (*trail, each.word), f"{name}.{each.word}", below)
        for each in (*shape.headings, *shape.one_of)
        if _is_asked(shape, each.word, said, kind)
    )
    kept = {word: data for word, data in said.items() if word not in shape.words}
    hidden = {word: data for word, data in said.items() if word in shape.words
              and all(child.label != word for child in children)}  # fmt: skip
    return Field(name, trail, label, "group", value, children=children, shape=shape,
                 kept={**hidden, **kept})  # fmt: skip


def _is_asked(shape: Shape, word: str, said: Mapping[str, Any], kind: Any) -> bool:
    if shape.name not in ("表单题目", "列", "选项") or said.get(word):
        return True
    return word not in ASKED_OF or kind in ASKED_OF[word]


def _field(
    content: Content, label: str, value: Any, trail: Trail, name: str, known: Known
) -> Field:
    plain = Field(name, trail, label, "line", value)
    if content == r.rule.content:
        return replace(plain, control="select", options=_options(RULES, value))
    if isinstance(content, Line):
        return _line(content, plain, known)
    if isinstance(content, Words):
        return replace(plain, control="select", options=_options(content.words, value))
    if isinstance(content, Under):
        return _under(content, plain, known)
    if isinstance(content, Each):
        return _each(content, plain, known)
    if isinstance(content, Free):
        return _free(content.content, plain, known)
    if isinstance(content, Either):
        return _either(content, plain, known)
    return _as_written(plain, known)


def _line(content: Line, plain: Field, known: Known) -> Field:
    if content == r.limit.content:
        return replace(plain, control="limit")
    if content == r.workdays.content:
        return replace(plain, control="days")
    if content == r.day.content:
        return replace(plain, control="day")
    if content.number:
        return replace(plain, control="number")
    choices = known.choices(plain.label)
    if choices is not None:
        return replace(plain, control="select", options=_also(choices, plain.value))
    if plain.label == "编号":
        return replace(plain, control="code")
    return replace(plain, control="area" if plain.is_long else "line")


def _under(content: Under, plain: Field, known: Known) -> Field:
    said = plain.value if isinstance(plain.value, Mapping) else {}
    shape = shape_for(content, said) or content.shapes[0]
    return group_of(shape, plain.value, plain.trail, plain.name, known, plain.label)


def _each(content: Each, plain: Field, known: Known) -> Field:
    below = content.content
    if isinstance(below, Words):
        return replace(plain, control="checks", options=_several(below.words, plain.value))
    choices = known.choices(plain.label) if isinstance(below, Line) else None
    if choices is not None:
        said = plain.value if isinstance(plain.value, list) else []
        for one in said:
            choices = _also(choices, one)
        return replace(plain, control="checks", options=choices)
    rows = plain.value if isinstance(plain.value, list) else []
    if isinstance(plain.value, str) and plain.value and not isinstance(below, Under):
        rows = [plain.value]
    children = tuple(
        _field(below, plain.label, row, (*plain.trail, place), f"{plain.name}.{place}", known)
        for place, row in enumerate(rows)
    )
    shape = below.shapes[0] if isinstance(below, Under) else None
    return replace(plain, control="rows", children=children, shape=shape)


def _free(content: Content, plain: Field, known: Known) -> Field:
    said = plain.value if isinstance(plain.value, Mapping) else {}
    children = [
        _field(_content_of_answer(content, word, known), word, data, (*plain.trail, word),
               f"{plain.name}.k{place}", known)
        for place, (word, data) in enumerate(_in_order(said, known))
    ]  # fmt: skip
    parties = known.parties() if plain.label == ASKED else ()
    for word in said if parties else ():
        parties = _also(parties, word)
    return replace(plain, control="free", children=tuple(children), options=parties)


def _in_order(said: Mapping[str, Any], known: Known) -> list[tuple[str, Any]]:
    """Answers in the order the form asks for them; what is kept has none."""
    places = {code: place for place, (code, _words) in enumerate(known.questions())}
    return sorted(said.items(), key=lambda one: (places.get(one[0], len(places)), one[0]))


def _content_of_answer(content: Content, word: str, known: Known) -> Content:
    """An example answers a question with one of its choices."""
    words = known.answers(word) if isinstance(content, Anything) else ()
    return Words(words) if words else content


def _either(content: Either, plain: Field, known: Known) -> Field:
    if content.contents and r.limit.content in content.contents:
        return replace(plain, control="limit")
    rows = next((one for one in content.contents if isinstance(one, Each)), None)
    if rows is not None:
        said = plain.value if isinstance(plain.value, list) else []
        return replace(_each(rows, replace(plain, value=said), known), value=plain.value)
    return replace(plain, control="area" if plain.is_long else "line")


def _as_written(plain: Field, known: Known) -> Field:
    """Whatever an example says: a line, lines, or rows with the same headings."""
    if isinstance(plain.value, Mapping):
        return _free(Anything(), plain, replace(known, shape=""))
    if isinstance(plain.value, list):
        children = tuple(
            _as_written(Field(f"{plain.name}.{place}", (*plain.trail, place), plain.label, "line",
                              row), known)
            for place, row in enumerate(plain.value)
        )  # fmt: skip
        return replace(plain, control="rows", children=children)
    return replace(plain, control="area" if plain.is_long else "line")


def _options(words: Sequence[str], value: Any) -> tuple[Option, ...]:
    return _also(tuple((word, word) for word in words), value)


def _several(words: Sequence[str], value: Any) -> tuple[Option, ...]:
    options = tuple((word, word) for word in words)
    for one in value if isinstance(value, list) else ():
        options = _also(options, one)
    return options


def _also(options: tuple[Option, ...], value: Any) -> tuple[Option, ...]:
    """The options with what is written there now, even if it is none of them."""
    if not isinstance(value, str) or not value or any(value == code for code, _words in options):
        return options
    return (*options, (value, value))

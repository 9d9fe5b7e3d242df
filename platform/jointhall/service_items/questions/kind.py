"""What every kind of question does (题目类型): parse what was typed, show it, export it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.typed import lines, one_line

_LONGEST = 20_000
_MOST = 200


class Unclear(Exception):
    """What was typed cannot be taken as an answer; the sentence says what to do.

    `troubles` holds a sentence for every part that is wrong, the first of them being `words`.
    """

    def __init__(
        self, words: str, *, part: str = "", troubles: Mapping[str, str] | None = None
    ) -> None:
        self.troubles = dict(troubles) if troubles else {part: words}
        self.part, self.words = next(iter(self.troubles.items()))
        super().__init__(self.words)


@dataclass(frozen=True)
class Raw:
    """What came from the page for one question, part by part, as typed."""

    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def text(self, part: str = "") -> str:
        return one_line(self._last(part))

    def long_text(self, part: str = "") -> str:
        return lines(self._last(part))

    def texts(self, part: str = "") -> list[str]:
        """Every value under this name, without empty ones and doubles, in the order given."""
        given = [one_line(text[:_LONGEST]) for text in (self.parts.get(part) or ())[:_MOST]]
        return list(dict.fromkeys(text for text in given if text))

    def below(self, part: str) -> "Raw":
        """What came for one field of several: `name` holds `name` itself and `name-from`."""
        held = {"": self.parts[part]} if part in self.parts else {}
        under = f"{part}-"
        return Raw(
            held
            | {
                name.removeprefix(under): texts
                for name, texts in self.parts.items()
                if name.startswith(under)
            }
        )

    def _last(self, part: str) -> str:
        """The last value that says something: an empty one after it does not take it back."""
        given = [text[:_LONGEST] for text in self.parts.get(part) or ()]
        return next((text for text in reversed(given) if one_line(text)), "")

    @property
    def is_empty(self) -> bool:
        return not any(one_line(text[:_LONGEST]) for part in self.parts.values() for text in part)


@dataclass(frozen=True, slots=True)
class Grid:
    """An answer of rows, as a small table on a page: headings, and rows of cells as text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Kind(ABC):
    """One kind of question; subclasses say how it is parsed and shown."""

    code: ClassVar[str]
    parts: ClassVar[tuple[str, ...]] = ("",)
    """Names of the fields on the page, after the question's code: `code` or `code-part`."""
    is_personal: ClassVar[bool] = False
    """Whether its answers are personal information by nature."""
    is_file: ClassVar[bool] = False
    is_typed: ClassVar[bool] = True
    """Whether somebody answers it; a sum is computed, an information only read."""
    is_kept: ClassVar[bool] = True
    """Whether it has an answer at all."""
    fits_column: ClassVar[bool] = True
    """Whether a table may have it as a column."""
    needs_material: ClassVar[bool] = False
    """Whether its files must be handed in as one of the sheet's materials."""
    asks_where: ClassVar[bool] = False
    """Whether its page may ask the telephone where it is."""
    has_own_look: ClassVar[bool] = False
    """Whether its page needs the stylesheet of the kinds."""
    names_villages: ClassVar[bool] = False
    """Whether its page offers the villages of the township."""
    script: ClassVar[str] = ""
    """The script that makes its page better, if there is one."""

    @property
    def partial(self) -> str:
        return f"service_items/questions/{self.code}.html"

    def raw(self, question: Question, form: Mapping[str, Sequence[str] | str]) -> Raw:
        """What a submitted form holds for this question."""
        parts: dict[str, Sequence[str]] = {}
        for part in self.parts:
            given = form.get(f"{question.code}-{part}" if part else question.code)
            if given is not None:
                parts[part] = [given] if isinstance(given, str) else list(given)
        return Raw(parts)

    def told(self, question: Question, given: Any) -> Raw:
        """What a form would have held for an answer told as a worked example tells it."""
        if given is None:
            return Raw()
        if isinstance(given, Mapping):
            return Raw({str(part): [str(text)] for part, text in given.items()})
        return Raw({"": [str(each) for each in rows_of(given)]})

    def pressed(self, question: Question, raw: Raw, button: str) -> Raw | None:
        """What the fields hold after a button that does not send; None when it is none of ours."""
        return None

    def field(self, question: Question, part: str) -> str:
        """The field on the page that holds this part."""
        return f"{question.code}-{part}" if part else question.code

    def answer(self, question: Question, raw: Raw, counter: Counter) -> Value | None:
        """The value as kept, None when left empty and that is allowed; else Unclear."""
        if not self.is_blank(question, raw):
            return self.parse(question, raw, counter)
        if question.is_required:
            raise Unclear(self.missing(question))
        return None

    def is_blank(self, question: Question, raw: Raw) -> bool:
        """Whether nothing was answered."""
        return raw.is_empty

    def missing(self, question: Question) -> str:
        return _("这一题要填，不能空着")

    @abstractmethod
    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        """The value as kept, from something typed."""

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        """The answer as people read it."""
        return str(value)

    def masked(self, question: Question, value: Value, counter: Counter) -> str:
        """The answer with personal parts hidden, for lists and for others to see."""
        return self.show(question, value, counter)

    def grid(
        self, question: Question, value: Value, counter: Counter, *, hides: bool = False
    ) -> Grid | None:
        """The answer as a table, where it is one; `hides` hides personal parts."""
        return None

    def outline(self, question: Question, value: Value) -> str:
        """The answer as a drawn shape, where it is one: corners for an SVG polygon, 160 by 100."""
        return ""

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        """The answer in one cell of a table."""
        return self.show(question, value, counter)

    def typed(self, question: Question, value: Value) -> Raw:
        """A kept value put back into the fields of the page."""
        return Raw({"": [str(value)]})

    def adds(self, question: Question, value: Value, unit: str, column: str = "") -> Decimal:
        """What the answer brings to a sum (加总) in this unit; nothing, if it is no number."""
        return Decimal(0)


def rows_of(given: Any) -> Sequence[Any]:
    """Several things told one after another; a single one is one row."""
    return given if isinstance(given, list | tuple) else (given,)

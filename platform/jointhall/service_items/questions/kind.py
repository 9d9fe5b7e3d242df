"""What every kind of question does (题目类型): parse what was typed, show it, export it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.typed import lines, one_line

_LONGEST = 20_000
_MOST = 200


class Unclear(Exception):
    """What was typed cannot be taken as an answer; the sentence says what to do."""

    def __init__(self, words: str, *, part: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.part = part


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

    def _last(self, part: str) -> str:
        """The last value that says something: an empty one after it does not take it back."""
        given = [text[:_LONGEST] for text in self.parts.get(part) or ()]
        return next((text for text in reversed(given) if one_line(text)), "")

    @property
    def is_empty(self) -> bool:
        return not any(one_line(text[:_LONGEST]) for part in self.parts.values() for text in part)


class Kind(ABC):
    """One kind of question; subclasses say how it is parsed and shown."""

    code: ClassVar[str]
    parts: ClassVar[tuple[str, ...]] = ("",)
    """Names of the fields on the page, after the question's code: `code` or `code-part`."""
    is_personal: ClassVar[bool] = False
    """Whether its answers are personal information by nature."""
    is_file: ClassVar[bool] = False

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

    def answer(self, question: Question, raw: Raw, counter: Counter) -> Value | None:
        """The value as kept, None when left empty and that is allowed; else Unclear."""
        if not raw.is_empty:
            return self.parse(question, raw, counter)
        if question.is_required:
            raise Unclear(self.missing(question))
        return None

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

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        """The answer in one cell of a table."""
        return self.show(question, value, counter)

    def typed(self, question: Question, value: Value) -> Raw:
        """A kept value put back into the fields of the page."""
        return Raw({"": [str(value)]})

"""What a sheet asks (表单): questions, choices, conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Value = Any
"""An answer as it is kept: plain JSON (text, number, yes/no, list, mapping)."""
Answers = Mapping[str, Value]
"""Answers by question code; a question not answered is not there."""


class Comparison(StrEnum):
    """How an answer is held against a value (closed list, no expressions)."""

    IS = "答"
    IS_NOT = "不答"
    ONE_OF = "答其一"
    HAS = "含"
    HAS_NOT = "不含"
    AT_LEAST = "至少"
    AT_MOST = "至多"
    AGE_AT_LEAST = "满几岁"
    AGE_UNDER = "不满几岁"
    BEFORE = "早于"
    AFTER = "晚于"
    ANSWERED = "答过"


@dataclass(frozen=True, slots=True)
class Clause:
    """One comparison of one answer."""

    question: str
    """The code of the question, or `question.column` of a table."""
    how: Comparison
    value: Value

    @property
    def code(self) -> str:
        """The code of the question, without the column."""
        return self.question.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Condition:
    """Clauses that must all hold (都要), or of which one must (任一); one level, no nesting."""

    clauses: tuple[Clause, ...]
    is_any: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers offered (选项)."""

    code: str
    label: str
    hint: str | None = None
    below: "tuple[Choice, ...]" = ()
    """The choices under this one (下级), for linked choices."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """Where an answer can be had from (带出): the profile, earlier cases, household, licences."""

    source: str
    """Code of the source, as in `vocabulary.PREFILL`."""
    licence: str | None = None
    """The licence code (证照代码), when the source is a licence held."""
    only_if: "Condition | None" = None
    """When it may be offered (何时带): not when somebody applies for somebody else."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form (表单题目); one page each."""

    code: str
    kind: str
    """Code of the question kind, as in `questions.KINDS`."""
    label: str
    hint: str | None = None
    is_required: bool = True
    is_personal: bool = False
    choices: tuple[Choice, ...] = ()
    unit: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    longest: int | None = None
    several: bool = False
    material: str | None = None
    """The material this question collects, for files and photos."""
    only_if: Condition | None = None
    columns: "tuple[Question, ...]" = ()
    """The columns of a table of rows (列); each is a question of a simple kind."""
    adds_up: tuple[str, ...] = ()
    """What a computed sum adds up (加总): `question` or `question.column`."""
    prefill: tuple[Prefill, ...] = ()
    asked_again: str | None = None
    """Why something the government already holds is asked again (再问原因)."""

    def column(self, code: str) -> "Question | None":
        return next((c for c in self.columns if c.code == code), None)

    def choice(self, code: str) -> Choice | None:
        return next((c for c in self.choices if c.code == code), None)


@dataclass(frozen=True, slots=True)
class Ineligible:
    """A ground on which the form stops early and says why (不符合条件)."""

    when: Condition
    words: str


@dataclass(frozen=True, slots=True)
class Route:
    """Which office receives the case when a condition holds (分流)."""

    when: Condition
    office: str

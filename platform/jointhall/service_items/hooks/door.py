"""What a `rules.py` may use: three decorators, what they see, and what they may give back.

Everything here is given out by `jointhall.service_items`, the only place hooks may import from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

MARK = "__hook__"


@dataclass(frozen=True, slots=True)
class Filing:
    """What a hook sees (申请): the answers, which cannot be changed, and the day; no more."""

    answers: Mapping[str, Any]
    """Answers by question code: texts, numbers, yes/no, tuples and mappings."""
    today: date
    ages: Mapping[str, int]
    """Full years today, by the question that holds an identity number."""
    outcome: str = ""
    """`granted` or `refused`, once it is decided."""

    def __getitem__(self, question: str) -> Any:
        """The answer to a question, None when it was not answered."""
        return self.answers.get(question)


@dataclass(frozen=True, slots=True)
class Tell:
    """A message to the applicant (告诉申请人)."""

    words: str


@dataclass(frozen=True, slots=True)
class Keep:
    """A line for the case's history (记一笔), without personal data."""

    words: str


@dataclass(frozen=True, slots=True)
class Hook:
    """What a decorator says of a function."""

    kind: str
    name: str
    outcome: str = ""
    unit: str = ""


Check = Callable[[Filing], Mapping[str, str] | None]
"""Extra trouble of the form: question code → sentence; nothing when all is well."""
Effect = Callable[[Filing], "Tell | Keep | None"]
"""What follows from a decision."""
Figure = Callable[[Filing], "int | float | None"]
"""A number for statistics, None when there is none for this case."""
_C = TypeVar("_C", bound=Check)
_E = TypeVar("_E", bound=Effect)
_F = TypeVar("_F", bound=Figure)


def check(name: str) -> Callable[[_C], _C]:
    """An extra look at the form (核对); `name` is what people call it."""

    def mark(act: _C) -> _C:
        setattr(act, MARK, Hook("check", name))
        return act

    return mark


def effect(name: str, *, when: str = "granted") -> Callable[[_E], _E]:
    """What follows (后续) once it is decided; `when` is granted or refused."""

    def mark(act: _E) -> _E:
        setattr(act, MARK, Hook("effect", name, outcome=when))
        return act

    return mark


def figure(name: str, *, unit: str = "") -> Callable[[_F], _F]:
    """A number for statistics (统计数), reckoned when it is granted."""

    def mark(act: _F) -> _F:
        setattr(act, MARK, Hook("figure", name, unit=unit))
        return act

    return mark

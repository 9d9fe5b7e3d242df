"""What a bundle (一件事) says, once read: which items, whom they suit, what is asked only once."""

from dataclasses import dataclass
from typing import Any

from jointhall.service_items.asking import Condition, Question

PERSON_PARTS = {"姓名": "name", "证件号": "id_number"}
"""What of a person asked for whole answers an item that asks for a part; always both are there."""


@dataclass(frozen=True, slots=True)
class Member:
    """An item of the bundle (事项): when it applies, and whether it can be left out."""

    code: str
    name: str
    """What it is called here, shorter than its own title."""
    is_must: bool = True
    only_if: Condition | None = None
    """When it applies (何时办), by the bundle's own questions."""


@dataclass(frozen=True, slots=True)
class PartOf:
    """A question answered by a part of a person (取自)."""

    question: str
    part: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A question asked once for several items (共用题), in the bundle's words.

    `same_as` are `item.question`; the kind and the choices are those of the first.
    """

    code: str
    same_as: tuple[str, ...]
    label: str | None = None
    hint: str | None = None
    parts: tuple[PartOf, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A question that the bundle itself answers (不用问): as an example would write the answer."""

    question: str
    given: Any


@dataclass(frozen=True, slots=True)
class Apart:
    """Questions alike that are not the same (分开问), and why."""

    question: str
    why: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A worked example (样例): what is answered first, and which items follow."""

    name: str
    given: dict[str, Any]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """One thing as its file tells it."""

    code: str
    fingerprint: str
    """The content's own name: 16 hex digits."""
    title: str
    lede: str
    common_names: tuple[str, ...]
    themes: tuple[str, ...]
    life_events: tuple[str, ...]
    members: tuple[Member, ...]
    first: tuple[Question, ...]
    """The questions that choose the items (先问)."""
    shared: tuple[Shared, ...]
    known: tuple[Known, ...]
    apart: tuple[Apart, ...]
    samples: tuple[Sample, ...]

    def member(self, code: str) -> Member | None:
        return next((one for one in self.members if one.code == code), None)

"""A question of several small questions (组合题): a person, an enterprise, a row of a table."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.address import Address
from jointhall.service_items.questions.bank_card import BankCard
from jointhall.service_items.questions.credit_code import CreditCode
from jointhall.service_items.questions.day import Day
from jointhall.service_items.questions.id_number import IdNumber
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.licence_plate import LicencePlate
from jointhall.service_items.questions.long_text import LongText
from jointhall.service_items.questions.money import Money
from jointhall.service_items.questions.one_choice import OneChoice
from jointhall.service_items.questions.period import Period
from jointhall.service_items.questions.phone import Phone
from jointhall.service_items.questions.quantity import Quantity
from jointhall.service_items.questions.several_choices import SeveralChoices
from jointhall.service_items.questions.short_text import ShortText
from jointhall.service_items.questions.township import Township
from jointhall.service_items.questions.yes_no import YesNo

SIMPLE: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        ShortText(), LongText(), Quantity(), Money(), Day(), Period(), YesNo(), OneChoice(),
        SeveralChoices(), Phone(), IdNumber(), CreditCode(), BankCard(), LicencePlate(),
        Township(), Address(),
    )
}  # fmt: skip
"""The kinds that a small question inside another may have; none of them holds others."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One small question on the page: what is asked, what was typed, what is wrong with it."""

    question: Question
    kind: Kind
    raw: Raw
    error: str


def simple(question: Question) -> Kind:
    """The kind of a small question; one that cannot be small is asked as a line of text."""
    return SIMPLE.get(question.kind, SIMPLE["short_text"])


def fit(
    fields: Sequence[Question], raw: Raw, counter: Counter, *, named: bool = True
) -> dict[str, Value]:
    """The values of several small questions; Unclear with a sentence for each that is wrong.

    `named` puts the field's name into the sentence where nothing was filled in.
    """
    values: dict[str, Value] = {}
    troubles: dict[str, str] = {}
    for each in fields:
        below, kind = raw.below(each.code), simple(each)
        try:
            value = kind.answer(each, below, counter)
        except Unclear as unclear:
            if kind.is_blank(each, below):
                words = _("“%(label)s”要填，不能空着", label=each.label)
                troubles[each.code] = words if named else _("要填，不能空着")
            else:
                troubles |= {
                    f"{each.code}-{part}" if part else each.code: words
                    for part, words in unclear.troubles.items()
                }
            continue
        if value is not None:
            values[each.code] = value
    if troubles:
        raise Unclear("", troubles=troubles)
    return values


def told_fields(fields: Sequence[Question], given: Mapping[Any, Any]) -> dict[str, Sequence[str]]:
    """Fields told by their codes or their labels, as a form would have held them."""
    parts: dict[str, Sequence[str]] = {}
    for name, text in given.items():
        each = next((f for f in fields if str(name) in (f.code, f.label)), None)
        if each is None:
            # A name nobody asks for: the check tells of it, the form does not see it.
            continue
        for part, texts in simple(each).told(each, text).parts.items():
            parts[f"{each.code}-{part}" if part else each.code] = texts
    return parts


def typed_fields(
    fields: Sequence[Question], value: Mapping[str, Value]
) -> dict[str, Sequence[str]]:
    """Kept values of several small questions, put back into their fields."""
    return {
        f"{each.code}-{part}" if part else each.code: texts
        for each in fields
        if each.code in value
        for part, texts in simple(each).typed(each, value[each.code]).parts.items()
    }


def said(each: Question, value: Value, counter: Counter, *, hides: bool) -> str:
    """One small answer as text; a personal one without its middle where it is hidden."""
    kind = simple(each)
    if not hides:
        return kind.show(each, value, counter)
    if each.is_personal and not kind.is_personal:
        return hidden(kind.show(each, value, counter))
    return kind.masked(each, value, counter)


def hidden(text: str) -> str:
    """A name or a line of which only the first character is shown."""
    return text[:1] + "*" * min(max(len(text) - 1, 1), 3)


def cells(
    question: Question,
    fields: Sequence[Question],
    raw: Raw,
    errors: Mapping[str, str],
    under: str = "",
) -> list[Cell]:
    """The small questions as their partials take them; `under` is the row they stand in."""
    made = []
    for each in fields:
        kind = simple(each)
        code = f"{question.code}-{under}{each.code}"
        names = {kind.field(replace(each, code=code), part) for part in kind.parts} | {code}
        error = next((errors[name] for name in errors if name in names), "")
        made.append(Cell(replace(each, code=code), kind, raw.below(each.code), error))
    return made


class Compound(Kind):
    """Kept as a mapping of its fields; an optional field left empty is not there."""

    is_personal = True
    fits_column = False
    has_own_look = True

    @abstractmethod
    def fields(self, question: Question) -> tuple[Question, ...]:
        """The small questions it is made of."""

    def raw(self, question: Question, form: Mapping[str, Sequence[str] | str]) -> Raw:
        parts: dict[str, Sequence[str]] = {}
        for each in self.fields(question):
            inner = replace(each, code=f"{question.code}-{each.code}")
            for part, texts in simple(each).raw(inner, form).parts.items():
                parts[f"{each.code}-{part}" if part else each.code] = texts
        return Raw(parts)

    def told(self, question: Question, given: Any) -> Raw:
        if not isinstance(given, Mapping):
            return super().told(question, given)
        return Raw(told_fields(self.fields(question), given))

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        return fit(self.fields(question), raw, counter)

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return self._said(question, value, counter, hides=False)

    def masked(self, question: Question, value: Value, counter: Counter) -> str:
        return self._said(question, value, counter, hides=True)

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw(typed_fields(self.fields(question), value))

    def cells(self, question: Question, raw: Raw, errors: Mapping[str, str]) -> list[Cell]:
        """Its small questions, as the page shows them."""
        return cells(question, self.fields(question), raw, errors)

    def _said(self, question: Question, value: Value, counter: Counter, *, hides: bool) -> str:
        return "，".join(
            said(each, value[each.code], counter, hides=hides)
            for each in self.fields(question)
            if each.code in value
        )

"""Running hooks (跑规则): what they see is frozen, and their errors never break a page."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers, Value
from jointhall.service_items.hooks.door import Filing, Hook, Keep, Tell
from jointhall.service_items.hooks.rulebook import rulebook_of
from jointhall.service_items.questions import kind_of
from jointhall.service_items.questions.id_number import age_on
from jointhall.service_items.sheets import Sheet

log = logging.getLogger(__name__)
_LONGEST = 300
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Figured:
    """One number a case adds to the statistics (统计数)."""

    name: str
    number: int | float
    unit: str


@dataclass
class Ran:
    """What came of running hooks; `failed` are sentences about those that could not be run."""

    troubles: dict[str, str] = field(default_factory=dict)
    follows: list[Tell | Keep] = field(default_factory=list)
    figures: list[Figured] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def checked(sheet: Sheet, answers: Answers, today: date) -> Ran:
    """Extra trouble of the form (@check): question → sentence, the first word on each counts."""
    ran, rules = _begun(sheet)
    if not rules.checks:
        return ran
    filing = filing_of(sheet, answers, today)
    for hook, act in rules.checks:
        for code, words in _run(sheet, hook, lambda act=act: _sentences(act(filing)), ran) or ():  # type: ignore[misc]
            if sheet.question(code):
                ran.troubles.setdefault(code, words)
    return ran


def decided(sheet: Sheet, answers: Answers, today: date, outcome: str) -> Ran:
    """What follows from a decision (@effect), and its numbers when it is granted (@figure)."""
    ran, rules = _begun(sheet)
    filing = filing_of(sheet, answers, today, outcome)
    for hook, effect in rules.effects:
        if hook.outcome == outcome:
            said = _run(sheet, hook, lambda act=effect: _follow(sheet, act(filing), answers), ran)  # type: ignore[misc]
            if said is not None:
                ran.follows.append(said)
    for hook, figure in rules.figures if outcome == "granted" else ():
        number = _run(sheet, hook, lambda act=figure: _number(act(filing)), ran)  # type: ignore[misc]
        if number is not None:
            ran.figures.append(Figured(hook.name, number, hook.unit))
    return ran


def filing_of(sheet: Sheet, answers: Answers, today: date, outcome: str = "") -> Filing:
    """The answers as hooks see them: frozen all the way down."""
    frozen = {code: _frozen(value) for code, value in answers.items()}
    ages = {
        question.code: age
        for question in sheet.form
        if question.kind == "id_number" and isinstance(answers.get(question.code), str)
        if (age := age_on(answers[question.code], today)) is not None
    }
    return Filing(MappingProxyType(frozen), today, MappingProxyType(ages), outcome)


def _begun(sheet: Sheet) -> tuple[Ran, Any]:
    rules = rulebook_of(sheet)
    ran = Ran()
    if rules.is_gone:
        ran.failed.append(_("这一版自带的自动核对已经不在了，请工作人员人工看"))
    return ran, rules


def _run(sheet: Sheet, hook: Hook, act: Callable[[], _T], ran: Ran) -> _T | None:
    try:
        return act()
    except Exception as wrong:
        # Only the sort of fault is logged: its words may hold somebody's answer.
        log.error("hook %s of %s failed: %s", hook.name, sheet.code, type(wrong).__name__)
        ran.failed.append(_("“%(name)s”这一项没有自动做成，请工作人员人工看", name=hook.name))
        return None


def _sentences(said: Mapping[str, str] | None) -> list[tuple[str, str]]:
    return [(str(code), _said(words)) for code, words in (said or {}).items()]


def _said(words: Any) -> str:
    if not isinstance(words, str) or not 0 < len(words.strip()) <= _LONGEST:
        raise ValueError("a hook says one sentence")
    return words.strip()


def _follow(sheet: Sheet, said: Any, answers: Answers) -> Tell | Keep | None:
    if said is None:
        return None
    if not isinstance(said, Tell | Keep):
        raise TypeError("an effect gives Tell, Keep or nothing")
    words = _said(said.words)
    if any(personal in words for personal in _personal(sheet, answers)):
        # Messages and history lines hold no personal data, whoever writes them.
        raise ValueError("an effect may not repeat personal answers")
    return type(said)(words)


def _number(said: Any) -> int | float | None:
    if said is not None and (isinstance(said, bool) or not isinstance(said, int | float)):
        raise TypeError("a figure is a number or nothing")
    number: int | float | None = said
    return number


def _personal(sheet: Sheet, answers: Answers) -> list[str]:
    asked = [q for q in sheet.form if q.is_personal or kind_of(q).is_personal]
    values = [answers.get(q.code) for q in asked]
    return [value for value in values if isinstance(value, str) and len(value) > 1]


def _frozen(value: Value) -> Value:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(below) for key, below in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_frozen(below) for below in value)
    return value

"""Whether a question can ever be asked (问得到吗): every way of answering before it is tried."""

from collections.abc import Iterator
from datetime import date
from itertools import islice, product
from typing import Any

from jointhall.service_items.asking import Clause, Comparison, Question, Value
from jointhall.service_items.counter import Counter, Place
from jointhall.service_items.form import Form
from jointhall.service_items.sheets import Sheet

_HERE, _NEXT = Place("000000001000", "甲"), Place("000000002000", "乙")
_COUNTER = Counter(_HERE, date(2026, 7, 1), (_HERE, _NEXT))
_MOST = 20_000
_NOTHING: Any = object()


def never_asked(sheet: Sheet, question: Question) -> bool:
    """True when no way of answering the questions it depends on leads to it."""
    form = Form(sheet, _COUNTER)
    needed = _ancestors(sheet, question)
    ways = product(*(list(_answers(sheet, each)) for each in needed))
    for way in islice(ways, _MOST):
        answers = {
            each.code: value
            for each, value in zip(needed, way, strict=True)
            if value is not _NOTHING
        }
        if form.question(question.code, answers):
            return False
    return True


def _ancestors(sheet: Sheet, question: Question) -> list[Question]:
    codes: set[str] = set()
    waiting = [question]
    while waiting:
        condition = waiting.pop().only_if
        for clause in condition.clauses if condition else ():
            found = sheet.question(clause.question)
            if found and found.code not in codes:
                codes.add(found.code)
                waiting.append(found)
    return [q for q in sheet.form if q.code in codes]


def _answers(sheet: Sheet, question: Question) -> Iterator[Value]:
    """Enough answers to tell every comparison in the sheet apart."""
    yield _NOTHING
    if question.kind == "one_choice":
        yield from (choice.code for choice in question.choices)
    elif question.kind == "several_choices":
        yield from ([choice.code] for choice in question.choices)
        yield [choice.code for choice in question.choices]
    elif question.kind == "yes_no":
        yield from (True, False)
    elif question.kind == "consent":
        yield True
    elif question.kind == "township":
        either = [[_HERE.code], [_NEXT.code], [_HERE.code, _NEXT.code]]
        yield from either if question.several else (_HERE.code, _NEXT.code)
    else:
        yield from _around(question, _clauses_on(sheet, question))


def _around(question: Question, clauses: list[Clause]) -> Iterator[Value]:
    if question.kind in ("quantity", "money"):
        low, high = question.at_least, question.at_most
        for clause in clauses:
            if clause.how in (Comparison.AT_LEAST, Comparison.AT_MOST):
                for value in (clause.value - 1, clause.value, clause.value + 1):
                    if (low is None or value >= low) and (high is None or value <= high):
                        yield value
    elif question.kind == "id_number":
        for clause in clauses:
            if clause.how in (Comparison.AGE_AT_LEAST, Comparison.AGE_UNDER):
                for age in (clause.value - 1, clause.value, clause.value + 1):
                    yield f"110105{_COUNTER.today.year - age}01010000"
    else:
        yield "x"


def _clauses_on(sheet: Sheet, question: Question) -> list[Clause]:
    conditions = [q.only_if for q in sheet.form if q.only_if]
    return [c for each in conditions for c in each.clauses if c.question == question.code]

"""Whether something can ever come about (走得到吗): every way of answering is tried.

Never says that a thing cannot be when it has not tried everything: what is too much to try counts
as possible.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from jointhall.service_items.asking import Answers, Clause, Comparison, Condition, Question, Value
from jointhall.service_items.conditions import holds
from jointhall.service_items.counter import Counter, Place
from jointhall.service_items.questions.yes_no import MEANS
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.vocabulary import HERE, TODAY

_HERE, _NEXT = Place("000000001000", "甲"), Place("000000002000", "乙")
COUNTER = Counter(_HERE, date(2026, 7, 1), (_HERE, _NEXT))
_MOST = 20_000
_NOTHING: Any = object()
_ROWS = ("table", "household")
_SIZES = (Comparison.AT_LEAST, Comparison.AT_MOST)
_AGES = (Comparison.AGE_AT_LEAST, Comparison.AGE_UNDER)
_DAYS = (Comparison.BEFORE, Comparison.AFTER)


def can_hold(sheet: Sheet, condition: Condition) -> bool:
    """Whether some way of answering makes the condition hold."""
    return can_be(sheet, [condition], lambda counted: holds(condition, counted, COUNTER))


def can_be(
    sheet: Sheet,
    conditions: Iterable[Condition],
    wanted: Callable[[Answers], bool],
    *,
    untold: bool = True,
) -> bool:
    """Whether some way of answering the questions these conditions look at is as wanted.

    `untold` is the answer when there is too much to try.
    """
    conditions = list(conditions)
    questions = _looked_at(sheet, conditions)
    clauses = [c for each in (*conditions, *_shown(questions)) for c in each.clauses]
    if any(q.kind in _ROWS and sum(c.code == q.code for c in clauses) > 1 for q in questions):
        return untold
    values = [list(_answers(q, [c for c in clauses if c.code == q.code])) for q in questions]
    for tried, way in enumerate(product(*values)):
        if tried > _MOST:
            return untold
        if wanted(_counted(questions, way)):
            return True
    return False


def never_asked(sheet: Sheet, question: Question) -> bool:
    """True when no way of answering the questions it depends on leads to it."""
    return question.only_if is not None and not can_hold(sheet, question.only_if)


def _shown(questions: Iterable[Question]) -> list[Condition]:
    return [q.only_if for q in questions if q.only_if]


def _looked_at(sheet: Sheet, conditions: Iterable[Condition]) -> list[Question]:
    codes: set[str] = set()
    waiting = list(conditions)
    while waiting:
        for clause in waiting.pop().clauses:
            found = sheet.question(clause.code)
            if found and found.code not in codes:
                codes.add(found.code)
                waiting.extend(_shown([found]))
    return [q for q in sheet.form if q.code in codes]


def _counted(questions: list[Question], way: tuple[Value, ...]) -> dict[str, Value]:
    counted: dict[str, Value] = {}
    for question, value in zip(questions, way, strict=True):
        if value is _NOTHING:
            continue
        if question.only_if is None or holds(question.only_if, counted, COUNTER):
            counted[question.code] = value
    return counted


def _answers(question: Question, clauses: list[Clause]) -> Iterator[Value]:
    """Enough answers to tell these comparisons apart; none at all comes last."""
    if question.kind in ("one_choice", "several_choices"):
        codes = _telling([c.code for c in question.choices], clauses)
        several = question.kind == "several_choices"
        yield from ([code] if several else code for code in codes)
        if several:
            yield codes
    elif question.kind == "linked_choices":
        for above in question.choices:
            yield from ([above.code, below.code] for below in above.below)
    elif question.kind == "yes_no":
        yield from (True, False)
    elif question.kind == "consent":
        yield True
    elif question.kind == "township":
        either = [[_HERE.code], [_NEXT.code], [_HERE.code, _NEXT.code]]
        yield from either if question.several else (_HERE.code, _NEXT.code)
    else:
        for clause in clauses:
            yield from _around(question, clause)
    yield _NOTHING


def _telling(codes: list[str], clauses: list[Clause]) -> list[str]:
    """The choices some comparison names, and one that none does."""
    named = {v for c in clauses for v in (c.value if isinstance(c.value, tuple) else (c.value,))}
    others = [code for code in codes if code not in named]
    return [code for code in codes if code in named] + others[:1]


def _around(question: Question, clause: Clause) -> Iterator[Value]:
    """Answers on this side and that of what a comparison compares with."""
    _question, _dot, column = clause.question.partition(".")
    values = list(_values(question, clause))
    if column:
        yield from ([{column: value}] for value in values)
        yield [{column: value} for value in values]
        yield [{}]
    elif clause.how in _SIZES and question.kind in _ROWS:
        yield from ([{}] * int(value) for value in values if value >= 0)
    else:
        yield from (_shaped(question, clause, value) for value in values)


def _values(question: Question, clause: Clause) -> Iterator[Value]:
    if clause.how in _SIZES:
        low, high = question.at_least, question.at_most
        for value in (clause.value - 1, clause.value, clause.value + 1):
            if (low is None or value >= low) and (high is None or value <= high):
                yield value
    elif clause.how in _AGES:
        for age in (clause.value - 1, clause.value, clause.value + 1):
            born = f"{COUNTER.today.year - age}-01-01"
            yield born if question.kind == "day" else f"110105{born.replace('-', '')}0000"
    elif clause.how in _DAYS:
        day = COUNTER.today if clause.value == TODAY else date.fromisoformat(clause.value)
        yield from ((day + timedelta(days=n)).isoformat() for n in (-1, 0, 1))
    elif clause.how is not Comparison.ANSWERED:
        named = clause.value if isinstance(clause.value, tuple) else (clause.value,)
        meant = (_HERE.code if value == HERE else value for value in named)
        yield from (MEANS.get(value, value) for value in meant)
        yield "x"
    else:
        yield "x"


def _shaped(question: Question, clause: Clause, value: Value) -> Value:
    if question.kind == "land_parcel" and clause.how in _SIZES:
        return {"area": value, "unit": "mu"}
    if question.kind == "map_area" and clause.how in _SIZES:
        return {"mu": value}
    if question.kind == "person" and clause.how in _AGES:
        return {"id_number": value}
    if question.kind == "period" and clause.how in _DAYS:
        return {"from": value, "until": value}
    return value

"""Whether a condition holds for the answers so far: one small engine for every condition.

The same engine shows and hides questions (何时问), refuses early (不符合条件), chooses the office
(分流), the materials (何时要), the steps (何时走) and whom they ask.

A comparison with a question that was not answered fails, whatever it compares; only 答过 asks
whether there is an answer. An answer of the wrong sort (a tampered draft) fails likewise.

`family.income` looks at a column of a table: a comparison holds when it holds for any row, and
不答 and 不含 when there is no row of which the contrary holds.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from jointhall.service_items.asking import Answers, Clause, Comparison, Condition, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.id_number import age_on
from jointhall.service_items.questions.yes_no import MEANS
from jointhall.service_items.vocabulary import HERE, TODAY

_NOTHING: Any = object()
_NOT = {Comparison.IS_NOT: Comparison.IS, Comparison.HAS_NOT: Comparison.HAS}
# One mu is 2000/3 square metres (国务院关于在我国统一实行法定计量单位的命令).
_MU = Decimal(2000) / 3


def holds(condition: Condition, answers: Answers, counter: Counter) -> bool:
    """Whether all clauses hold, or any of them if the condition says so."""
    found = (clause_holds(clause, answers, counter) for clause in condition.clauses)
    return any(found) if condition.is_any else all(found)


def clause_holds(clause: Clause, answers: Answers, counter: Counter) -> bool:
    """Whether one comparison holds; for a column of a table, in any row."""
    question, _dot, column = clause.question.partition(".")
    answer = answers.get(question, _NOTHING)
    if column:
        return _any_row_holds(clause, answer, column, counter)
    if clause.how is Comparison.ANSWERED:
        return (answer is not _NOTHING) is clause.value
    return answer is not _NOTHING and _HOW[clause.how](answer, clause.value, counter)


def size_of(answer: Value) -> Decimal | None:
    """What 至少 and 至多 look at: the number, the rows of a table, the mu of a piece of ground."""
    if isinstance(answer, bool):
        return None
    if isinstance(answer, int | float):
        return Decimal(str(answer))
    if isinstance(answer, list):
        return Decimal(len(answer))
    if isinstance(answer, dict):
        return _mu_of(answer)
    return None


def _any_row_holds(clause: Clause, rows: Value, column: str, counter: Counter) -> bool:
    if not isinstance(rows, list):
        return clause.how is Comparison.ANSWERED and clause.value is False
    cells = [row[column] for row in rows if isinstance(row, dict) and column in row]
    if clause.how is Comparison.ANSWERED:
        return bool(cells) is clause.value
    if clause.how in _NOT:
        contrary = _HOW[_NOT[clause.how]]
        return bool(cells) and not any(contrary(cell, clause.value, counter) for cell in cells)
    return any(_HOW[clause.how](cell, clause.value, counter) for cell in cells)


def _is(answer: Value, value: Value, counter: Counter) -> bool:
    if isinstance(answer, bool):
        return answer is MEANS.get(value)
    meant = _meant(value, counter)
    if isinstance(answer, list):
        # Of linked choices the code of either level is the answer; of several places only all.
        return answer == [meant] or (not str(meant).isdigit() and meant in answer)
    return bool(answer == meant)


def _is_not(answer: Value, value: Value, counter: Counter) -> bool:
    return not _is(answer, value, counter)


def _one_of(answer: Value, values: Value, counter: Counter) -> bool:
    return any(_is(answer, value, counter) for value in values)


def _has(answer: Value, value: Value, counter: Counter) -> bool:
    return _meant(value, counter) in (answer if isinstance(answer, list) else [answer])


def _has_not(answer: Value, value: Value, counter: Counter) -> bool:
    return not _has(answer, value, counter)


def _at_least(answer: Value, value: Value, counter: Counter) -> bool:  # noqa: ARG001
    size = size_of(answer)
    return size is not None and size >= Decimal(str(value))


def _at_most(answer: Value, value: Value, counter: Counter) -> bool:  # noqa: ARG001
    size = size_of(answer)
    return size is not None and size <= Decimal(str(value))


def _old_enough(answer: Value, years: Value, counter: Counter) -> bool:
    age = _age(answer, counter)
    return age is not None and age >= years


def _too_young(answer: Value, years: Value, counter: Counter) -> bool:
    age = _age(answer, counter)
    return age is not None and age < years


def _before(answer: Value, value: Value, counter: Counter) -> bool:
    """A day before that day; a period that ends before it."""
    day = _day(answer.get("until") if isinstance(answer, dict) else answer)
    limit = _limit_day(value, counter)
    return day is not None and limit is not None and day < limit


def _after(answer: Value, value: Value, counter: Counter) -> bool:
    """A day after that day; a period that begins after it."""
    day = _day(answer.get("from") if isinstance(answer, dict) else answer)
    limit = _limit_day(value, counter)
    return day is not None and limit is not None and day > limit


def _age(answer: Value, counter: Counter) -> int | None:
    """Full years by the number of an identity card, of a person, or by a birthday."""
    if isinstance(answer, dict):
        answer = answer.get("id_number")
    if isinstance(answer, str) and len(answer) in (15, 18):
        return age_on(answer, counter.today)
    born = _day(answer)
    if born is None:
        return None
    today = counter.today
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _mu_of(answer: dict[str, Any]) -> Decimal | None:
    area = answer.get("area", answer.get("mu"))
    if isinstance(area, bool) or not isinstance(area, int | float):
        return None
    number = Decimal(str(area))
    return number / _MU if answer.get("unit") == "m2" else number


def _day(said: Value) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _limit_day(value: Value, counter: Counter) -> date | None:
    return counter.today if value == TODAY else _day(value)


def _meant(value: Value, counter: Counter) -> Value:
    return counter.here.code if value == HERE else value


_HOW: dict[Comparison, Callable[[Value, Value, Counter], bool]] = {
    Comparison.IS: _is,
    Comparison.IS_NOT: _is_not,
    Comparison.ONE_OF: _one_of,
    Comparison.HAS: _has,
    Comparison.HAS_NOT: _has_not,
    Comparison.AT_LEAST: _at_least,
    Comparison.AT_MOST: _at_most,
    Comparison.AGE_AT_LEAST: _old_enough,
    Comparison.AGE_UNDER: _too_young,
    Comparison.BEFORE: _before,
    Comparison.AFTER: _after,
}

"""Whether a condition holds for the answers so far (何时问, 不符合条件): one small engine.

A comparison with a question that was not answered fails, whatever it compares; only 答过 asks
whether there is an answer. An answer of the wrong sort (a tampered draft) fails likewise.
"""

from collections.abc import Callable

from jointhall.service_items.asking import Answers, Clause, Comparison, Condition, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.id_number import age_on
from jointhall.service_items.questions.yes_no import MEANS
from jointhall.service_items.vocabulary import HERE


def holds(condition: Condition, answers: Answers, counter: Counter) -> bool:
    """Whether all clauses hold, or any of them if the condition says so."""
    found = (_clause_holds(clause, answers, counter) for clause in condition.clauses)
    return any(found) if condition.is_any else all(found)


def _clause_holds(clause: Clause, answers: Answers, counter: Counter) -> bool:
    if clause.how is Comparison.ANSWERED:
        return (clause.question in answers) is clause.value
    if clause.question not in answers:
        return False
    return _HOW[clause.how](answers[clause.question], clause.value, counter)


def _is(answer: Value, value: Value, counter: Counter) -> bool:
    if isinstance(answer, bool):
        return answer is MEANS.get(value)
    if isinstance(answer, list):
        return answer == [_meant(value, counter)]
    return bool(answer == _meant(value, counter))


def _is_not(answer: Value, value: Value, counter: Counter) -> bool:
    return not _is(answer, value, counter)


def _one_of(answer: Value, values: Value, counter: Counter) -> bool:
    return any(_is(answer, value, counter) for value in values)


def _has(answer: Value, value: Value, counter: Counter) -> bool:
    return _meant(value, counter) in (answer if isinstance(answer, list) else [answer])


def _has_not(answer: Value, value: Value, counter: Counter) -> bool:
    return not _has(answer, value, counter)


def _at_least(answer: Value, value: Value, counter: Counter) -> bool:  # noqa: ARG001
    return _is_number(answer) and bool(answer >= value)


def _at_most(answer: Value, value: Value, counter: Counter) -> bool:  # noqa: ARG001
    return _is_number(answer) and bool(answer <= value)


def _old_enough(answer: Value, years: Value, counter: Counter) -> bool:
    age = _age(answer, counter)
    return age is not None and age >= years


def _too_young(answer: Value, years: Value, counter: Counter) -> bool:
    age = _age(answer, counter)
    return age is not None and age < years


def _age(answer: Value, counter: Counter) -> int | None:
    is_number = isinstance(answer, str) and len(answer) == 18
    return age_on(answer, counter.today) if is_number else None


def _is_number(answer: Value) -> bool:
    return isinstance(answer, int | float) and not isinstance(answer, bool)


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
}

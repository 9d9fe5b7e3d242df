"""Conditions as selects (何时): 当 [题] [怎么比] [值], one line for each clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jointhall.service_items.editing.knowing import Known, Option
from jointhall.service_items.vocabulary import COMPARISONS

ALL, ANY = "都要", "任一"
_MANY = frozenset({"答其一"})
_WHETHER = frozenset({"答过"})
_CHOSEN = frozenset({"答", "不答", "答其一", "含", "不含"})


def condition_parts(value: Any, known: Known) -> dict[str, Any]:
    """The condition laid out: whether one clause is enough, and the clauses, an empty one last."""
    is_any, clauses = clauses_of(value)
    return {
        "is_any": is_any,
        "questions": (*known.questions(), *known.columns()),
        "comparisons": tuple(COMPARISONS),
        "clauses": [_clause(clause, known) for clause in (*clauses, {})],
    }


def clauses_of(value: Any) -> tuple[bool, list[Mapping[str, Any]]]:
    """Whether one is enough, and the clauses, of any of the three ways to write them."""
    if not isinstance(value, Mapping):
        return False, []
    for word in (ALL, ANY):
        if word in value:
            rows = value[word] if isinstance(value[word], list) else []
            return word == ANY, [row for row in rows if isinstance(row, Mapping)]
    return False, [value]


def taken_condition(name: str, parts: Mapping[str, Any], one: Callable[[str], str | None],
                    several: Callable[[str], list[str]]) -> Any:  # fmt: skip
    """The condition as the form says it; None when no question is chosen."""
    clauses = []
    for place in range(len(parts["clauses"])):
        clause = _taken(f"{name}.{place}", one, several)
        if clause is not None:
            clauses.append(clause)
    if len(clauses) < 2:
        return clauses[0] if clauses else None
    return {ANY if one(f"{name}.any") == "any" else ALL: clauses}


def _clause(clause: Mapping[str, Any], known: Known) -> dict[str, Any]:
    question = clause.get("题", "")
    how = next((word for word in COMPARISONS if word in clause), "答")
    value = clause.get(how, "")
    values: tuple[Option, ...] = known.values(question) if how in _CHOSEN else ()
    said = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    if how in _WHETHER:
        values = tuple((word, word) for word in ("是", "否"))
    return {
        "question": question, "how": how, "offered": values, "said": [one for one in said if one],
        "is_many": how in _MANY,
    }  # fmt: skip


def _taken(
    name: str, one: Callable[[str], str | None], several: Callable[[str], list[str]]
) -> dict[str, Any] | None:
    question = one(f"{name}.q")
    if not question:
        return None
    how = one(f"{name}.how") or "答"
    if how not in COMPARISONS:
        how = "答"
    given = [value for value in several(f"{name}.v") if value]
    if how in _MANY:
        parted = [part.strip() for value in given for part in value.replace("，", "、").split("、")]
        return {"题": question, how: [part for part in parted if part]}
    return {"题": question, how: given[0] if given else ""}

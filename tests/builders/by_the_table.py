"""No case, step or task goes another way than its table says, whoever moves it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from jointhall.cases.models import Case
from jointhall.cases.status import MAY_BECOME
from jointhall.cases.steps import STEP_MAY_BECOME, TASK_MAY_BECOME, Step, Task

TABLES: tuple[tuple[Any, Mapping[str, Collection[str]]], ...] = (
    (Case, {str(before): after for before, after in MAY_BECOME.items()}),
    (Step, STEP_MAY_BECOME),
    (Task, TASK_MAY_BECOME),
)


@contextmanager
def only_by_the_table() -> Iterator[None]:
    """While it holds, a status set against its table is an AssertionError where it is set."""
    watched = [(kind.status, _watching(kind.__name__, table)) for kind, table in TABLES]
    for attribute, seen in watched:
        event.listen(attribute, "set", seen)
    yield
    for attribute, seen in watched:
        event.remove(attribute, "set", seen)


def _watching(name: str, table: Mapping[str, Collection[str]]) -> Any:
    def seen(_row: Any, value: str, before: Any, _initiator: Any) -> None:
        if isinstance(before, str) and before != value:
            assert value in table.get(before, ()), f"{name}: {before} → {value}, not in the table"

    return seen

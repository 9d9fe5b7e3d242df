"""A numbered check (检查) and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jointhall.service_items.sheets import Sheet
from jointhall.service_items.tree import Trail
from jointhall.service_items.troubles import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong, where in the sheet, and the way to mend it."""

    path: Trail
    words: str
    mend: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its number, whether it blocks publishing, and the look itself."""

    number: str
    severity: Severity
    look: Callable[[Sheet], Iterator[Finding]]


def error(number: str, look: Callable[[Sheet], Iterator[Finding]]) -> Check:
    return Check(number, Severity.ERROR, look)


def warning(number: str, look: Callable[[Sheet], Iterator[Finding]]) -> Check:
    return Check(number, Severity.WARNING, look)

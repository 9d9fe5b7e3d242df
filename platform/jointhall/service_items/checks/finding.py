"""A numbered check (检查) and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jointhall.kernel.words import _
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.tree import Trail
from jointhall.service_items.troubles import Severity
from jointhall.service_items.vocabulary import nearest


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong, where in the sheet, and the way to mend it."""

    path: Trail
    words: str
    mend: str


Look = Callable[[Sheet], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its number, whether it blocks publishing, the look, the rule in a sentence."""

    number: str
    severity: Severity
    look: Look
    rule: str
    """What must hold, as the table of checks says it (CHECKS.md)."""
    origin: str = ""
    """Where the rule comes from: the guide audit (导则), a law, or the house (本平台)."""


def error(number: str, look: Look, rule: str, origin: str = "本平台") -> Check:
    return Check(number, Severity.ERROR, look, rule, origin)


def warning(number: str, look: Look, rule: str, origin: str = "本平台") -> Check:
    return Check(number, Severity.WARNING, look, rule, origin)


def unknown(path: Trail, code: str, known: list[str]) -> Finding:
    """A code that is not there, with the nearest one that is."""
    near = nearest(code, known)
    words = _("没有编号叫“%(code)s”的", code=code)
    return Finding(path, words, _("是不是“%(near)s”？", near=near) if near else "、".join(known))

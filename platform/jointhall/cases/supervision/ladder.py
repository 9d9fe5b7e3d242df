"""The ladder (逐级报告): who is told of a day that comes near, and who when it has gone by."""

from __future__ import annotations

from dataclasses import dataclass

from jointhall.kernel.words import N_, _


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the reporting line, reached with so many working days left."""

    level: str
    left: int
    name: str


LADDER: tuple[Rung, ...] = (
    Rung("holder", 1, N_("经办人")),
    Rung("head", 0, N_("负责人")),
    Rung("leader", -1, N_("领导")),
    Rung("county", -2, N_("县里")),
)
"""Urged the working day before, told to the head on the day, to the leader when it has gone by,
and to the county on the second working day of lateness."""


def reached(left: int) -> tuple[Rung, ...]:
    """The levels a clock has come to with so many working days left, the nearest first."""
    return tuple(rung for rung in LADDER if left <= rung.left)


def rung_of(level: str) -> Rung:
    return next(rung for rung in LADDER if rung.level == level)


def due_words(left: int) -> str:
    """How a clock stands, in words: 明天到期 is said as 只剩 1 个工作日."""
    if left < 0:
        return _("超期 %(n)s 个工作日", n=-left)
    if left == 0:
        return _("今天到期")
    return _("只剩 %(n)s 个工作日", n=left)

"""A figure beside its bound, as one line of JSON."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, what bounds it in the same run, and the bar it has to reach.

    `ratio` is figure to bound where the bar is a ratio; `words` says what a missed bar means.
    """

    goal: str
    what: str
    figure: float
    unit: str
    bar: float
    met: bool
    bound: float | None = None
    ratio: float | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """A line for whoever reads the terminal."""
        if self.ratio is None:
            got = f"{self.figure:g} {self.unit}, bar {self.bar:g}"
        else:
            part = f"{self.ratio:.0%} of {self.bound:g}, bar {self.bar:.0%}"
            got = f"{self.figure:g} {self.unit}, {part}"
        return f"{self.goal} {self.what}: {got} — {'met' if self.met else 'MISSED'}"


def against(
    goal: str, what: str, figure: float, bound: float, *, unit: str, bar: float, **more: Any
) -> Figure:
    """A figure whose bar is a part of its bound."""
    ratio = figure / bound
    return Figure(
        goal,
        what,
        round(figure, 1),
        unit,
        bar,
        ratio >= bar,
        round(bound, 1),
        round(ratio, 3),
        more,
    )


def as_line(figure: Figure) -> str:
    program = Path(sys.argv[0]).parent.name
    told = asdict(figure) | {
        "command": " ".join([f"python -m infra.{program}", *sys.argv[1:]]),
        "machine": _machine(),
        "commit": _commit(),
        "load": [round(load, 1) for load in os.getloadavg()],
    }
    return orjson.dumps(told).decode()


@cache
def _machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return f"{os.cpu_count()} x {model}, Python {platform.python_version()}"


@cache
def _commit() -> str:
    ask = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    told = subprocess.run(ask, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "no checkout"

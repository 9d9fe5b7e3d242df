"""The files of the project as Git tracks them, so that no rule stumbles over somebody's scratch."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLATFORM = "platform/jointhall/"

Faults = Iterator[str]
PythonRule = Callable[[str, ast.Module], Faults]


@cache
def files(under: str = "", *endings: str) -> tuple[str, ...]:
    """Paths from the top of the checkout, those under a folder and with one of these endings."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(
        path
        for path in listed.stdout.split("\0")
        if path.startswith(under) and path.endswith(endings or "") and (ROOT / path).is_file()
    )


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree_of(path: str) -> ast.Module:
    return ast.parse(text_of(path), path)


def python_faults(rule: PythonRule, under: str = PLATFORM) -> list[str]:
    """What a rule finds in every Python file under a folder, each with its place."""
    return [fault for path in files(under, ".py") for fault in rule(path, tree_of(path))]


def planted(rule: PythonRule, text: str, path: str = PLATFORM + "cases/planted.py") -> list[str]:
    """What a rule finds in a text that was written to break it."""
    return list(rule(path, ast.parse(text)))


def at(path: str, node: ast.expr | ast.stmt, words: str) -> str:
    return f"{path}:{node.lineno} {words}"

"""The linters are tests: what a tool can say about the code, it says here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
CODE = ("platform", "tests", "infra", "modules")


def said_by(*command: str) -> str:
    """What a tool of this environment says from the top of the checkout; empty when content."""
    program, *rest = command
    done = subprocess.run(
        [str(TOOLS / program), *rest], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else f"{done.stdout}\n{done.stderr}"


def test_ruff_finds_nothing_to_say() -> None:
    assert (said := said_by("ruff", "check", "--quiet", *CODE)) == "", said


def test_every_file_is_written_the_one_way() -> None:
    assert (said := said_by("ruff", "format", "--check", "--quiet", *CODE)) == "", said


def test_every_type_is_told_and_holds() -> None:
    assert (said := said_by("mypy")) == "", said


@pytest.mark.parametrize(
    ("tool", "text"),
    [
        (("ruff", "check", "--isolated"), "import os\n"),
        (("ruff", "format", "--isolated", "--check"), "x = ( 1,2 )\n"),
        (("mypy", "--strict"), "def f(x): return x\n"),
    ],
)
def test_each_linter_speaks_up_about_a_fault(
    tool: tuple[str, ...], text: str, tmp_path: Path
) -> None:
    faulty = tmp_path / "faulty.py"
    faulty.write_text(text)
    assert said_by(*tool, str(faulty))

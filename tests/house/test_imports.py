"""Which way imports point: the contracts in pyproject.toml hold, and they would notice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).parent / "lint-imports"


def verdict(folder: Path, package: Path) -> tuple[bool, str]:
    """Whether the contracts in this folder's pyproject.toml hold for that package."""
    done = subprocess.run(
        [str(LINT), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(package), "PATH": "/usr/bin:/bin"},
    )
    return done.returncode == 0, done.stdout + done.stderr


def test_imports_point_one_way() -> None:
    holds, said = verdict(ROOT, ROOT / "platform")
    assert holds, said


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("kernel/db.py", "import jointhall.cases.models", "the kit on the kernel"),
        ("people/models.py", "import jointhall.offices.models", "those below it"),
        ("exchange/models.py", "import jointhall.documents.models", "those below it"),
        ("offices/queries.py", "import jointhall.offices.actions", "acts leave jobs"),
        ("people/portal/me.py", "import jointhall.people.workbench.account", "no door knows"),
        ("people/queries.py", "import litestar", "nothing of requests and pages"),
        ("kernel/db.py", "import litestar", "knows no web framework"),
    ],
)
def test_an_import_the_wrong_way_is_caught(
    file: str, line: str, contract: str, tmp_path: Path
) -> None:
    shutil.copytree(
        ROOT / "platform" / "jointhall", tmp_path / "jointhall",
        ignore=shutil.ignore_patterns("static", "pages", "__pycache__"),
    )  # fmt: skip
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "jointhall" / file).open("a") as module:
        module.write(f"\n{line}\n")
    holds, said = verdict(tmp_path, tmp_path)
    broken = [words for words in " ".join(said.split()).split("KEPT") if "BROKEN" in words]
    assert not holds
    assert any(contract in words for words in broken), said

"""Where things lie, how long they are and what they may be called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml

from tests.house.tracked import ROOT, files, text_of

TOP = {
    "platform", "tenants", "modules", "infra", "tests", "helm", "pyproject.toml", "README.md",
    # What the two commands stand on.
    "Makefile", ".ci", ".gitignore", "requirements.lock", "package.json", "package-lock.json",
}  # fmt: skip
MOST_LINES = 400
NO_SUBJECTS = {
    "util", "utils", "helper", "helpers", "common", "base", "misc", "manager", "managers",
    "handler", "handlers", "service", "services", "processor", "stuff",
}  # fmt: skip

# Written in halves, so that this file does not break its own rule.
OF_ONE_MACHINE = re.compile(
    "|".join((r"(?<![\w.])/work" + "/", r"(?<![\w.])/root" + "/", r"\.lib" + "rary/"))
)  # fmt: skip
REGISTRIES = re.compile(
    r"https?://[\w.:@-]*(?:pypi|npm|registr|mirror|artifactory|nexus|goproxy)[\w.-]*", re.I
)


def test_the_top_level_is_as_it_was_given() -> None:
    assert {path.partition("/")[0] for path in files()} == TOP


def test_platform_is_no_package_or_it_would_shadow_pythons_own() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()


def too_long(path: str, text: str) -> bool:
    return len(text.splitlines()) > MOST_LINES


def test_no_python_file_is_longer_than_a_reader_bears() -> None:
    assert [path for path in files("", ".py") if too_long(path, text_of(path))] == []


def test_a_file_one_line_too_long_is_caught() -> None:
    assert too_long("a.py", "x\n" * 401)
    assert not too_long("a.py", "x\n" * 400)


def names_no_subject(path: str) -> bool:
    """Whether a file or folder of ours is called by a word that could hold anything."""
    words = [re.split(r"[_-]", part.partition(".")[0])[-1] for part in PurePosixPath(path).parts]
    return not NO_SUBJECTS.isdisjoint(words)


def test_files_are_named_for_what_is_said_at_the_counter() -> None:
    ours = files("", ".py", ".html", ".js", ".css")
    assert [path for path in ours if names_no_subject(path)] == []


@pytest.mark.parametrize(
    "path",
    ["platform/jointhall/cases/utils.py", "web/pages/base.html", "cases/case_service.py",
     "platform/jointhall/common/days.py", "tests/helpers.py"],
)  # fmt: skip
def test_a_name_that_is_no_subject_is_caught(path: str) -> None:
    assert names_no_subject(path)
    assert not names_no_subject("platform/jointhall/service_items/models.py")


def flows(text: str) -> list[int]:
    """The lines on which a YAML text writes a filled list or mapping in brackets."""
    found: list[int] = []
    opened: Any = None
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if opened is not None and not isinstance(event, yaml.CollectionEndEvent):
            found.append(opened.start_mark.line + 1)
        is_flow = isinstance(event, yaml.CollectionStartEvent) and event.flow_style
        opened = event if is_flow else None
    return found


def yaml_files() -> Iterator[str]:
    # A chart's templates are YAML only once Helm has filled them.
    return (path for path in files("", ".yaml", ".yml") if "/templates/" not in path)


def test_yaml_is_written_in_block_style() -> None:
    assert {path: lines for path in yaml_files() if (lines := flows(text_of(path)))} == {}


def test_yaml_in_brackets_is_caught() -> None:
    assert flows("a: [1, 2]\n") == [1]
    assert flows("a:\n  b: {c: d}\n") == [2]
    assert flows("a: {}\nb: []\nc:\n  - d\n") == []


def names_a_machine(text: str) -> list[str]:
    return [found[0] for rule in (OF_ONE_MACHINE, REGISTRIES) for found in rule.finditer(text)]


def test_no_file_names_the_machine_it_was_written_on_nor_where_packages_come_from() -> None:
    binary = (".png", ".jpg", ".jpeg", ".ico", ".pdf", ".xlsx", ".woff2", ".mo", ".docx")
    written = [path for path in files() if not path.endswith(binary)]
    assert {path: names for path in written if (names := names_a_machine(text_of(path)))} == {}


@pytest.mark.parametrize(
    "text", ["open('/work" + "/main')", "cd /root" + "/x", "https:/" + "/npm.example.org/a"]
)
def test_a_path_of_one_machine_is_caught(text: str) -> None:
    assert names_a_machine(text)
    assert not names_a_machine("/workbench/cases https://hall.test/roots/")

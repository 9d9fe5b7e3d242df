"""What a tenant starts with (起步包): offices, roles, pages, from `tenants/starter/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jointhall.kernel.yaml_files import read_yaml
from jointhall.web.permissions import PERMISSIONS

OFFICE_KINDS = ("bureau", "station", "counter", "leader", "village")


class BrokenStarter(Exception):
    """The starter pack cannot be used as it stands; says which file and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class StarterOffice:
    """An office every tenant of this kind begins with."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role (岗位角色): a key for the policy, a name for people, and what it may do."""

    key: str
    name: str
    about: str
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StarterPage:
    """A page every tenant begins with; its places are filled when it is shown."""

    slug: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Starter:
    """The pack of one kind of tenant, county or township."""

    offices: tuple[StarterOffice, ...]
    roles: tuple[Role, ...]
    pages: tuple[StarterPage, ...]

    def role(self, key: str) -> Role | None:
        return next((role for role in self.roles if role.key == key), None)


@cache
def starter(kind: str) -> Starter:
    """The pack for a `county` or a `township`; raises BrokenStarter when a file does not fit."""
    folder = tenants_folder() / "starter"
    return Starter(
        offices=tuple(_offices(folder / "offices.yaml", kind)),
        roles=tuple(_roles(folder / "roles.yaml", kind)),
        pages=tuple(_page(path) for path in sorted((folder / "pages").glob("*.yaml"))),
    )


@cache
def standard_letters() -> dict[str, tuple[str, str]]:
    """Letters that law wants and sheets need not repeat (通用文书): kind → title and text."""
    said = read_yaml(tenants_folder() / "starter" / "letters.yaml")
    return {kind: (str(row["title"]), str(row["text"]).strip()) for kind, row in said.items()}


def tenants_folder() -> Path:
    """Where tenants/ lies: beside platform/ in a checkout, beside the package when installed."""
    installed = Path(__file__).parents[2] / "tenants"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "tenants"


def _offices(path: Path, kind: str) -> Iterator[StarterOffice]:
    for row in _rows(path, kind):
        if row["kind"] not in OFFICE_KINDS:
            raise BrokenStarter(f"{path.name}: kind {row['kind']}")
        yield StarterOffice(str(row["code"]), str(row["name"]), str(row["kind"]))


def _roles(path: Path, kind: str) -> Iterator[Role]:
    for row in _rows(path, kind):
        unknown = set(row["may"]) - set(PERMISSIONS)
        if unknown:
            raise BrokenStarter(f"{path.name}: {row['key']}: {', '.join(sorted(unknown))}")
        yield Role(str(row["key"]), str(row["name"]), str(row["about"]), tuple(row["may"]))


def _page(path: Path) -> StarterPage:
    said = read_yaml(path)
    return StarterPage(path.stem, str(said["title"]), str(said["body"]).strip())


def _rows(path: Path, kind: str) -> list[dict[str, Any]]:
    rows = read_yaml(path).get(kind)
    if not isinstance(rows, list) or not rows:
        raise BrokenStarter(f"{path.name}: {kind}")
    return rows

"""What the demo county's files tell: people, officers, townships, cases; data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jointhall.kernel.yaml_files import read_yaml
from jointhall.tenancy.starter import tenants_folder


@dataclass(frozen=True, slots=True)
class Story:
    """The files of one demo county as they were read."""

    folder: Path
    county: Mapping[str, Any]
    officers: list[dict[str, Any]]
    residents: list[dict[str, Any]]
    cases: list[dict[str, Any]]

    @property
    def townships_sheet(self) -> Path:
        return self.folder / "townships.csv"

    def resident(self, key: str) -> dict[str, Any]:
        return next(resident for resident in self.residents if resident["key"] == key)


def read_story(name: str = "xiangtan") -> Story:
    """The demo county of this name under `tenants/demo/`."""
    folder = tenants_folder() / "demo" / name
    return Story(
        folder,
        read_yaml(folder / "county.yaml"),
        list(read_yaml(folder / "officers.yaml")),
        list(read_yaml(folder / "residents.yaml")),
        list(read_yaml(folder / "cases.yaml")),
    )

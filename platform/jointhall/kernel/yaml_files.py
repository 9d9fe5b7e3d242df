"""Files of plain data in YAML 1.2: `no` and `0731` stay words, nothing is said twice."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml


def read_yaml(path: Path) -> Any:
    """A file of plain data."""
    return plain_yaml(path.read_text(encoding="utf-8"))


def plain_yaml(text: str) -> Any:
    """The one document in this text; yaml.YAMLError when it cannot be read."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - it makes plain data only


def plain_documents(text: str) -> list[Any]:
    """Every document in this text."""
    return list(yaml.load_all(text, Loader=_Loader))


class _Loader(yaml.CSafeLoader):  # type: ignore[misc]
    """Reads as YAML 1.2's core schema does, which takes fewer words for something else."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML looks here


def _number(loader: _Loader, node: yaml.ScalarNode) -> int | float:
    text = loader.construct_scalar(node)
    return float(text) if re.search(r"[.eE]", text) else int(text)


def _once(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    words = [key.value for key, _value in node.value]
    for key, _value in node.value:
        if words.count(key.value) > 1:
            problem = f"{key.value} is said twice"
            raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
    loader.flatten_mapping(node)
    return {
        loader.construct_object(key, deep=True): loader.construct_object(value, deep=True)
        for key, value in node.value
    }


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("merge", r"^<<$", "<"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$", "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
for _tag in ("int", "float"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _number)
_Loader.add_constructor("tag:yaml.org,2002:map", _once)

"""Renders our chart the way Helm would, for the part of its language that the chart uses.

Helm itself is a Go program that few machines here have; where it is, the test asks it instead.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from yaml import safe_dump

from jointhall.kernel.yaml_files import plain_documents, plain_yaml

CHART = Path(__file__).parents[2] / "helm" / "jointhall"
_TAG = re.compile(r"\{\{(-?)\s*(/\*.*?\*/|.*?)\s*(-?)\}\}", re.S)
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|[(|]|\)(?:\.\w+)*|[^\s()|]+')

Node = Any


def yaml(text: str) -> Any:
    return plain_yaml(text)


def rendered(changes: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Every object of the chart with its default values and these changes."""
    values = yaml((CHART / "values.yaml").read_text())
    _merge(values, changes or {})
    chart = yaml((CHART / "Chart.yaml").read_text())
    root = {
        "Values": values,
        "Chart": {
            "Name": chart["name"],
            "Version": chart["version"],
            "AppVersion": chart["appVersion"],
        },
        "Release": {"Name": "hall", "Namespace": "default", "Service": "Helm"},
        "Template": {"BasePath": "templates"},
    }
    return Renderer(root).objects()


def _merge(into: dict[str, Any], changes: dict[str, Any]) -> None:
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


class Renderer:
    """One release of the chart."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self.defined: dict[str, list[Node]] = {}
        self.sheets = {
            f"templates/{path.name}": self._parse(path.read_text())
            for path in sorted((CHART / "templates").iterdir())
        }

    def objects(self) -> list[dict[str, Any]]:
        found = []
        for name, nodes in self.sheets.items():
            text = self._text(nodes, self.root, {"$": self.root})
            if name.endswith(".yaml"):
                found += [one for one in plain_documents(text) if one]
        return found

    # --- reading ---

    def _parse(self, text: str) -> list[Node]:
        pieces: list[str] = []
        at, trim = 0, False
        for tag in _TAG.finditer(text):
            before = text[at : tag.start()]
            before = before.lstrip() if trim else before
            pieces += [before.rstrip() if tag[1] else before, tag[2]]
            at, trim = tag.end(), bool(tag[3])
        pieces.append(text[at:].lstrip() if trim else text[at:])
        nodes, _end = self._block(iter(enumerate(pieces)))
        return nodes

    def _block(self, pieces: Iterator[tuple[int, str]]) -> tuple[list[Node], str]:
        nodes: list[Node] = []
        for place, piece in pieces:
            if place % 2 == 0:
                nodes.append(("text", piece))
                continue
            word, _space, rest = piece.partition(" ")
            if word in ("if", "with", "range", "define"):
                body, end = self._block(pieces)
                other: list[Node] = []
                if end == "else":
                    other, end = self._block(pieces)
                assert end == "end", f"{word} {rest} is not closed"
                if word == "define":
                    self.defined[json.loads(rest)] = body
                else:
                    nodes.append((word, rest, body, other))
            elif word in ("end", "else"):
                return nodes, word
            elif not piece.startswith("/*"):
                nodes.append(("put", piece))
        return nodes, "end"

    # --- writing ---

    def _text(self, nodes: list[Node], dot: Any, names: dict[str, Any]) -> str:
        return "".join(self._piece(node, dot, names) for node in nodes)

    def _piece(self, node: Node, dot: Any, names: dict[str, Any]) -> str:
        if node[0] == "text":
            return str(node[1])
        if node[0] == "put":
            name, is_set, value = node[1].partition(":=")
            if is_set:
                names[name.strip()] = self._value(value, dot, names)
                return ""
            return _said(self._value(node[1], dot, names))
        word, said, body, other = node
        if word == "range":
            name, is_set, said_values = said.partition(":=")
            values = self._value(said_values if is_set else said, dot, names)
            return "".join(
                self._text(body, one, {**names, name.strip(): one} if is_set else names)
                for one in values or []
            )
        value = self._value(said, dot, names)
        if value:
            return self._text(body, value if word == "with" else dot, names)
        return self._text(other, dot, names)

    def _value(self, said: str, dot: Any, names: dict[str, Any]) -> Any:
        words = _WORD.findall(said)
        value, left = self._pipe(words, dot, names)
        assert not left, f"not understood: {said}"
        return value

    def _pipe(self, words: list[str], dot: Any, names: dict[str, Any]) -> tuple[Any, list[str]]:
        given: list[Any] = []
        while True:
            call: list[Any] = []
            while words and words[0] != "|" and words[0][0] != ")":
                word, words = words[0], words[1:]
                if word == "(":
                    inner, words = self._pipe(words, dot, names)
                    call.append(_walk(inner, words[0][1:]))
                    words = words[1:]
                elif not call and word in FUNCTIONS | {"include": None}:
                    call.append(word)
                else:
                    call.append(self._word(word, dot, names))
            given = [self._call([*call, *given], dot)]
            if not words or words[0][0] == ")":
                return given[0], words
            words = words[1:]

    def _call(self, call: list[Any], dot: Any) -> Any:
        name, *given = call
        if isinstance(name, str) and name == "include":
            nodes = self.defined.get(given[0]) or self.sheets[given[0]]
            return self._text(nodes, given[1], {"$": given[1]})
        if isinstance(name, str) and name in FUNCTIONS and (given or name == "list"):
            return FUNCTIONS[name](*given)
        assert not given, f"not a function: {name}"
        return name

    def _word(self, word: str, dot: Any, names: dict[str, Any]) -> Any:
        if word.startswith('"'):
            return json.loads(word)
        if re.fullmatch(r"-?\d+", word):
            return int(word)
        if word.startswith("$"):
            name, point, path = word.partition(".")
            return _walk(names[name], point + path)
        if word.startswith("."):
            return _walk(dot, word)
        assert word == "not", f"not understood: {word}"
        return word


def _walk(value: Any, path: str) -> Any:
    for key in filter(None, path.split(".")):
        value = None if value is None else value.get(key)
    return value


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _indented(width: int, text: str) -> str:
    return "\n" + "\n".join(" " * width + line for line in text.split("\n"))


def _to_yaml(value: Any) -> str:
    return str(safe_dump(value, allow_unicode=True)).removesuffix("...\n").rstrip("\n")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "contains": lambda part, whole: part in whole,
    "default": lambda otherwise, value: value or otherwise,
    "index": lambda value, key: value[key],
    "list": lambda *values: list(values),
    "nindent": _indented,
    "not": lambda value: not value,
    "prepend": lambda values, first: [first, *values],
    "print": lambda *values: "".join(map(_said, values)),
    "printf": lambda form, *values: form % values,
    "quote": lambda value: json.dumps(_said(value)),
    "sha256sum": lambda text: hashlib.sha256(text.encode()).hexdigest(),
    "toYaml": _to_yaml,
    "trimSuffix": lambda end, text: text.removesuffix(end),
    "trunc": lambda most, text: text[:most],
}

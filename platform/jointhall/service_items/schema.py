"""The vocabulary as JSON Schema (编辑器提示): editors complete headings and check as one types.

Made from the same shapes the reader reads by, in draft 7, which editors of YAML know best.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jointhall.kernel.words import _, speaking
from jointhall.service_items.headings import SHEET
from jointhall.service_items.headings_told_flow import told, told_of_shape
from jointhall.service_items.shapes import (
    Anything,
    Content,
    Each,
    Either,
    Free,
    Heading,
    Line,
    Shape,
    Under,
)

DRAFT = "http://json-schema.org/draft-07/schema#"
_SETTING = r"【设定\s+[^】]*】"
"""Anywhere a county's figure may stand instead of what is asked for."""


def sheet_schema() -> dict[str, Any]:
    """The schema of `sheet.yaml`."""
    made = _Making()
    whole = made.shape(SHEET)
    return {"$schema": DRAFT, "title": _("事项表"), **whole, "definitions": made.definitions}


@cache
def schema_text() -> str:
    """The schema as it is written in `modules/sheet.schema.json`, in the language of sheets."""
    with speaking("zh"):
        return json.dumps(sheet_schema(), ensure_ascii=False, indent=1) + "\n"


class _Making:
    """Collects every shape once, under a name taken from where it is first met."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}
        self._names: dict[Shape, str] = {}

    def shape(self, shape: Shape) -> dict[str, Any]:
        said: dict[str, Any] = {
            "type": "object",
            "description": _(told_of_shape(shape.name)),
            "properties": {
                h.word: self._heading(shape, h) for h in (*shape.headings, *shape.one_of)
            },
            "required": [h.word for h in shape.headings if h.is_required],
            "additionalProperties": False,
        }
        if shape.one_of:
            said["oneOf"] = [{"required": [h.word]} for h in shape.one_of]
        return said

    def _heading(self, shape: Shape, heading: Heading) -> dict[str, Any]:
        about, _example = told(shape.name, heading.word)
        said = self._content(heading.read.content, heading.field)
        if heading.is_required or heading in shape.one_of:
            return {"description": _(about), **said}
        return {"description": _(about), "anyOf": [said, {"type": "null"}]}

    def _content(self, content: Content, name: str) -> dict[str, Any]:
        if isinstance(content, Line):
            return _line(content)
        if isinstance(content, Each):
            return {"type": "array", "items": self._content(content.content, name), "minItems": 1}
        if isinstance(content, Under):
            found = [{"$ref": f"#/definitions/{self._name(one, name)}"} for one in content.shapes]
            return found[0] if len(found) == 1 else {"anyOf": found}
        if isinstance(content, Free):
            below = self._content(content.content, name)
            return {"type": "object", "additionalProperties": below}
        if isinstance(content, Either):
            return {"anyOf": [self._content(one, name) for one in content.contents]}
        if isinstance(content, Anything):
            return {}
        return {"enum": list(content.words)}

    def _name(self, shape: Shape, name: str) -> str:
        """Letters only: a reference is an address, in which other words would be cut to pieces."""
        if shape not in self._names:
            taken = sum(one.rstrip("0123456789") == name for one in self._names.values())
            self._names[shape] = f"{name}{taken + 1}" if taken else name
            self.definitions[self._names[shape]] = self.shape(shape)
        return self._names[shape]


def _line(content: Line) -> dict[str, Any]:
    """What editors take for a number or a yes is a text to the reader."""
    if content.pattern is None:
        return {"type": ["string", "number", "boolean"]}
    said: dict[str, Any] = {"type": "string"}
    if content.number:
        said = {"type": ["string", content.number]}
        if content.number == "integer":
            said["minimum"] = 0
    return {**said, "pattern": f"^(?:{content.pattern})$|{_SETTING}"}

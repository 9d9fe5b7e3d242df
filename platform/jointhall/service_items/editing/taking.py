"""From the posted form back to the sheet (收下): only what was on the page changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from litestar.datastructures import FormMultiDict

from jointhall.kernel.pinyin import spelled
from jointhall.service_items.editing.conditions import clauses_of, taken_condition
from jointhall.service_items.editing.fields import Field
from jointhall.service_items.editing.words import COUNTED, FREE, NO_LIMIT, UNITS

LONGEST = 20_000
"""Characters of one field; what is beyond stays with the one who typed it."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b-\u200f\u2028-\u202e\u2060\ufffe\uffff]")
_LIMIT = re.compile(r"(.*?)\s*个?\s*(工作日|自然日|小时)")


def cleaned(said: str) -> str:
    """What was typed, without signs nobody sees; lines end in one way."""
    lines = said.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in _CONTROL.sub("", lines).split("\n")).strip()


class Posted:
    """The fields that came with a form, cleaned."""

    def __init__(self, form: FormMultiDict) -> None:
        self._form = form

    def one(self, name: str) -> str | None:
        """The field's text; None when the page did not have it."""
        said = self._form.get(name)
        return cleaned(said) if isinstance(said, str) else None

    def several(self, name: str) -> list[str]:
        return [cleaned(said) for said in self._form.getall(name, []) if isinstance(said, str)]

    def too_long(self) -> list[str]:
        """Names of fields with more than a field may hold."""
        return [
            name
            for name, said in self._form.multi_items()
            if isinstance(said, str) and len(said) > LONGEST
        ]


def taken(field: Field, posted: Posted) -> Any:
    """What the field says now; None when nothing is written there."""
    if field.control == "group":
        return _group(field, posted)
    if field.control == "rows":
        return _rows(field, posted)
    if field.control == "free":
        return _free(field, posted)
    if field.control == "condition":
        return _condition(field, posted)
    if field.control == "checks":
        return _checks(field, posted)
    if field.control in ("limit", "days"):
        return _limit(field, posted)
    said = posted.one(field.name)
    return field.value if said is None else said or None


def _group(field: Field, posted: Posted) -> Any:
    said = dict(field.value) if isinstance(field.value, Mapping) else {}
    for child in field.children:
        value = taken(child, posted)
        if value is None or value == {}:
            said.pop(child.label, None)
        else:
            said[child.label] = value
    return said


def _rows(field: Field, posted: Posted) -> Any:
    if field.opens:
        return field.value
    rows = [taken(child, posted) for child in field.children]
    if not rows:
        return field.value if field.value in (FREE, []) else None
    return ["" if row is None else row for row in rows]


def _free(field: Field, posted: Posted) -> Any:
    said: dict[str, Any] = {}
    for child in field.children:
        key = posted.one(f"{child.name}.key")
        value = taken(child, posted)
        said[child.label if key is None else key] = "" if value is None else value
    return said or None


def _condition(field: Field, posted: Posted) -> Any:
    if field.parts is None or posted.one(f"{field.name}.0.q") is None:
        return field.value
    value = taken_condition(field.name, field.parts, posted.one, posted.several)
    return field.value if clauses_of(value) == clauses_of(field.value) else value


def _checks(field: Field, posted: Posted) -> Any:
    if posted.one(f"{field.name}.there") is None:
        return field.value
    chosen = set(posted.several(field.name))
    before = [one for one in field.value or () if one in chosen] if isinstance(
        field.value, list
    ) else []  # fmt: skip
    added = [code for code, _words in field.options if code in chosen and code not in before]
    return [*before, *added] or None


def limit_parts(value: Any) -> tuple[str, str]:
    """How many, and of what; as typed where it is no number."""
    said = str(value or "")
    if said == NO_LIMIT:
        return "", NO_LIMIT
    found = _LIMIT.fullmatch(said)
    return (found[1], found[2]) if found else (said, UNITS[0])


def _limit(field: Field, posted: Posted) -> Any:
    number = posted.one(f"{field.name}.n")
    unit = posted.one(f"{field.name}.unit") or UNITS[0]
    if number is None:
        return field.value
    if unit == NO_LIMIT:
        return NO_LIMIT
    if (number, unit) == limit_parts(field.value):
        return field.value
    return f"{number}{COUNTED.get(unit, unit)}" if number else None


def code_for(words: str, taken_before: set[str], otherwise: str) -> str:
    """A code nobody has yet, spelled from the words."""
    plain = re.sub(r"[^a-z0-9]", "", spelled(words))[:24].strip("0123456789")
    wanted = plain or otherwise
    code, number = wanted, 2
    while code in taken_before:
        code, number = f"{wanted}_{number}", number + 1
    return code

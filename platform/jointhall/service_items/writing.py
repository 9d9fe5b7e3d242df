"""From a sheet to YAML (写表): block style, in the order of the vocabulary, always the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jointhall.service_items.arranging import arranged
from jointhall.service_items.headings import SHEET, WORDS
from jointhall.service_items.slips import find_slips
from jointhall.service_items.tree import Told

SCHEMA_LINE = "# yaml-language-server: $schema=../../sheet.schema.json"
"""Tells an editor by which schema to complete and check."""

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~“”‘’「」][^\n]*")
_BREAKS_PLAIN = re.compile(r":(?:\s|$)|\s#|\s$")
_ODD = re.compile(r"[^\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd"
                  r"\U00010000-\U0010ffff]")  # fmt: skip
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def written(source: Mapping[str, Any]) -> str:
    """The text of `sheet.yaml`; reading it gives the same sheet in the same edition."""
    said = arranged(source)
    lines = [SCHEMA_LINE, ""]
    for word, below in said.items():
        if lines[-1] and _stands_apart(word, below):
            lines.append("")
        lines += _heading(word, below, 0)
        if _stands_apart(word, below):
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def written_lines(said: Mapping[str, Any]) -> list[str]:
    """A part of a sheet as its lines, in the order given."""
    return [line for word, below in said.items() for line in _heading(word, below, 0)]


def _stands_apart(word: str, below: Any) -> bool:
    """Whether a part of the sheet is long enough for blank lines around it."""
    heading = SHEET.heading(word)
    has_rows_of_headings = isinstance(below, list) and any(isinstance(r, Mapping) for r in below)
    return heading is not None and (has_rows_of_headings or isinstance(below, Mapping))


def _heading(word: str, below: Any, indent: int) -> Iterator[str]:
    margin = " " * indent + _key(word) + ":"
    if isinstance(below, Mapping) and below:
        yield margin
        for each, deeper in below.items():
            yield from _heading(each, deeper, indent + 2)
    elif isinstance(below, list) and below:
        yield margin
        for row in below:
            yield from _row(row, indent + 2)
    elif isinstance(below, str) and _is_block(below):
        yield f"{margin} |"
        yield from _block(below, indent + 2)
    else:
        yield f"{margin} {_line(margin + ' ', _text(below))}"


def _row(row: Any, indent: int) -> Iterator[str]:
    dash = " " * indent + "- "
    if isinstance(row, Mapping) and row:
        lines = [line for word, below in row.items() for line in _heading(word, below, indent + 2)]
        yield dash + lines[0].lstrip(" ")
        yield from lines[1:]
    elif isinstance(row, list) and row:
        lines = [line for below in row for line in _row(below, indent + 2)]
        yield dash + lines[0].lstrip(" ")
        yield from lines[1:]
    elif isinstance(row, str) and _is_block(row):
        yield f"{dash}|"
        yield from _block(row, indent + 2)
    else:
        yield dash + _line(dash, _text(row))


def _text(data: Any) -> str:
    """Nothing can be written of an empty list but an empty text."""
    return data if isinstance(data, str) else ""


def _key(word: str) -> str:
    return word if word in WORDS else _line("", word, is_key=True)


def _is_block(text: str) -> bool:
    """Several lines that a block keeps as they are: no spaces around it that would be lost."""
    return "\n" in text and text == text.strip() and not _ODD.search(text.replace("\n", ""))


def _block(text: str, indent: int) -> Iterator[str]:
    for line in text.split("\n"):
        yield " " * indent + line if line else ""


def _line(before: str, text: str, *, is_key: bool = False) -> str:
    """The text on one line, bare if it can stand so, else in the quotes that need least."""
    if _ODD.search(text):
        escaped = "".join(_ESCAPES.get(c) or (_escape(c) if _ODD.match(c) else c) for c in text)
        return f'"{escaped}"'
    if not is_key and _is_plain(before, text):
        return text
    if is_key and _PLAIN.fullmatch(text) and ":" not in text and not _BREAKS_PLAIN.search(text):
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _is_plain(before: str, text: str) -> bool:
    if not _PLAIN.fullmatch(text) or _BREAKS_PLAIN.search(text) or _looks_like_a_number(text):
        return False
    return not find_slips(before + text, Told(""), WORDS)


def _looks_like_a_number(text: str) -> bool:
    """Phone numbers and the like, which editors would take for a number and cut its zeros."""
    return bool(re.fullmatch(r"[0-9][0-9_]{4,}|0[0-9]+|[0-9.]+e[0-9]+", text, re.I))


def _escape(char: str) -> str:
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"

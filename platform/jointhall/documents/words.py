"""The text of a letter as its writer typed it, cut into the parts that are set in type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LONGEST_LABEL = 14


@dataclass(frozen=True)
class Part:
    """A paragraph (`words`), or a table of facts (`rows` of label and value)."""

    kind: Literal["paragraph", "facts"]
    words: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def addressed(text: str) -> tuple[str, str]:
    """The addressee on the first line ("冯建设：") and the text after it; "" when there is none."""
    first, _line, rest = text.strip().partition("\n")
    name = first.strip()
    if name.endswith(("：", ":")) and len(name) <= 60 and rest.strip():
        return name[:-1].strip(), rest.strip()
    return "", text.strip()


def parts_of(text: str) -> list[Part]:
    """Paragraph by paragraph; lines of "label：value" that stand together become one table."""
    made: list[Part] = []
    for block in _blocks(text):
        rows = [_row(line) for line in block]
        if len(block) > 1 and all(row is not None for row in rows):
            made.append(Part("facts", rows=tuple(row for row in rows if row is not None)))
        else:
            made.extend(Part("paragraph", words=line) for line in block)
    return made


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _row(line: str) -> tuple[str, str] | None:
    label, colon, value = line.partition("：")
    if not colon or not value.strip() or not 0 < len(label.strip()) <= LONGEST_LABEL:
        return None
    return label.strip(), value.strip()

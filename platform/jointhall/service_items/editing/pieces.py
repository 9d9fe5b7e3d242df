"""What one page of the editor shows (一页): its fields, and where each trouble belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.editing.fields import Field, field_of
from jointhall.service_items.editing.knowing import Known
from jointhall.service_items.editing.moving import with_at
from jointhall.service_items.editing.taking import Posted, taken
from jointhall.service_items.editing.words import REST, SECTIONS
from jointhall.service_items.headings import SHEET
from jointhall.service_items.tree import Trail
from jointhall.service_items.troubles import Trouble


@dataclass(frozen=True)
class Piece:
    """The fields of one page: a section, or one row of it that has a page of its own."""

    part: str
    at: str
    fields: tuple[Field, ...]
    row: Field | None = None
    """The row itself, when the page is one row's."""
    beside: tuple[Field, ...] = ()
    """The rows it stands among."""

    def named(self, name: str) -> Field | None:
        found = (one for field in self.fields for one in field.walk() if one.name == name)
        return next(found, None)

    def applied(self, source: dict[str, Any], posted: Posted) -> dict[str, Any]:
        """The sheet with what was on the page put in."""
        for field in self.fields:
            value = taken(field, posted)
            source = with_at(source, field.trail, None if value == {} else value)
        return source


def headings_in(part: str) -> tuple[str, ...]:
    """The headings of a section, those in no section last of all."""
    named = {key: words for key, _name, words in SECTIONS}
    if part not in named:
        raise NotHere(_("编辑页里没有这一栏。"))
    if part != REST:
        return named[part]
    placed = {word for words in named.values() for word in words}
    return (*named[REST], *(word for word in SHEET.words if word not in placed))


def part_of(word: str) -> str:
    """The section a heading stands in."""
    return next((key for key, _name, words in SECTIONS if word in words), REST)


def piece_of(source: dict[str, Any], part: str, at: str = "") -> Piece:
    """The fields of a section, or of the row named by `at`."""
    fields = tuple(_top(source, word) for word in headings_in(part))
    if not at:
        return Piece(part, "", fields)
    beside: tuple[Field, ...] = ()
    for field in fields:
        for one in field.walk():
            if any(child.name == at for child in one.children):
                beside = one.children
    row = next((one for one in beside if one.name == at), None)
    if row is None:
        raise NotHere(_("这一条已经不在了。"), what_next=_("回到上一页看看，可能别人删掉了。"))
    return Piece(part, at, row.children or (row,), row, beside)


def _top(source: dict[str, Any], word: str) -> Field:
    heading = SHEET.heading(word)
    assert heading is not None, f"{word} is no heading of a sheet"
    return field_of(heading, source.get(word), (word,), word, Known(source))


def placed(piece: Piece, troubles: Iterable[Trouble]) -> dict[str, list[Trouble]]:
    """Troubles by the name of the field they are shown at: the nearest one on this page."""
    shown = list(_shown(piece.fields))
    around = {one.trail: one for one in shown}
    if piece.row is not None:
        around[piece.row.trail] = piece.row
    found: dict[str, list[Trouble]] = {}
    for trouble in troubles:
        field = _nearest(around, trouble.path)
        if field is None or not trouble.path:
            field = _quoted(piece.fields, trouble) if len(trouble.path) == 0 else field
        elif trouble.path == field.trail:
            field = _quoted(field.children, trouble) or field
        if field is not None:
            found.setdefault(field.name, []).append(trouble)
    return found


def errors_by_part(troubles: Iterable[Trouble]) -> Mapping[str, int]:
    """How many errors wait in each section."""
    counted: dict[str, int] = {}
    for trouble in troubles:
        if trouble.is_error:
            part = place_of(trouble)[0]
            counted[part] = counted.get(part, 0) + 1
    return counted


def place_of(trouble: Trouble) -> tuple[str, str]:
    """The section and the row's page where a trouble can be mended."""
    if not trouble.path:
        words = [word for word in SHEET.words if f"“{word}”" in trouble.words]
        return (part_of(words[-1]) if words else SECTIONS[0][0]), ""
    word = str(trouble.path[0])
    return part_of(word), row_at(trouble.path)


def row_at(path: Trail) -> str:
    """The name of the row with a page of its own that holds this place; empty for none."""
    if path[0] in ("表单", "材料", "步骤", "样例") and len(path) > 1:
        deep = 4 if path[0] == "步骤" and len(path) > 3 and path[2] == "交给" else 2
        return ".".join(str(one) for one in path[:deep])
    return ""


def _shown(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        if field.opens:
            yield from field.children
        else:
            yield from _shown(field.children)


def _nearest(around: Mapping[Trail, Field], path: Trail) -> Field | None:
    while path:
        if path in around:
            return around[path]
        path = path[:-1]
    return None


def _quoted(fields: Iterable[Field], trouble: Trouble) -> Field | None:
    """The field that a trouble of the whole group names."""
    named = [one for one in fields if f"“{one.label}”" in trouble.words]
    return named[-1] if named else None

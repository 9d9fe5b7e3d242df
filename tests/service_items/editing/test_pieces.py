"""Every page of the editor, sent back as it came, changes nothing in any sheet of the library."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar.datastructures import FormMultiDict

from jointhall.kernel.refusals import NotHere
from jointhall.service_items.editing.fields import Field
from jointhall.service_items.editing.pieces import Piece, headings_in, part_of, piece_of, placed
from jointhall.service_items.editing.taking import Posted, limit_parts
from jointhall.service_items.editing.words import SECTIONS
from jointhall.service_items.headings import SHEET
from jointhall.service_items.library import library
from jointhall.service_items.reading import read_source
from jointhall.service_items.sheets import Sheet

PARTS = [key for key, _name, _words in SECTIONS]
SHEETS = [pytest.param(sheet, id=sheet.code) for sheet in library().sheets()]


def as_shown(field: Field) -> Iterator[tuple[str, str]]:
    """What a browser would send for a field that nobody touched."""
    if field.control == "group" or (field.control == "rows" and not field.opens):
        for child in field.children:
            yield from as_shown(child)
    elif field.control == "free":
        for child in field.children:
            yield f"{child.name}.key", child.label
            yield from as_shown(child)
    elif field.control == "condition":
        assert field.parts is not None
        yield f"{field.name}.any", "any" if field.parts["is_any"] else "all"
        for place, clause in enumerate(field.parts["clauses"]):
            yield f"{field.name}.{place}.q", clause["question"]
            yield f"{field.name}.{place}.how", clause["how"]
            said = clause["said"] if clause["offered"] else ["、".join(clause["said"])]
            yield from ((f"{field.name}.{place}.v", one) for one in said)
    elif field.control == "checks":
        yield f"{field.name}.there", "1"
        yield from ((field.name, code) for code, _w in field.options if code in (field.value or ()))
    elif field.control in ("limit", "days"):
        number, unit = limit_parts(field.value)
        yield f"{field.name}.n", number
        yield f"{field.name}.unit", unit
    elif field.control not in ("code", "rows"):
        yield field.name, field.value if isinstance(field.value, str) else ""


def pages_of(sheet: Sheet) -> Iterator[Piece]:
    """Every page there is for a sheet: its sections, and each row with a page of its own."""
    source = dict(sheet.source)
    waiting = [(part, "") for part in PARTS]
    while waiting:
        part, at = waiting.pop()
        piece = piece_of(source, part, at)
        yield piece
        for field in piece.fields:
            for one in field.walk():
                if one.opens:
                    waiting += [(part, child.name) for child in one.children]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_page_sent_back_untouched_changes_nothing(sheet: Sheet) -> None:
    source = dict(sheet.source)
    seen = 0
    for piece in pages_of(sheet):
        shown = [pair for field in piece.fields for pair in as_shown(field)]
        assert piece.applied(source, Posted(FormMultiDict(shown))) == source, piece.at or piece.part
        seen += 1
    assert seen > len(PARTS)


def test_every_heading_of_a_sheet_is_in_one_section() -> None:
    placed_in = [word for part in PARTS for word in headings_in(part)]
    assert sorted(placed_in) == sorted(SHEET.words)
    assert part_of("承诺办结时限") == "guide"
    with pytest.raises(NotHere):
        headings_in("attic")


def test_a_trouble_is_shown_at_the_field_it_names() -> None:
    source = dict(library().sheets()[0].source)
    source = {**source, "承诺办结时限": "很快", "常见问题": [{"问": "多久？"}]}
    del source["一句话"]
    reading = read_source(source, module="m", code="c")
    assert "一句话" in placed(piece_of(source, "guide"), reading.troubles)
    assert "承诺办结时限" in placed(piece_of(source, "guide"), reading.troubles)
    assert "常见问题.0.答" in placed(piece_of(source, "faq"), reading.troubles)

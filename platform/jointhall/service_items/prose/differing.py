"""What a new version of a sheet changes (有哪些不同), one sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jointhall.service_items import headings_form as form
from jointhall.service_items.arranging import arranged, content_of_rows
from jointhall.service_items.headings import SHEET
from jointhall.service_items.prose.pairing import moved, paired
from jointhall.service_items.prose.places import Place
from jointhall.service_items.prose.telling import Difference, Telling
from jointhall.service_items.shapes import Content, Heading, Under, shape_for
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.vocabulary import YES_NO


def differences(old: Sheet, new: Sheet) -> tuple[Difference, ...]:
    """What of the sheet is another, in the order of its headings."""
    return tuple(_Walk(old, new).all())


class _Walk:
    """Two versions gone through side by side."""

    def __init__(self, old: Sheet, new: Sheet) -> None:
        self.old, self.new, self.tell = old, new, Telling(old, new)

    def all(self) -> Iterator[Difference]:
        before, after = arranged(self.old.source), arranged(self.new.source)
        for heading in SHEET.headings:
            place = Place.of(heading.word)
            said = before.get(heading.word), after.get(heading.word)
            yield from self._below(place, heading.read.content, *said)

    def _below(
        self, place: Place, content: Content | None, before: Any, after: Any
    ) -> Iterator[Difference]:
        if before == after:
            return
        if content is form.condition.content:
            yield self.tell.condition(place, before, after)
        elif place.path[0] == "样例" and not isinstance(before, list):
            yield self.tell.example(place, after)
        elif place.path == ("规则指纹",):
            yield self.tell.rules(place)
        elif before is None or after is None:
            yield self.tell.there_or_not(place, before, after)
        elif isinstance(before, str) and isinstance(after, str):
            yield self.tell.text(place, content, before, after)
        elif isinstance(before, list) and isinstance(after, list):
            below = content_of_rows(content)
            if isinstance(below, Under):
                yield from self._rows(place, below, before, after)
            else:
                yield self.tell.list(place, before, after)
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from self._headings(place, content, before, after)
        else:
            yield self.tell.otherwise(place, before, after)

    def _headings(
        self, place: Place, content: Content | None, before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> Iterator[Difference]:  # fmt: skip
        shapes = [shape_for(content, said) for said in (after, before)] if content else []
        words = dict.fromkeys(word for shape in shapes if shape for word in shape.words)
        for word in words or dict.fromkeys((*after, *before)):
            heading = next((h for shape in shapes if shape and (h := shape.heading(word))), None)
            content = heading.read.content if heading else None
            said = (_or_otherwise(one.get(word), heading) for one in (before, after))
            yield from self._below(place.under(word), content, *said)

    def _rows(
        self, place: Place, content: Under, before: list[Any], after: list[Any]
    ) -> Iterator[Difference]:
        pairs = paired(before, after)
        for number, row in enumerate(before):
            if number not in pairs.values():
                yield self.tell.row(place, content, row, number, is_new=False)
        are_moved = moved(pairs)
        for number, row in enumerate(after):
            if number not in pairs:
                yield self.tell.row(place, content, row, number, is_new=True, above=after[:number])
                continue
            at = self.tell.place_of(place, content, before[pairs[number]], number)
            if number in are_moved:
                yield self.tell.moved(at, after[:number])
            yield from self._below(at, content, before[pairs[number]], row)


def _or_otherwise(said: Any, heading: Heading | None) -> Any:
    """What is said; a yes or no left out is said by what it means then."""
    if said is None and heading is not None and isinstance(heading.otherwise, bool):
        return next(word for word, means in YES_NO.items() if means is heading.otherwise)
    return said

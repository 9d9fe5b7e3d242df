"""A sheet's plain data in the one order it is written in (排好), without what says nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jointhall.service_items.headings import SHEET
from jointhall.service_items.shapes import Content, Each, Either, Free, shape_for

_NOTHING: tuple[Any, ...] = (None, "", [], (), {})


def arranged(source: Mapping[str, Any]) -> dict[str, Any]:
    """The same sheet, headings in the order of the vocabulary; unknown ones follow as they came.

    A heading with nothing under it is left out: it says as much as no heading.
    """
    return _headings(source, SHEET.read.content, _codes(source))


def content_under(content: Content | None, word: str, said: Mapping[str, Any]) -> Content | None:
    """What may be written under a heading, None where the vocabulary does not know it."""
    shape = shape_for(content, said) if content is not None else None
    heading = shape.heading(word) if shape else None
    if heading is not None:
        return heading.read.content
    return next((one.content for one in _any_of(content) if isinstance(one, Free)), None)


def content_of_rows(content: Content | None) -> Content | None:
    """What may be written after each dash."""
    return next((one.content for one in _any_of(content) if isinstance(one, Each)), None)


def _arranged(data: Any, content: Content | None, codes: Mapping[str, int]) -> Any:
    if isinstance(data, Mapping):
        return _headings(data, content, codes)
    if isinstance(data, list | tuple):
        below = content_of_rows(content)
        return [_arranged(row, below, codes) for row in data]
    return "" if data is None else str(data)


def _headings(
    said: Mapping[str, Any], content: Content | None, codes: Mapping[str, int]
) -> dict[str, Any]:
    shape = shape_for(content, said) if content is not None else None
    if shape is None:
        words: Sequence[str] = sorted(said, key=lambda word: codes.get(word, len(codes)))
        kept = words
    else:
        known = [word for word in shape.words if word in said]
        words = [*known, *(word for word in said if word not in known)]
        kept = [word for word in words if word not in shape.words or not _is_nothing(said[word])]
    return {word: _arranged(said[word], content_under(content, word, said), codes) for word in kept}


def _is_nothing(data: Any) -> bool:
    return any(data == nothing for nothing in _NOTHING)


def _codes(source: Mapping[str, Any]) -> dict[str, int]:
    """The questions' codes with their places in the form, for answers told in examples."""
    form = source.get("表单")
    rows = form if isinstance(form, list | tuple) else ()
    codes = [str(row.get("编号")) for row in rows if isinstance(row, Mapping)]
    return {code: place for place, code in enumerate(codes)}


def _any_of(content: Content | None) -> tuple[Content, ...]:
    if isinstance(content, Either):
        return content.contents
    return () if content is None else (content,)

"""What people see: Chinese first, English second, through gettext."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TypeVar

LANGUAGES = ("zh", "en")
LOCALE = Path(__file__).parent.parent / "web" / "locale"

_language: ContextVar[str] = ContextVar("language", default="zh")


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("jointhall", LOCALE, languages=[language], fallback=True)


def language() -> str:
    """The language of the page being made: `zh` or `en`."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything said inside is said in this language."""
    token = _language.set(language if language in LANGUAGES else "zh")
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    return message if _language.get() == "zh" else _catalogue(_language.get()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    if _language.get() == "zh":
        return one
    return _catalogue(_language.get()).ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    if _language.get() == "zh":
        return message
    return _catalogue(_language.get()).pgettext(context, message)


def npgettext(context: str, one: str, many: str, count: int) -> str:
    if _language.get() == "zh":
        return one
    return _catalogue(_language.get()).npgettext(context, one, many, count)


class Said(str):
    """Words in the reader's language that still know how they are said in Chinese."""

    __slots__ = ("chinese",)

    chinese: str


def _(message: str, **values: object) -> str:
    """The message in the reader's language, with its `%(name)s` places filled."""
    if _language.get() == "zh":
        return message % values if values else message
    translated = gettext(message)
    if translated is message and not values:
        return message
    said = Said(translated % values if values else translated)
    there = {name: in_chinese(value) for name, value in values.items()}
    said.chinese = message % there if values else message
    return said


def N_(message: str) -> str:  # noqa: N802 - the name gettext has for it
    """Marks a message that a table holds, for the catalogue; `_` says it when it is shown."""
    return message


_Words = TypeVar("_Words")


def in_chinese(words: _Words) -> _Words | str:
    """What is kept or sent is Chinese, whichever language the one who acted reads in."""
    return words.chinese if isinstance(words, Said) else words

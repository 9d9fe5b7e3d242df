"""What people see: Chinese first, English second, through gettext."""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

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


def _(message: str, **values: object) -> str:
    """The message in the reader's language, with its `%(name)s` places filled."""
    said = gettext(message)
    return said % values if values else said

"""A simulation told on a terminal (模拟的说法): a line of stations with dates for each run."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.simulation import Run
from jointhall.service_items.vocabulary import EXAMPLE_END


def told(sheet: Sheet, runs: Iterable[Run]) -> Iterator[str]:
    """Line by line: the item, each example, and where it comes by when."""
    yield _("%(title)s（%(code)s）", title=sheet.title, code=sheet.code)
    example = ""
    for each in runs:
        if each.example != example:
            example = each.example
            yield _("样例：%(name)s", name=example)
        yield _(
            "  %(day)s申请（%(why)s）", day=day_words(each.filed_on, with_year=True), why=each.why
        )
        if each.stations:
            yield "    " + " → ".join(_station(s.name, s.on, s.who) for s in each.stations)
            yield "    " + "；".join(_limits(each))
        else:
            yield "    " + _("走到“%(end)s”：%(words)s", end=_end(each.ends), words=each.words)


def as_data(each: Run) -> dict[str, Any]:
    """A run as plain data."""
    return {
        "example": each.example,
        "filed_on": each.filed_on.isoformat(),
        "why": each.why,
        "ends": each.ends,
        "stations": [
            {"name": s.name, "on": s.on.isoformat(), "who": list(s.who)} for s in each.stations
        ],
        "promised_by": each.promised_by.isoformat() if each.promised_by else None,
        "keeps_promise": each.keeps_promise,
        "statutory_by": each.statutory_by.isoformat() if each.statutory_by else None,
        "keeps_law": each.keeps_law,
        "words": each.words,
    }


def _station(name: str, on: date, who: tuple[str, ...]) -> str:
    asked = f"（{'、'.join(who)}）" if who else ""
    return f"{name} {on.isoformat()}{asked}"


def _limits(each: Run) -> Iterator[str]:
    for name, limit, holds in (
        (_("承诺"), each.promised_by, each.keeps_promise),
        (_("法定"), each.statutory_by, each.keeps_law),
    ):
        if limit is None:
            yield _("%(name)s没有规定天数", name=name)
        else:
            said = _("来得及") if holds else _("来不及")
            yield _("%(name)s %(day)s，%(said)s", name=name, day=limit.isoformat(), said=said)
    if each.words:
        yield each.words


def _end(code: str) -> str:
    return next((word for word, each in EXAMPLE_END.items() if each == code), _("没有走完"))

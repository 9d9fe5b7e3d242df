"""Rows of the same small questions (表格), such as one row for each crop."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.compound import (
    Cell,
    cells,
    fit,
    said,
    simple,
    told_fields,
    typed_fields,
)
from jointhall.service_items.questions.kind import Grid, Kind, Raw, Unclear, rows_of

MOST_ROWS = 50
"""Where the sheet says nothing else (最多)."""
_READ = 500
"""Rows looked at; nobody types more, and of those beyond only the number is told."""
_TOLD_AT_ONCE = 20
"""Sentences about wrong cells; with more of them nobody would read any."""
ADD, DROP = "add-row", "drop-row-"


@dataclass(frozen=True, slots=True)
class Row:
    """One row on the page: its number from 1, its name, its small questions."""

    number: int | str
    name: str
    cells: list[Cell]


class Table(Kind):
    """Kept as a list of {column: value}; empty rows are left out."""

    code = "table"
    fits_column = False
    has_own_look = True
    names_villages = True
    script = "rows.js"

    def columns(self, question: Question) -> tuple[Question, ...]:
        """The small questions of one row."""
        return question.columns

    def row_name(self, number: int | str) -> str:
        return _("第%(number)s行", number=number)

    def add_words(self) -> str:
        return _("再加一行")

    def most(self, question: Question) -> int:
        said = question.at_most if question.at_most is not None else MOST_ROWS
        return max(1, min(int(said), _READ))

    def least(self, question: Question) -> int:
        least = int(question.at_least) if question.at_least is not None else 0
        return max(least, 1 if question.is_required else 0)

    def missing(self, question: Question) -> str:
        return _("请至少填一行")

    def raw(self, question: Question, form: Mapping[str, Sequence[str] | str]) -> Raw:
        """The fields of its rows, `code-3-area`, with the rows counted anew from 1."""
        shape = re.compile(
            rf"{re.escape(question.code)}-([0-9]{{1,6}})-([a-z][a-z0-9_]*(?:-[a-z]+)?)"
        )
        known = {column.code for column in self.columns(question)}
        rows: dict[int, dict[str, Sequence[str]]] = {}
        for name, given in form.items():
            found = shape.fullmatch(name)
            if found and found[2].partition("-")[0] in known:
                texts = [given] if isinstance(given, str) else list(given)
                rows.setdefault(int(found[1]), {})[found[2]] = texts
        kept = _counted([rows[number] for number in sorted(rows)[:_READ]])
        return Raw(kept | {"count": [str(len(rows))]} if len(rows) > _READ else kept)

    def told(self, question: Question, given: Any) -> Raw:
        """Rows told as mappings of column and value."""
        if given is None:
            return Raw()
        rows = [each for each in rows_of(given) if isinstance(each, Mapping)]
        return Raw(_counted([told_fields(self.columns(question), row) for row in rows]))

    def pressed(self, question: Question, raw: Raw, button: str) -> Raw | None:
        """One row more, or one less."""
        rows = _rows(raw)
        if button == ADD:
            if not rows:
                rows = [{} for _each in range(max(self.least(question), 1))]
            return Raw(_counted([*rows, {}][: self.most(question)]))
        number = button.removeprefix(DROP)
        if button.startswith(DROP) and number.isascii() and number.isdigit():
            return Raw(_counted([row for at, row in enumerate(rows, 1) if at != int(number)]))
        return None

    def is_blank(self, question: Question, raw: Raw) -> bool:
        return all(Raw(row).is_empty for row in _rows(raw))

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        rows = list(self._filled(raw))
        if len(rows) > self.most(question):
            most, now = self.most(question), max(len(rows), int(raw.text("count") or 0))
            raise Unclear(_("最多填%(most)s行，现在有%(now)s行", most=most, now=now))
        values: list[dict[str, Value]] = []
        troubles: dict[str, str] = {}
        for number, row in rows:
            try:
                values.append(fit(self.columns(question), row, counter, named=False))
            except Unclear as unclear:
                troubles |= {
                    f"{number}-{part}": self._told(question, number, part, words)
                    for part, words in unclear.troubles.items()
                }
        if troubles:
            raise Unclear("", troubles=dict(list(troubles.items())[:_TOLD_AT_ONCE]))
        if len(rows) < self.least(question):
            least, now = self.least(question), len(rows)
            raise Unclear(_("至少填%(least)s行，现在有%(now)s行", least=least, now=now))
        self.agree([number for number, _row in rows], values)
        return values

    def agree(self, numbers: Sequence[int], values: Sequence[Mapping[str, Value]]) -> None:
        """Raises Unclear when rows that are each right do not go together."""

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return "\n".join(self._lines(question, value, counter, hides=False))

    def masked(self, question: Question, value: Value, counter: Counter) -> str:
        return "\n".join(self._lines(question, value, counter, hides=True))

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        return "；".join(self._lines(question, value, counter, hides=False))

    def grid(
        self, question: Question, value: Value, counter: Counter, *, hides: bool = False
    ) -> Grid | None:
        columns = self.columns(question)
        rows = tuple(
            tuple(
                said(each, row[each.code], counter, hides=hides) if each.code in row else ""
                for each in columns
            )
            for row in value
        )
        return Grid(tuple(_name(each) for each in columns), rows)

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw(_counted([typed_fields(self.columns(question), row) for row in value]))

    def adds(self, question: Question, value: Value, unit: str, column: str = "") -> Decimal:
        """The sum of a column; without one, how many rows there are."""
        if not column:
            return Decimal(len(value))
        added = next((each for each in self.columns(question) if each.code == column), None)
        if added is None:
            return Decimal(0)
        rows = (row[column] for row in value if column in row)
        return sum((simple(added).adds(added, each, unit) for each in rows), Decimal(0))

    def rows(self, question: Question, raw: Raw, errors: Mapping[str, str]) -> list[Row]:
        """The rows as the page shows them: those typed, or as many empty ones as must be filled."""
        there = _rows(raw)[: self.most(question)]
        there = there or [{} for _each in range(max(self.least(question), 1))]
        return [
            Row(
                number,
                self.row_name(number),
                cells(question, self.columns(question), Raw(row), errors, f"{number}-"),
            )
            for number, row in enumerate(there, start=1)
        ]

    def empty_row(self, question: Question) -> Row:
        """A row for the script to copy: `__n__` stands where its number goes."""
        made = cells(question, self.columns(question), Raw(), {}, "__n__-")
        return Row("__n__", self.row_name("__n__"), made)

    def _filled(self, raw: Raw) -> Iterator[tuple[int, Raw]]:
        for number, row in enumerate(_rows(raw), start=1):
            if not Raw(row).is_empty:
                yield number, Raw(row)

    def _told(self, question: Question, number: int, part: str, words: str) -> str:
        column = next(
            each for each in self.columns(question) if each.code == part.partition("-")[0]
        )
        row = self.row_name(number)
        return _("%(row)s“%(column)s”：%(words)s", row=row, column=_name(column), words=words)

    def _lines(
        self, question: Question, value: Value, counter: Counter, *, hides: bool
    ) -> Iterator[str]:
        for number, row in enumerate(value, start=1):
            told = (
                f"{_name(each)} {said(each, row[each.code], counter, hides=hides)}"
                for each in self.columns(question)
                if each.code in row
            )
            yield f"{number}. " + "，".join(told)


def _name(column: Question) -> str:
    """The column's heading: its question without the mark."""
    return column.label.rstrip("？?：:")


def _rows(raw: Raw) -> list[dict[str, Sequence[str]]]:
    rows: dict[int, dict[str, Sequence[str]]] = {}
    for name, texts in raw.parts.items():
        number, _dash, rest = name.partition("-")
        if number.isdigit():
            row = rows.setdefault(int(number), {})
            if rest:
                row[rest] = texts
    return [rows[number] for number in sorted(rows)]


def _counted(rows: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, Sequence[str]]:
    parts: dict[str, Sequence[str]] = {}
    for number, row in enumerate(rows, start=1):
        # An empty row is there too, under its number alone.
        parts[f"{number}-"] = []
        parts |= {f"{number}-{name}": texts for name, texts in row.items()}
    return parts

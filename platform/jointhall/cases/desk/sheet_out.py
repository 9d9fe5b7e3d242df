"""A list as a spreadsheet (导出清单): what the page shows, nothing a cell could be made to run."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

MOST = 5000
"""Rows of one export: what a person still reads, and seconds of work at the most."""


def written(heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """An .xlsx with one sheet; every cell is text, so that nothing in it is a formula."""
    # Loading it takes a while, and only an export needs it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=heading[:31])
    for row in (columns, *rows):
        cells = []
        for said in row:
            cell = WriteOnlyCell(sheet, value=_plain(said))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _plain(said: str) -> str:
    """Without what a spreadsheet cannot hold."""
    return "".join(letter for letter in said if letter >= " " or letter in "\n\t")[:32_000]

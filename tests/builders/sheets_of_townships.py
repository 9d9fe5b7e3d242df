"""Sheets of townships as offices make them: CSV in either encoding, XLSX, tidy or not."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEADINGS = ("代码", "名称", "短名", "电话", "颜色", "辅色", "景物", "村")


def as_csv(rows: Sequence[Sequence[Any]], *, encoding: str = "utf-8", comma: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=comma).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_row(code: str, name: str, **also: str) -> list[str]:
    """One line under HEADINGS; what is not given stays empty."""
    keys = ("slug", "phone", "colour", "accent", "motifs", "villages")
    assert set(also) <= set(keys)
    return [code, name, *(also.get(key, "") for key in keys)]

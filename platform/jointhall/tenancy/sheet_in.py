"""Reading a sheet of townships (接入表): CSV or XLSX, Chinese headings or English.

Nothing in a sheet is carried out: a formula is refused with its place, not reckoned.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_IN_A_CELL = 2_000
HEADING_WITHIN = 10
"""Titles and notes may stand above the headings, in this many rows."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("code", "代码", "区划代码", "行政区划代码", "区划编码", "编码", "divisioncode"),
    "name": ("name", "名称", "乡镇", "乡镇名称", "单位名称", "乡镇街道", "乡镇（街道）"),
    "slug": ("slug", "短名", "网址短名", "网址", "拼音"),
    "phone": ("phone", "电话", "联系电话", "办事电话", "咨询电话", "tel"),
    "hours": ("hours", "时间", "办公时间", "上班时间", "开放时间"),
    "address": ("address", "地址", "办公地址", "办事地点"),
    "colour": ("colour", "color", "颜色", "主色"),
    "accent": ("accent", "辅色", "点缀色", "第二颜色"),
    "motifs": ("motifs", "motif", "景物", "景"),
    "villages": ("villages", "village", "村", "村（社区）", "下辖村", "村社区"),
}
_FIELD_OF = {heading: name for name, headings in HEADINGS.items() for heading in headings}
NEEDED = ("code", "name")


class UnreadableSheet(BadForm):
    """The sheet as a whole cannot be read; says why and how to mend it."""

    def __init__(self, words: str) -> None:
        super().__init__({"sheet": words}, words)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One township's cells as written; `number` is the row's number as the sheet shows it."""

    number: int
    cells: dict[str, str]
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet, which heading was taken for which field, and which for none."""

    rows: tuple[SheetRow, ...]
    headings: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def read_sheet(file_name: str, content: bytes) -> Sheet:
    """The rows of a CSV (UTF-8 or GB18030) or XLSX file; raises UnreadableSheet."""
    if not content.strip():
        raise UnreadableSheet(_("这张表是空的。"))
    if len(content) > MOST_BYTES:
        raise UnreadableSheet(_("这张表超过 5 MB，只留需要的那几列再传。"))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableSheet(_("这是旧的 .xls 表，请另存为 .xlsx 再传。"))
    if content.startswith(b"PK"):
        return _sheet(_xlsx(content))
    if file_name.lower().endswith((".xlsx", ".xlsm")):
        raise UnreadableSheet(_("名字是 .xlsx，里面却不是表格，请重新另存一次再传。"))
    return _sheet(_csv(content))


def _sheet(lines: Iterable[Sequence[Any]]) -> Sheet:
    numbered = enumerate(lines, 1)
    fields, headings, ignored = _headings(numbered)
    rows = []
    for number, cells in numbered:
        row = _row(number, cells, fields)
        if row is not None:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise UnreadableSheet(_("一次最多 %(n)s 行，请分几张表传。", n=MOST_ROWS))
    if not rows:
        raise UnreadableSheet(_("表头下面一行乡镇也没有。"))
    return Sheet(tuple(rows), headings, ignored)


def _headings(
    numbered: Iterator[tuple[int, Sequence[Any]]],
) -> tuple[dict[int, str], dict[str, str], tuple[str, ...]]:
    """Which column holds what: from the first row that names code and name."""
    best: set[str] = set()
    for number, cells in numbered:
        words = [str(cell or "").strip() for cell in cells[:MOST_COLUMNS]]
        named = [_FIELD_OF.get(_plain(word)) for word in words]
        fields: dict[int, str] = {}
        for place, name in enumerate(named):
            if name is not None and name not in fields.values():
                fields[place] = name
        best |= set(fields.values())
        if set(NEEDED) <= set(fields.values()):
            headings = {name: words[place] for place, name in fields.items()}
            ignored = [word for place, word in enumerate(words) if word and place not in fields]
            return fields, headings, tuple(ignored)
        if number >= HEADING_WITHIN:
            break
    lacking = "、".join(f"“{HEADINGS[name][1]}”" for name in NEEDED if name not in best)
    raise UnreadableSheet(
        _(
            "表头里没有%(lacking)s这一列。第一行要写：代码、名称、电话、颜色……",
            lacking=lacking or f"“{HEADINGS['code'][1]}”",
        )
    )


def _row(number: int, cells: Sequence[Any], fields: dict[int, str]) -> SheetRow | None:
    said: dict[str, str] = {}
    formulas = []
    for place, name in fields.items():
        words = _text(cells[place]) if place < len(cells) else ""
        if words.startswith("=") and len(words) > 1:
            formulas.append(name)
        said[name] = words[:MOST_IN_A_CELL]
    if not any(words.strip() for words in said.values()):
        return None
    return SheetRow(number, said, tuple(formulas))


def _text(cell: object) -> str:
    """A cell as words: a code typed as a number comes without its decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _plain(word: str) -> str:
    """A heading without spaces, stars for needed columns, wide letters or case."""
    return "".join(word.replace("*", "").replace("＊", "").split()).lower()


def _xlsx(content: bytes) -> Iterator[Sequence[Any]]:
    # Here and not above: most services never see a sheet, and none should wait for its reader.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise UnreadableSheet(_("这张表展开后太大，只留需要的那一张再传。"))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        page = book.worksheets[0]
        page.reset_dimensions()
        yield from page.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        raise UnreadableSheet(_("这张表打不开，请用表格软件重新另存为 .xlsx 再传。")) from error
    except SyntaxError as error:  # xml.etree.ElementTree.ParseError is one
        raise UnreadableSheet(_("这张表打不开，请用表格软件重新另存为 .xlsx 再传。")) from error


def _csv(content: bytes) -> Iterator[Sequence[Any]]:
    words = _decoded(content)
    first = words.lstrip().partition("\n")[0]
    comma = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(words, newline=""), delimiter=comma)
    except csv.Error as error:
        raise UnreadableSheet(_("这张表不是 CSV，请另存为 CSV 或 .xlsx 再传。")) from error


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, or what Chinese Windows saves."""
    if b"\x00" in content:
        raise UnreadableSheet(_("这不是表格文件，请传 CSV 或 .xlsx。"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableSheet(_("文字编码认不出来，请另存为 .xlsx 再传。"))

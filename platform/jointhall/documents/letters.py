"""Letters (文书) set in type: the words come as plain data, the look from `letter_forms/`."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pylopdf_fonts_zh_cn
import segno
import typst

from ..kernel.words import _

LetterKind = Literal[
    "receipt",
    "acceptance",
    "correction",
    "rejection",
    "extension",
    "decision",
    "refusal",
    "delivery",
]

FORMS: dict[LetterKind, str] = {
    "receipt": "receipt.typ",
    "acceptance": "plain.typ",
    "correction": "plain.typ",
    "rejection": "plain.typ",
    "extension": "plain.typ",
    "decision": "plain.typ",
    "refusal": "plain.typ",
    "delivery": "plain.typ",
}

DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class LetterText:
    """The words of one letter, complete.

    `head` is the red head (发文机关标志), `number` the letter's number (文号), `items` are points
    numbered 一、二、三, `facts` a table of label and value, `remedies` the ways to appeal, `mark` a
    note on a letter that has no effect yet (a township in trial).
    """

    kind: LetterKind
    head: str
    number: str
    title: str
    addressee: str
    signer: str
    seal_name: str
    made_on: date
    verify_url: str
    verify_code: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()
    closing: str = ""
    remedies: tuple[str, ...] = ()
    mark: str = ""


def render(letter: LetterText) -> bytes:
    """The letter as PDF, unsealed; blocks for some 10 ms, so call it off the event loop."""
    told = asdict(letter) | {
        "made_on": chinese_date(letter.made_on),
        "qr": _qr(letter.verify_url),
        "words": {
            "remedies": _("如对本文书不服，可以："),
            "scan": _("扫码看真伪"),
            "code": _("核验码 "),
            "received": _("收到的材料："),
        },
    }
    made = _compiler(FORMS[letter.kind]).compile(
        format="pdf",
        sys_inputs={"letter": json.dumps(told, ensure_ascii=False)},
        timestamp=datetime.combine(letter.made_on, time(), UTC),
    )
    assert isinstance(made, bytes)
    return made


def as_told(letter: LetterText) -> dict[str, Any]:
    """The letter as plain JSON, for keeping until it is made."""
    return asdict(letter) | {"made_on": letter.made_on.isoformat()}


def from_told(told: Mapping[str, Any]) -> LetterText:
    """The letter kept by `as_told`."""
    lists = {name: tuple(told.get(name, ())) for name in ("paragraphs", "items", "remedies")}
    facts = tuple((label, value) for label, value in told.get("facts", ()))
    made_on = date.fromisoformat(told["made_on"])
    return LetterText(**{**told, **lists, "facts": facts, "made_on": made_on})


def chinese_date(day: date) -> str:
    """The day as letters write it: 2026年11月16日 (GB/T 9704 wants Arabic figures, unpadded)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _qr(address: str) -> str:
    return segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True)


_mine = threading.local()


def _compiler(form: str) -> typst.Compiler:
    # A compiler keeps what it has read and laid out; each thread has its own, none waits.
    made: dict[str, Any] = _mine.__dict__.setdefault("compilers", {})
    if form not in made:
        folder = Path(str(files("jointhall.documents"))) / "letter_forms"
        made[form] = typst.Compiler(
            folder / form, root=folder, font_paths=_fonts(), ignore_system_fonts=True
        )
    compiler: typst.Compiler = made[form]
    return compiler


@cache
def _fonts() -> typst.Fonts:
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )

"""Letters (文书) set in type: the words come as plain data, the look from `letter_forms/`."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import segno
import typst

from ..kernel.words import _
from .words import parts_of

FORMS = Path(__file__).parent / "letter_forms"


@dataclass(frozen=True)
class LetterText:
    """The words of one letter, complete.

    `head` is the red head (发文机关标志), `number` the letter's number (文号); `text` is as the
    writer typed it, with empty lines between paragraphs; `remedies` are the ways to appeal, set
    apart; `mark` is a note on a letter that has no effect (a township in trial).
    """

    kind: str
    head: str
    number: str
    title: str
    addressee: str
    text: str
    signer: str
    seal_name: str
    made_on: date
    verify_url: str
    verify_code: str
    remedies: tuple[str, ...] = ()
    mark: str = ""


async def set_in_type(letter: LetterText) -> bytes:
    """The letter as PDF, unsealed, made on a thread of the press."""
    return await asyncio.get_running_loop().run_in_executor(_press, render, letter)


def render(letter: LetterText) -> bytes:
    """What `set_in_type` does, on the calling thread; some 20 ms."""
    told = asdict(letter) | {
        "made_on": chinese_date(letter.made_on),
        "parts": [asdict(part) for part in parts_of(letter.text)],
        "qr": _qr(letter.verify_url),
        "words": {
            "remedies": _("如对本文书不服，可以："),
            "scan": _("扫码看真伪"),
            "code": _("核验码 "),
        },
    }
    made = _compiler().compile(
        format="pdf",
        sys_inputs={"letter": json.dumps(told, ensure_ascii=False)},
        timestamp=datetime.combine(letter.made_on, time(), UTC),
    )
    assert isinstance(made, bytes)
    return made


def as_told(letter: LetterText) -> dict[str, Any]:
    """The letter as plain JSON, for keeping until it is made."""
    return asdict(letter) | {
        "made_on": letter.made_on.isoformat(),
        "remedies": list(letter.remedies),
    }


def from_told(told: Mapping[str, Any]) -> LetterText:
    """The letter kept by `as_told`."""
    made_on = date.fromisoformat(told["made_on"])
    return LetterText(**{**told, "made_on": made_on, "remedies": tuple(told["remedies"])})


def chinese_date(day: date) -> str:
    """The day as letters write it: 2026年11月16日 (GB/T 9704 wants Arabic figures, unpadded)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _qr(address: str) -> str:
    # Any mask can be read; weighing all eight against each other takes longer than the typesetting.
    return segno.make(address, error="m", micro=False, mask=2).svg_inline(border=0, omitsize=True)


# A compiler keeps what it has read and laid out; each thread of the press has its own.
_mine = threading.local()
_press = ThreadPoolExecutor(2, thread_name_prefix="press")


def _compiler() -> typst.Compiler:
    made: typst.Compiler | None = getattr(_mine, "compiler", None)
    if made is None:
        made = _mine.compiler = typst.Compiler(
            FORMS / "letter.typ", root=FORMS, font_paths=_fonts(), ignore_system_fonts=True
        )
    return made


@cache
def _fonts() -> typst.Fonts:
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )

"""A newcomer (新接入单位): a township as its row describes it, checked and complete."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What is needed to make one township; `row` is its line in the sheet, 0 without one."""

    code: str
    name: str
    slug: str
    face: dict[str, Any]
    phone: str = ""
    hours: str = ""
    address: str = ""
    villages: tuple[str, ...] = ()
    row: int = field(default=0, compare=False)

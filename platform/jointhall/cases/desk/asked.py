"""What is asked of a list at the desk (筛选和排序): read from an address, kept in a saved view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.words import N_

ListName = Literal["waiting", "cases"]

LIGHTS = ("late", "soon", "ok", "paused")
MINE = ("hand", "watched")
LONGEST = 100

COLUMNS: dict[ListName, dict[str, str]] = {
    "waiting": {
        "light": N_("灯"),
        "due": N_("期限"),
        "title": N_("事项"),
        "who": N_("谁的"),
        "ask": N_("要您做"),
        "from": N_("来源"),
        "used": N_("已用/承诺"),
        "number": N_("编号"),
        "since": N_("到手"),
        "office": N_("站所"),
    },
    "cases": {
        "number": N_("编号"),
        "title": N_("哪一件"),
        "who": N_("谁的"),
        "status": N_("现在"),
        "due": N_("期限"),
        "filed": N_("收件"),
        "item": N_("事项"),
        "office": N_("站所"),
        "from": N_("来源"),
        "with": N_("在谁手里"),
        "statutory": N_("法定期限"),
    },
}
FIRST: dict[ListName, tuple[str, ...]] = {
    "waiting": ("light", "due", "title", "who", "ask", "from", "used"),
    "cases": ("number", "title", "who", "status", "due", "filed"),
}
"""The columns of a list until somebody chooses others; `title` is the link and always there."""

SORTS: dict[ListName, dict[str, str]] = {
    "waiting": {
        "due": N_("先到期的在前"),
        "since": N_("先到手的在前"),
        "-since": N_("后到手的在前"),
        "item": N_("按事项"),
    },
    "cases": {
        "-number": N_("新编号在前"),
        "number": N_("老编号在前"),
        "due": N_("先到期的在前"),
        "-filed": N_("后收件的在前"),
        "filed": N_("先收件的在前"),
        "item": N_("按事项"),
    },
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters, order and columns of one list; an empty field asks for nothing."""

    q: str = ""
    item: str = ""
    light: str = ""
    act: str = ""
    status: str = ""
    office: str = ""
    channel: str = ""
    filed_from: date | None = None
    filed_until: date | None = None
    mine: str = ""
    sort: str = ""
    cols: tuple[str, ...] = ()
    view: str = ""
    after: str = ""
    before: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out of the list."""
        return any(getattr(self, name) for name in NARROWING)

    def pairs(self, *, paging: bool = True, **to: Any) -> list[tuple[str, str]]:
        """As the query part of an address, one pair for each column; `to` asks otherwise."""
        own = {name: value for name, value in to.items() if name in _NAMES}
        one = replace(self, **own) if own else self
        said: list[tuple[str, str]] = []
        for field in fields(one):
            value = getattr(one, field.name)
            if not value or (not paging and field.name in ("after", "before")):
                continue
            if isinstance(value, tuple):
                said += [(field.name, each) for each in value]
            else:
                said.append((field.name, value.isoformat() if isinstance(value, date) else value))
        return said + [(name, str(value)) for name, value in to.items() if name not in _NAMES]

    def query(self, **to: Any) -> str:
        """The address of the list asked otherwise; another question begins at its first page."""
        turning = {"after": "", "before": ""}
        pairs = self.pairs(**(turning | to))
        return f"?{urlencode(pairs)}" if pairs else ""


_NAMES = {field.name for field in fields(Asked)}
NARROWING = (
    "q", "item", "light", "act", "status", "office", "channel", "filed_from", "filed_until", "mine",
)  # fmt: skip


def asked_in(address: str, name: ListName) -> Asked:
    """What the query part of an address asks; what it cannot mean is left out."""
    try:
        pairs = parse_qsl(urlsplit(address).query, max_num_fields=60)
    except ValueError:
        pairs = []
    return asked_of(pairs, name)


def asked_of(pairs: Iterable[tuple[str, str]], name: ListName) -> Asked:
    """The same of the fields of a form or of a saved view."""
    said: dict[str, list[str]] = {}
    for key, value in pairs:
        plain = value.replace("\x00", "").strip()[:LONGEST]
        if plain:
            said.setdefault(key, []).append(plain)

    def one(key: str, among: Iterable[str] | None = None) -> str:
        value = said.get(key, [""])[-1]
        return value if among is None or value in among else ""

    columns = [column for column in COLUMNS[name] if column in said.get("cols", ())]
    return Asked(
        q=one("q"),
        item=one("item"),
        light=one("light", LIGHTS),
        act=one("act"),
        status=one("status"),
        office=one("office"),
        channel=one("channel"),
        filed_from=day_typed(one("filed_from")),
        filed_until=day_typed(one("filed_until")),
        mine=one("mine", MINE) if name == "cases" else "",
        sort=one("sort", SORTS[name]),
        cols=tuple(columns),
        view=one("view"),
        after=one("after"),
        before=one("before"),
    )


def columns_of(asked: Asked, name: ListName) -> Sequence[str]:
    """The columns shown, in the list's own order; the title is always among them."""
    chosen = asked.cols or FIRST[name]
    return [column for column in COLUMNS[name] if column in chosen or column == "title"]


def sort_of(asked: Asked, name: ListName) -> tuple[str, bool]:
    """What the list is sorted by, and whether downwards."""
    said = asked.sort or next(iter(SORTS[name]))
    return said.lstrip("-"), said.startswith("-")

"""What a sheet would make, before anything is made: every row checked, every slip with its cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jointhall.kernel.words import _
from jointhall.web.faces import default_face

from .cells import colour_trouble, motif_keys, motifs_trouble, phone_trouble, villages_trouble
from .divisions import band_trouble, code_trouble
from .mending import mend, several
from .newcomers import Newcomer
from .queries import Known
from .sheet_in import SheetRow
from .slugs import free_slug, is_slug
from .trouble import Trouble


@dataclass(frozen=True, slots=True)
class Slip:
    """A cell that has to be mended by hand (要改的): where, what was given, why not, the cure."""

    row: int
    field: str
    given: str
    reason: str
    mend: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell that was mended without asking (已代改)."""

    row: int
    field: str
    given: str
    now: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A township already here (已接入), and what its row says differently; it stays as it is."""

    row: int
    code: str
    name: str
    slug: str
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What confirming would make. With anything refused nothing can be confirmed."""

    create: tuple[Newcomer, ...] = ()
    unchanged: tuple[Unchanged, ...] = ()
    refused: tuple[Slip, ...] = ()
    mended: tuple[Mended, ...] = ()

    @property
    def may_be_confirmed(self) -> bool:
        return bool(self.create) and not self.refused

    @property
    def bad_rows(self) -> int:
        return len({slip.row for slip in self.refused})


def field_name(field: str) -> str:
    """What a field of the sheet is called on a page."""
    return {
        "code": _("区划代码"),
        "name": _("名称"),
        "slug": _("网址短名"),
        "phone": _("电话"),
        "hours": _("办公时间"),
        "address": _("地址"),
        "colour": _("主色"),
        "accent": _("辅色"),
        "motifs": _("景物"),
        "villages": _("村"),
        "sheet": _("整张表"),
    }[field]


def plan_for(
    rows: Sequence[SheetRow], *, county_code: str, county_name: str, known: Sequence[Known]
) -> Plan:
    """Checks every row against the others and against everything that exists."""
    return _Planning(county_code, county_name, known).plan(rows)


Check = Callable[[int, dict[str, str]], Trouble | None]


class _Planning:
    """One reading of one sheet; remembers which row first used a code, a name, a short name."""

    def __init__(self, county_code: str, county_name: str, known: Sequence[Known]) -> None:
        self._county_code = county_code[:6]
        self._county_name = county_name
        ours = [one for one in known if one.code[:6] == self._county_code and one.kind != "county"]
        self._by_code = {one.code: one for one in ours}
        self._by_name = {one.name: one for one in ours}
        self._by_slug = {one.slug: one.name for one in known}
        self._seen: dict[tuple[str, str], int] = {}
        self._mended: list[Mended] = []
        self._slips: list[Slip] = []

    def plan(self, rows: Sequence[SheetRow]) -> Plan:
        said = [(row, self._mend(row)) for row in rows]
        wanted = {cells["slug"] for _row, cells in said if cells.get("slug")}
        create: list[Newcomer] = []
        unchanged: list[Unchanged] = []
        for row, cells in said:
            before = len(self._slips)
            self._check(row, cells)
            there = self._by_code.get(cells["code"])
            if len(self._slips) > before:
                continue
            if there is not None:
                unchanged.append(_unchanged(row.number, cells, there))
            else:
                create.append(self._newcomer(row.number, cells, wanted))
        return Plan(tuple(create), tuple(unchanged), tuple(self._slips), tuple(self._mended))

    def _mend(self, row: SheetRow) -> dict[str, str]:
        cells = {}
        for field, given in row.cells.items():
            cells[field] = now = mend(field, given)
            if now != given:
                self._mended.append(Mended(row.number, field, given, now))
        return {"code": "", "name": ""} | cells

    def _check(self, row: SheetRow, cells: dict[str, str]) -> None:
        for field in row.formulas:
            self._slip(row, field, Trouble(
                _("这一格是公式，不会替您算。"), _("把算好的结果“粘贴为值”再传。")))  # fmt: skip
        for field, check in self._checks().items():
            trouble = check(row.number, cells)
            if trouble is not None and field not in row.formulas:
                self._slip(row, field, trouble, cells.get(field, ""))

    def _slip(self, row: SheetRow, field: str, trouble: Trouble, given: str | None = None) -> None:
        given = row.cells.get(field, "") if given is None else given
        self._slips.append(Slip(row.number, field, given[:80], trouble.reason, trouble.mend))

    def _checks(self) -> dict[str, Check]:
        return {
            "code": self._code,
            "name": self._name,
            "slug": self._slug,
            "phone": _alone("phone", phone_trouble),
            "colour": _alone("colour", colour_trouble),
            "accent": _alone("accent", colour_trouble),
            "motifs": _alone("motifs", motifs_trouble),
            "villages": _alone("villages", villages_trouble),
        }

    def _code(self, number: int, cells: dict[str, str]) -> Trouble | None:
        code, name = cells["code"], cells["name"]
        trouble = code_trouble(code, county_code=self._county_code, county_name=self._county_name)
        if trouble is None and name:
            trouble = band_trouble(code, name)
        if trouble is not None:
            return trouble
        there = self._by_code.get(code)
        if there is not None and name and there.name != name:
            return Trouble(
                _("这个代码已经接入，叫“%(name)s”。", name=there.name),
                _("代码写错了就改代码；改了名，请到它自己的页面改。"),
            )
        return self._twice(number, "code", code)

    def _name(self, number: int, cells: dict[str, str]) -> Trouble | None:
        name = cells["name"]
        if not name:
            return Trouble(_("没有填名称。"), _("填全称，比如“花石镇”。"))
        if len(name) > 30 or re.search(r"[<>{}\x00-\x1f]", name):
            return Trouble(_("名称太长，或者有不该有的符号。"), _("只填全称，30 个字以内。"))
        there = self._by_name.get(name)
        if there is not None and there.code != cells["code"]:
            return Trouble(
                _("“%(name)s”已经接入，代码是 %(code)s。", name=name, code=there.code),
                _("同一个乡镇就改代码，不是同一个就改名称。"),
            )
        return self._twice(number, "name", name)

    def _slug(self, number: int, cells: dict[str, str]) -> Trouble | None:
        slug = cells.get("slug", "")
        if not slug:
            return None
        if not is_slug(slug):
            return Trouble(
                _("网址短名只能用小写字母、数字和短横，字母开头，2 到 41 个。"),
                _("用拼音，比如 huashi；空着也行，会自动取。"),
            )
        there = self._by_code.get(cells["code"])
        taken = self._by_slug.get(slug)
        if taken is not None and (there is None or there.slug != slug):
            return Trouble(
                _("网址短名 %(slug)s 已经被“%(name)s”用了。", slug=slug, name=taken),
                _("换一个，或者空着，会自动取。"),
            )
        return self._twice(number, "slug", slug)

    def _twice(self, number: int, field: str, value: str) -> Trouble | None:
        first = self._seen.setdefault((field, value), number)
        if first == number:
            return None
        return Trouble(
            _("和第 %(row)s 行的%(field)s一样。", row=first, field=field_name(field)),
            _("两行里留一行，或者改其中一行。"),
        )

    def _newcomer(self, number: int, cells: dict[str, str], wanted: set[str]) -> Newcomer:
        slug = cells.get("slug") or free_slug(
            cells["name"], cells["code"], taken={*self._by_slug, *wanted}
        )
        wanted.add(slug)
        return Newcomer(
            code=cells["code"],
            name=cells["name"],
            slug=slug,
            face=_face(cells),
            phone=cells.get("phone", ""),
            hours=cells.get("hours", "")[:100],
            address=cells.get("address", "")[:100],
            villages=tuple(several(cells.get("villages", ""))),
            row=number,
        )


def _alone(field: str, check: Callable[[str], Trouble | None]) -> Check:
    """A check that looks at nothing but its own cell."""
    return lambda _number, cells: check(cells.get(field, ""))


def _face(cells: dict[str, str]) -> dict[str, Any]:
    """What the row says of its face; the rest as the division suggests."""
    face = default_face(cells["code"])
    for field in ("colour", "accent"):
        if cells.get(field):
            face[field] = cells[field]
    if cells.get("motifs"):
        face["motifs"] = motif_keys(cells["motifs"])
    return face


def _unchanged(number: int, cells: dict[str, str], there: Known) -> Unchanged:
    stands: dict[str, Any] = {
        "slug": there.slug, "phone": there.phone, "hours": there.hours,
        "address": there.address, "colour": there.face.get("colour", ""),
        "accent": there.face.get("accent", ""),
    }  # fmt: skip
    differs = [
        field for field, value in stands.items() if cells.get(field) not in (None, "", value)
    ]
    if cells.get("motifs") and motif_keys(cells["motifs"]) != there.face.get("motifs"):
        differs.append("motifs")
    return Unchanged(number, there.code, there.name, there.slug, tuple(differs))

"""From YAML to a sheet (读表): every trouble with its line, in the county's words."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.arranging import arranged
from jointhall.service_items.growing import grow
from jointhall.service_items.headings import MODULE, SHEET, WORDS
from jointhall.service_items.hooks.rulebook import HEADING as RULES
from jointhall.service_items.hooks.rulebook import rules_beside
from jointhall.service_items.readers import MISSING
from jointhall.service_items.sheets import Module, Sheet
from jointhall.service_items.slips import find_slips, note_origin
from jointhall.service_items.tree import (
    Heads,
    Rows,
    Spot,
    Text,
    Told,
    Trail,
    Tree,
    plain,
    planted,
    spots,
)
from jointhall.service_items.troubles import Severity, Trouble

_SETTING = re.compile(r"【设定\s+([^】]*)】")
_LARGEST = 400_000


@dataclass(frozen=True)
class Reading:
    """What came of reading one file: the sheet if it could be read, and the troubles."""

    file: str
    module: str
    code: str
    sheet: Sheet | None
    troubles: tuple[Trouble, ...]
    spots: Mapping[Trail, Spot] = field(default_factory=dict, repr=False)

    @property
    def errors(self) -> tuple[Trouble, ...]:
        return tuple(t for t in self.troubles if t.severity is Severity.ERROR)

    def trouble(
        self, number: str, severity: Severity, path: Trail, words: str, mend: str
    ) -> Trouble:
        """A trouble found later, set at its place in the file (or at the nearest heading above)."""
        while path and path not in self.spots:
            path = path[:-1]
        spot = self.spots.get(path, Spot())
        return Trouble(number, severity, words, mend, self.file, spot.line, spot.column, path)


def read_sheet(path: Path) -> Reading:
    """Read `modules/<module>/<item>/sheet.yaml`; the folders give the codes."""
    told = Told(str(path))
    text = _text_of(path, told)
    if text is None:
        return Reading(str(path), path.parent.parent.name, path.parent.name, None, _sorted(told))
    module, code = path.parent.parent.name, path.parent.name
    return read_text(text, file=str(path), module=module, code=code, rules=rules_beside(path))


def read_text(text: str, *, file: str, module: str, code: str, rules: str = "") -> Reading:
    """Read a sheet from its text; `rules` is the fingerprint of the `rules.py` beside it."""
    told = Told(file)
    tree = tree_of(text, told)
    if tree is None:
        return Reading(file, module, code, None, _sorted(told))
    if rules and isinstance(tree, Heads):
        tree = Heads(tree.spot, {**tree.under, RULES: Text(tree.spot, rules)}, tree.spots)
    sheet, troubles = _sheet(tree, told, module, code), _with_paths(told, tree)
    places = dict(spots(tree))
    return Reading(file, module, code, None if told.is_wrong else sheet, troubles, places)


def read_source(source: Mapping[str, Any], *, module: str, code: str) -> Reading:
    """Read a sheet from plain data under its headings; its troubles have a path and no line."""
    told = Told(code)
    tree = planted(source)
    sheet = _sheet(tree, told, module, code)
    troubles = tuple(replace(t, line=0, column=0) for t in _with_paths(told, tree))
    nowhere = dict.fromkeys((path for path, _spot in spots(tree)), Spot())
    return Reading(code, module, code, None if told.is_wrong else sheet, troubles, nowhere)


def sheet_of(source: Mapping[str, Any], *, module: str, code: str) -> Sheet:
    """The sheet of an edition as kept, by the same way as from a file."""
    told = Told(code)
    sheet = _sheet(planted(source), told, module, code)
    if sheet is None or told.troubles:
        raise ValueError("; ".join(str(t) for t in told.troubles))
    return sheet


def read_module(path: Path) -> tuple[Module | None, tuple[Trouble, ...]]:
    """Read `modules/<module>/module.yaml`."""
    told = Told(str(path))
    text = _text_of(path, told)
    tree = tree_of(text, told) if text is not None else None
    said = MODULE.read(tree, told, "模块表") if tree is not None else MISSING
    if said is MISSING or told.is_wrong:
        return None, _sorted(told)
    return Module(code=path.parent.name, **said), _sorted(told)


def edition_of(source: Mapping[str, Any], *, module: str, code: str) -> str:
    """The content's own name (版本指纹): 16 hex digits; comments and spacing do not change it."""
    said = json.dumps([module, code, source], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _text_of(path: Path, told: Told) -> str | None:
    try:
        raw = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError:
        told.error("R01", Spot(), _("文件打不开"), _("看看文件在不在、有没有权限"))
        return None
    if raw is None:
        _tell_too_large(told)
        return None
    try:
        return raw.decode()
    except UnicodeDecodeError:
        mend = _("用记事本打开，另存为，编码选 UTF-8")
        told.error("R03", Spot(1, 1), _("文件不是 UTF-8 编码"), mend)
        return None


def _tell_too_large(told: Told) -> None:
    told.error("R01", Spot(1, 1), _("文件太大"), _("一张表不超过400KB"))


def tree_of(text: str, told: Told, words: Collection[str] = WORDS) -> Tree | None:
    """The tree of a text with these headings; None when it cannot be read, with the reason told."""
    if len(text.encode(errors="replace")) > _LARGEST:
        _tell_too_large(told)
        return None
    text = note_origin(text, told)
    # What YAML would say after a slip is a riddle that follows from it: mend the slips first.
    return None if find_slips(text, told, words) else grow(text, told)


def _sheet(tree: Tree, told: Told, module: str, code: str) -> Sheet | None:
    said = SHEET.read(_settled(tree, told), told, "事项表")
    if said is MISSING:
        return None
    source = arranged(plain(tree))
    edition = edition_of(source, module=module, code=code)
    return Sheet(code=code, module=module, edition=edition, source=source, **said)


def _settled(tree: Tree, told: Told) -> Tree:
    """The tree with every 【设定 编号】 replaced by the county's figure."""
    values: dict[str, str] = {}
    rows = tree.under.get("县里设定") if isinstance(tree, Heads) else None
    for row in rows.rows if isinstance(rows, Rows) else ():
        if isinstance(row, Heads):
            name, value = row.under.get("编号"), row.under.get("值")
            if isinstance(name, Text) and isinstance(value, Text):
                values[name.text] = value.text
    return _filled(tree, values, told)


def _filled(tree: Tree, values: Mapping[str, str], told: Told) -> Tree:
    if isinstance(tree, Heads):
        under = {word: _filled(below, values, told) for word, below in tree.under.items()}
        return Heads(tree.spot, under, tree.spots)
    if isinstance(tree, Rows):
        return Rows(tree.spot, tuple(_filled(row, values, told) for row in tree.rows))

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name not in values:
            words = _("“县里设定”里没有“%(name)s”", name=name)
            told.error("R33", tree.spot, words, _("在“县里设定”里补上，或改对编号"))
        return values.get(name, "")

    return Text(tree.spot, _SETTING.sub(value, tree.text)) if "【" in tree.text else tree


def _with_paths(told: Told, tree: Tree) -> tuple[Trouble, ...]:
    if not told.troubles:
        return ()
    paths: dict[tuple[int, int], Trail] = {}
    for path, spot in spots(tree):
        paths.setdefault((spot.line, spot.column), path)
    return tuple(replace(t, path=paths.get((t.line, t.column), ())) for t in _sorted(told))


def _sorted(told: Told) -> tuple[Trouble, ...]:
    return tuple(sorted(told.troubles, key=lambda t: (t.line, t.column, t.number)))

"""The rules beside a sheet (规则文件): found by fingerprint, walled in, loaded once.

An edition keeps the fingerprint of its `rules.py`, not the text: code never comes out of the
database. When that text is gone, its cases still open, and the page says what is no longer looked
at by itself.
"""

import ast
import builtins
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from jointhall.service_items.hooks import door
from jointhall.service_items.hooks.wall import DOOR, GIVEN, PURE, Flaw, flaws_of
from jointhall.service_items.sheets import Sheet

FILE = "rules.py"
HEADING = "规则指纹"
"""Under this heading an edition keeps the fingerprint."""
_NAMES = (
    "abs", "all", "any", "bool", "dict", "divmod", "enumerate", "filter", "float", "frozenset",
    "int", "isinstance", "len", "list", "map", "max", "min", "range", "reversed", "round", "set",
    "sorted", "str", "sum", "tuple", "zip",
)  # fmt: skip


class BrokenRules(Exception):
    """A `rules.py` that may not be run; says why, line by line."""

    def __init__(self, flaws: tuple[Flaw, ...]) -> None:
        super().__init__("; ".join(f"{flaw.line}: {flaw.words}" for flaw in flaws))
        self.flaws = flaws


@dataclass(frozen=True)
class Rulebook:
    """The hooks of one `rules.py`, in the order they are written."""

    checks: tuple[tuple[door.Hook, door.Check], ...] = ()
    effects: tuple[tuple[door.Hook, door.Effect], ...] = ()
    figures: tuple[tuple[door.Hook, door.Figure], ...] = ()
    words: frozenset[str] = frozenset()
    """The texts written in it, among them the codes of the questions it looks at."""
    is_gone: bool = False
    """The sheet was published with rules that are no longer there."""


NONE = Rulebook()
GONE = Rulebook(is_gone=True)
_places: dict[str, Path] = {}
_loaded: dict[str, Rulebook] = {}


def fingerprint(text: str) -> str:
    """The name of a text of rules: 16 hex digits; how lines end makes no difference."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def rules_beside(sheet_file: Path) -> str:
    """The fingerprint of the `rules.py` beside a sheet, empty without one; noted for later."""
    path = sheet_file.with_name(FILE)
    try:
        found = fingerprint(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""
    _places[found] = path
    return found


def with_todays_rules(source: Mapping[str, Any], *, module: str, code: str) -> dict[str, Any]:
    """A sheet's plain data with the rules that lie in the house today, if it has rules at all.

    Who edits an item in the console publishes it with today's rules: older ones may be gone.
    """
    made = dict(source)
    if made.get(HEADING):
        made[HEADING] = rules_beside(_beside(module, code)) or made[HEADING]
    return made


def rulebook_of(sheet: Sheet) -> Rulebook:
    """The hooks a sheet was published with."""
    if not sheet.rules:
        return NONE
    if sheet.rules not in _loaded:
        text = _text_of(sheet)
        if text is None:
            return GONE
        try:
            _loaded[sheet.rules] = load(text)
        except BrokenRules:
            return GONE
    return _loaded[sheet.rules]


def load(text: str) -> Rulebook:
    """Reads and runs the text of a `rules.py` inside its wall; raises BrokenRules."""
    if flaws := flaws_of(text):
        raise BrokenRules(flaws)
    names: dict[str, Any] = {"__builtins__": _builtins(), "__name__": "rules"}
    try:
        exec(compile(text, FILE, "exec"), names)  # noqa: S102 — walled in above
    except Exception as wrong:
        line = wrong.__traceback__.tb_next.tb_lineno if _has_line(wrong) else 1  # type: ignore[union-attr]
        raise BrokenRules((Flaw(line, type(wrong).__name__),)) from wrong
    hooked = [(getattr(each, door.MARK, None), each) for each in names.values()]
    found = [(hook, act) for hook, act in hooked if isinstance(hook, door.Hook)]
    return Rulebook(
        checks=tuple((hook, act) for hook, act in found if hook.kind == "check"),
        effects=tuple((hook, act) for hook, act in found if hook.kind == "effect"),
        figures=tuple((hook, act) for hook, act in found if hook.kind == "figure"),
        words=frozenset(
            each.value
            for each in ast.walk(ast.parse(text))
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ),
    )


def flaws_beside(sheet_file: Path) -> tuple[Flaw, ...]:
    """What is wrong with the `rules.py` beside a sheet; empty when it is right or not there."""
    try:
        load(sheet_file.with_name(FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError):
        return (Flaw(1, "UTF-8"),)
    except BrokenRules as broken:
        return broken.flaws
    return ()


def _text_of(sheet: Sheet) -> str | None:
    # A worker that has not read the library finds the rules where the house keeps them.
    place = _places.get(sheet.rules) or _beside(sheet.module, sheet.code).with_name(FILE)
    try:
        text = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return text if fingerprint(text) == sheet.rules else None


def _beside(module: str, code: str) -> Path:
    """Where the house keeps this item's sheet."""
    from jointhall.service_items.library import modules_folder

    return modules_folder() / module / code / "sheet.yaml"


def _has_line(wrong: Exception) -> bool:
    return wrong.__traceback__ is not None and wrong.__traceback__.tb_next is not None


def _builtins() -> Mapping[str, Any]:
    return {name: getattr(builtins, name) for name in _NAMES} | {"__import__": _import}


def _import(name: str, *_rest: Any, **_more: Any) -> ModuleType:
    if name == DOOR:
        given = ModuleType(DOOR)
        for each in GIVEN:
            setattr(given, each, getattr(door, each))
        return given
    if name not in PURE:
        raise ImportError(name)
    return __import__(name)

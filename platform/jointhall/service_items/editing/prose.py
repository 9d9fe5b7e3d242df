"""What was changed, in words (改动): headings and rows a reader knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.editing.merging import changed_headings
from jointhall.service_items.editing.models import ItemDraft
from jointhall.service_items.editing.moving import at
from jointhall.service_items.editing.words import NAMED_BY
from jointhall.service_items.prose import differences
from jointhall.service_items.reading import read_source
from jointhall.service_items.tree import Trail

_SHORT = 40


def changes_told(old: Mapping[str, Any], new: Mapping[str, Any], draft: ItemDraft) -> list[str]:
    """Each difference in a sentence; by headings where one of the two cannot be read."""
    sheets = [read_source(text, module=draft.module, code=draft.code).sheet for text in (old, new)]
    if sheets[0] is not None and sheets[1] is not None:
        return [one.words for one in differences(sheets[0], sheets[1])]
    return [_told(word, old.get(word), new.get(word)) for word in changed_headings(old, new)]


def said_of(trail: Trail, source: Mapping[str, Any]) -> str:
    """A place in the sheet as one would name it: 表单 · 您替谁办？ · 提示."""
    words: list[str] = []
    for depth, one in enumerate(trail, start=1):
        if isinstance(one, str):
            words.append(one)
            continue
        row = at(source, trail[:depth])
        named = next((str(row[word]) for word in NAMED_BY if row.get(word)), "") if isinstance(
            row, Mapping
        ) else ""  # fmt: skip
        words.append(named or _("第%(n)s条", n=one + 1))
    return " · ".join(words)


def _told(word: str, old: Any, new: Any) -> str:
    if isinstance(old, str) and isinstance(new, str):
        return _("%(word)s：“%(old)s”改成“%(new)s”", word=word, old=_short(old), new=_short(new))
    if isinstance(old, list) and isinstance(new, list):
        return _rows(word, old, new)
    if old is None:
        return _("加了“%(word)s”", word=word)
    if new is None:
        return _("去掉了“%(word)s”", word=word)
    return _("改了“%(word)s”", word=word)


def _rows(word: str, old: list[Any], new: list[Any]) -> str:
    before, after = [_name(row) for row in old], [_name(row) for row in new]
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    kept = [name for name in after if name in before]
    changed = [name for name in kept if old[before.index(name)] != new[after.index(name)]]
    parts = []
    if come:
        parts.append(_("加了%(what)s", what=_quoted(come)))
    if gone:
        parts.append(_("去掉了%(what)s", what=_quoted(gone)))
    if changed:
        parts.append(_("改了%(what)s", what=_quoted(changed)))
    if not parts:
        parts.append(_("换了次序"))
    return _("%(word)s：%(what)s", word=word, what="，".join(parts))


def _name(row: Any) -> str:
    if isinstance(row, Mapping):
        return next((str(row[word]) for word in NAMED_BY if row.get(word)), "")
    return str(row)


def _quoted(names: list[str]) -> str:
    return "、".join(f"“{_short(name)}”" for name in names[:5]) + ("…" if names[5:] else "")


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= _SHORT else f"{one_line[:_SHORT]}…"

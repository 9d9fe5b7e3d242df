"""What a new edition of a sheet changes (有哪些不同), one sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.sheets import Sheet


def differences(before: Sheet, after: Sheet) -> tuple[str, ...]:
    """What of the sheet is another, in the order of its headings."""
    said: list[str] = []
    for heading in dict.fromkeys((*before.source, *after.source)):
        old, new = before.source.get(heading), after.source.get(heading)
        if old != new:
            said.append(_sentence(heading, old, new))
    return tuple(said)


def _sentence(heading: str, old: Any, new: Any) -> str:
    if old is None:
        return _("加了“%(heading)s”。", heading=heading)
    if new is None:
        return _("去掉了“%(heading)s”。", heading=heading)
    if isinstance(old, str) and isinstance(new, str):
        return _("“%(heading)s”从“%(old)s”改成“%(new)s”。", heading=heading, old=old, new=new)
    names = _names(old), _names(new)
    more = [name for name in names[1] if name not in names[0]]
    less = [name for name in names[0] if name not in names[1]]
    parts = [_("加了“%(name)s”", name=name) for name in more]
    parts += [_("去掉了“%(name)s”", name=name) for name in less]
    return _("“%(heading)s”改了：%(parts)s。", heading=heading,
             parts="，".join(parts) or _("写法或内容有变"))  # fmt: skip


def _names(rows: Any) -> list[str]:
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return []
    found = []
    for row in rows:
        if isinstance(row, str):
            found.append(row)
        elif isinstance(row, dict):
            named = (row.get(word) for word in ("名称", "问", "告诉", "标题", "编号"))
            found.append(str(next((name for name in named if name), "")))
    return [name for name in found if name]

"""Rows moved, added and taken out (排次序), in the plain data of a sheet."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from jointhall.service_items.editing.fields import Field
from jointhall.service_items.editing.taking import code_for
from jointhall.service_items.tree import Trail

_STARTS: dict[str, dict[str, Any]] = {
    "表单题目": {"类型": "短文字"},
    "列": {"类型": "短文字"},
    "步骤": {"规则": "全部同意", "交给": []},
    "公示步骤": {"名称": "公示", "公示": {"期限": "5个工作日"}},
    "任务": {"在": "本乡镇", "期限": "3个工作日"},
    "样例": {"填写": {}},
    "材料": {"来源渠道": "申请人自备", "材料形式": "电子", "必要性": "必要"},
}
"""What a new row begins with, by its shape."""

NOTICE = "notice"
"""What a button says that adds a notice among the steps."""

_CODED = {
    "表单题目": "question", "列": "column", "选项": "choice", "下级选项": "choice",
    "步骤": "step", "公示步骤": "notice", "任务": "task", "材料": "material", "县里设定": "setting",
}  # fmt: skip


def at(data: Any, trail: Trail) -> Any:
    """What stands there; None when nothing does."""
    for key in trail:
        if isinstance(data, dict) and isinstance(key, str):
            data = data.get(key)
        elif isinstance(data, list) and isinstance(key, int) and 0 <= key < len(data):
            data = data[key]
        else:
            return None
    return data


def with_at(data: Any, trail: Trail, value: Any) -> Any:
    """The same with something else there; None takes the heading away."""
    if not trail:
        return value
    key, *rest = trail
    if isinstance(key, int):
        rows = list(data) if isinstance(data, list) else []
        if key < len(rows):
            rows[key] = with_at(rows[key], tuple(rest), value)
        return rows
    said = dict(data) if isinstance(data, dict) else {}
    below = with_at(said.get(key), tuple(rest), value)
    if below is None:
        said.pop(key, None)
    else:
        said[key] = below
    return said


def moved(data: Any, trail: Trail, by: int) -> Any:
    """The row one place up (-1) or down (1)."""
    *above, place = trail
    rows = at(data, tuple(above))
    if not isinstance(rows, list) or not isinstance(place, int) or not 0 <= place + by < len(rows):
        return data
    rows = list(rows)
    rows[place], rows[place + by] = rows[place + by], rows[place]
    return with_at(data, tuple(above), rows)


def removed(data: Any, trail: Trail) -> Any:
    """Without this row or heading."""
    *above, place = trail
    around = at(data, tuple(above))
    if isinstance(around, list) and isinstance(place, int):
        return with_at(data, tuple(above), around[:place] + around[place + 1 :])
    if isinstance(around, dict):
        return with_at(data, tuple(above), {k: v for k, v in around.items() if k != place})
    return data


def added(data: Any, field: Field, key: str = "") -> Any:
    """With one more row at the end, ready to be filled in."""
    if field.control == "free":
        said = at(data, field.trail)
        said = dict(said) if isinstance(said, dict) else {}
        return with_at(data, field.trail, {**said, key: said.get(key, "")})
    rows = at(data, field.trail)
    rows = list(rows) if isinstance(rows, list) else []
    rows.append(_new_row(field, rows, "公示步骤" if key == NOTICE else ""))
    return with_at(data, field.trail, rows)


def _new_row(field: Field, rows: list[Any], shape: str) -> Any:
    if field.shape is None:
        last = rows[-1] if rows else ""
        return dict.fromkeys(last, "") if isinstance(last, dict) else ""
    name = shape or field.shape.name
    if field.label == "县里设定":
        name = "县里设定"
    row: dict[str, Any] = deepcopy(_STARTS.get(name, {}))
    if name in _CODED:
        taken = {str(one.get("编号")) for one in rows if isinstance(one, dict)}
        row = {"编号": code_for("", taken, f"{_CODED[name]}{len(rows) + 1}"), **row}
    return row or {next(iter(field.shape.words)): ""}

"""How rows and values of a sheet are called in a sentence (叫法)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointhall.kernel.words import N_, _
from jointhall.service_items.prose.saying import label_of, office_name, settings_of, settled
from jointhall.service_items.sheets import Sheet

_NAMES = (
    "问", "名称", "叫法", "结果", "文字", "项目", "事", "标题", "请做", "告诉", "种类", "来自",
    "步骤",
)  # fmt: skip
_CALLED = {
    "告诉": N_("告诉申请人的话"),
    "请做": N_("要做的事"),
    "何时问": N_("什么时候问"),
    "何时带": N_("什么时候带出"),
    "何时要": N_("什么时候要"),
    "何时走": N_("什么时候走"),
    "当": N_("情形"),
    "可看答案": N_("能看的答案"),
    "可看材料": N_("能看的材料"),
    "公示答案": N_("公示的内容"),
    "答": N_("回答"),
    "交给": N_("任务"),
    "列": N_("格子"),
}
_QUESTIONS = {"可看答案", "公示答案", "加总", "填错", "按题", "题"}
_MATERIALS = {"可看材料", "收材料"}
_OFFICES = {"站所", "异议站所"}


DONE_WHEN = {
    "何时问": N_("问"),
    "何时要": N_("要"),
    "何时走": N_("走"),
    "何时带": N_("带出"),
}
"""Headings that say when something is done, and what is done then."""


def called(heading: str) -> str:
    """A heading as it is said in a sentence."""
    return _(_CALLED[heading]) if heading in _CALLED else heading


def name_of(row: Any, sheet: Sheet) -> str:
    """What a row is called to people, shortened when it is long."""
    said = row if isinstance(row, Mapping) else {"名称": row}
    name = next((str(said[word]) for word in _NAMES if isinstance(said.get(word), str)), "")
    if not name:
        name = next((v for v in said.values() if isinstance(v, str)), "")
    name = settled(name, settings_of(sheet)).replace("\n", " ")
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def shown(heading: str, value: Any, sheet: Sheet) -> str:
    """A text under a heading as people read it: names for codes, figures in their places."""
    text = settled(str(value), settings_of(sheet))
    if heading in _QUESTIONS:
        return label_of(text, sheet).strip("“”")
    if heading in _MATERIALS:
        material = sheet.material(text)
        return material.name if material else text
    return office_name(text) if heading in _OFFICES else text


def listed_rows(rows: Any, sheet: Sheet, heading: str) -> str:
    """What stands under a heading, in one breath."""
    if isinstance(rows, list):
        return "、".join(
            f"“{shown(heading, row, sheet) if isinstance(row, str) else name_of(row, sheet)}”"
            for row in rows
        )
    if isinstance(rows, Mapping):
        return "；".join(f"{word}：{listed_rows(said, sheet, word)}" for word, said in rows.items())
    return shown(heading, rows, sheet)


def reworded(before: str, after: str) -> str:
    """From one text to another: whole when short, else only the sentences that differ."""
    if len(before) <= _SHORT and len(after) <= _SHORT:
        return _("“%(before)s”→“%(after)s”", before=before, after=after)
    old, new = _sentences(before), _sentences(after)
    parts = [_("去掉“%(words)s”", words=one) for one in old if one not in new]
    parts += [_("加上“%(words)s”", words=one) for one in new if one not in old]
    return "，".join(parts) or _("换了次序或空格")


def settled_data(data: Any, settings: Mapping[str, Any]) -> Any:
    """Plain data with the county's figures in their places."""
    if isinstance(data, Mapping):
        return {word: settled_data(below, settings) for word, below in data.items()}
    if isinstance(data, list):
        return [settled_data(row, settings) for row in data]
    return settled(data, settings) if isinstance(data, str) else data


_LONGEST = 30
_SHORT = 60


def _sentences(text: str) -> list[str]:
    parted = text.replace("。", "。\n").replace("；", "；\n").split("\n")
    return [one.strip() for one in parted if one.strip()]

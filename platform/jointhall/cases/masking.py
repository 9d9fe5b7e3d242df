"""Masking (脱敏): what everybody may read of an answer, by rule and not by judgement.

A notice names people so that neighbours know who is meant, and never so that a stranger could use
it: of a name the middle is hidden, of a number all but its ends (个人信息保护法 arts 6, 28).
"""

from __future__ import annotations

import re

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions import kind_of
from jointhall.service_items.questions.table import Table
from jointhall.service_items.sheets import Sheet

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
STAR = "*"
NAMED = "short_text"
"""The kind of question that names are asked with."""
_NAME = re.compile(f"[{HAN}]{{2,4}}|[{HAN}]+(?:[·•][{HAN}]+)+")
# Identity numbers, bank cards and mobile numbers, however they are spaced.
_NUMBER = re.compile(
    r"(?<![\d*])(?:\d{17}[\dXx]|\d{4}(?:[ -]\d{4}){2,4}(?:[ -]\d{1,4})?"
    r"|1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{11,})(?![\dA-Za-z*])"
)
_ASKS_A_NAME = re.compile("姓名|名字")
# A form speaks to the one who fills it in; a notice speaks of them.
_SPOKEN_OF = (
    ("您家在", "家在"), ("您家住", "家住"), ("您家", "家里"), ("您的", ""), ("您", ""),
    ("叫什么名字", ""),
)  # fmt: skip


def masked_name(name: str) -> str:
    """张三 → 张*, 张小三 → 张*三, 欧阳小三 → 欧**三; of a name in parts the first part stays."""
    name = name.strip()
    if "·" in name or "•" in name:
        return re.split("[·•]", name)[0][:1] + STAR * 2
    if len(name) <= 1:
        return STAR
    if len(name) == 2:
        return name[0] + STAR
    return name[0] + STAR * (len(name) - 2) + name[-1]


def without_numbers(text: str) -> str:
    """The text with every number that names or reaches a person hidden but for its ends."""
    return _NUMBER.sub(_ends, text)


def told_of(sheet: Sheet, question: Question) -> str:
    """What an answer is called where everybody reads it, not as it was put to the applicant."""
    label = question.label.rstrip("？?：:")
    for asked, said in _SPOKEN_OF:
        label = label.replace(asked, said)
    if label:
        return {"id_number": _("身份证号"), "phone": _("联系电话")}.get(question.kind, label)
    return _("申请人") if question.code == sheet.applicant.name else question.label


def shown_publicly(sheet: Sheet, question: Question, value: Value, counter: Counter) -> str:
    """An answer as everybody may read it: its kind's own mask, names and numbers hidden."""
    kind = kind_of(question)
    if isinstance(kind, Table):
        rows = (
            [shown_publicly(sheet, each, row[each.code], counter)
             for each in kind.columns(question) if each.code in row]
            for row in value
        )  # fmt: skip
        return _("；").join(_("，").join(row) for row in rows)
    said = kind.masked(question, value, counter).strip()
    is_applicant = question.code == sheet.applicant.name
    is_personal = is_applicant or question.is_personal or kind.is_personal
    is_name = is_applicant or _NAME.fullmatch(said) or _ASKS_A_NAME.search(question.label)
    if question.kind == NAMED and is_personal and is_name:
        said = masked_name(said)
    return without_numbers(said)


def _ends(found: re.Match[str]) -> str:
    digits = re.sub("[ -]", "", found[0])
    return digits[:3] + STAR * (len(digits) - 5) + digits[-2:]

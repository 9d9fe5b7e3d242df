"""Masking (脱敏): what everybody may read of an answer, by rule and not by judgement.

A notice names people so that neighbours know who is meant, and never so that a stranger could use
it: of a name the middle is hidden, of a number all but its ends (个人信息保护法 arts 6, 28).
"""

from __future__ import annotations

import re

from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet

HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
STAR = "*"
_NAME = re.compile(f"[{HAN}]{{2,4}}|[{HAN}]+(?:[·•][{HAN}]+)+")
# Identity numbers, bank cards and mobile numbers, however they are spaced.
_NUMBER = re.compile(
    r"(?<![\d*])(?:\d{17}[\dXx]|\d{4}(?:[ -]\d{4}){2,4}(?:[ -]\d{1,4})?"
    r"|1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{11,})(?![\d*])"
)
_OF_NAMES = ("short_text",)


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


def shown_publicly(sheet: Sheet, question: Question, value: Value, counter: Counter) -> str:
    """An answer as everybody may read it: its kind's own mask, names and numbers hidden."""
    kind = kind_of(question)
    said = kind.masked(question, value, counter)
    about = (sheet.applicant.name,)
    is_personal = question.is_personal or kind.is_personal or question.code in about
    if is_personal and question.kind in _OF_NAMES:
        bare = said.strip()
        said = masked_name(bare) if question.code in about or _NAME.fullmatch(bare) else said
    return without_numbers(said)


def _ends(found: re.Match[str]) -> str:
    digits = re.sub("[ -]", "", found[0])
    return digits[:3] + STAR * (len(digits) - 5) + digits[-2:]

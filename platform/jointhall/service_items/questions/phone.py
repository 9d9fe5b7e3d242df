"""A telephone number (手机号), mobile or with area code."""

import re

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.typed import code

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"[(（]?(010|02\d|0[3-9]\d{2})[)）]?(\d{7,8})")


class Phone(Kind):
    """Kept as 13812345678 or 073155550123."""

    code = "phone"
    is_personal = True

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = code(raw.text())
        if found := _MOBILE.fullmatch(said):
            return found[1]
        if found := _LANDLINE.fullmatch(said):
            return found[1] + found[2]
        digits = sum(each.isdigit() for each in said)
        if said.isdigit() and said.startswith("1") and digits != 11:
            raise Unclear(_("手机号是11位，现在有%(count)s位", count=digits))
        raise Unclear(_("号码不对。手机号写11位数字，座机要带区号"))

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        text = str(value)
        if text.startswith("0"):
            area = 3 if text[1] in "12" else 4
            return f"{text[:area]}-{text[area:]}"
        return f"{text[:3]} {text[3:7]} {text[7:]}"

    def masked(self, question: Question, value: Value, counter: Counter) -> str:
        return f"{value[:3]}****{value[-4:]}"

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        return str(value)

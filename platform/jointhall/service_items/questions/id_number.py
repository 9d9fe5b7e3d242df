"""The citizen's number (身份证号), by GB 11643-1999.

Residence permits of Hong Kong (81), Macao (82) and Taiwan (83) residents and the permanent
residence card of foreigners (9…) carry the same check digit. Abolished counties stay valid:
a number is for life.
"""

import re
from datetime import date

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.typed import code

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")


class IdNumber(Kind):
    """Kept as 18 characters, X in capitals."""

    code = "id_number"
    is_personal = True

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = code(raw.text())
        if len(said) == 15 and said.isdigit():
            raise Unclear(_("这是15位的旧号码，请填身份证上现在的18位号码"))
        if len(said) != 18:
            raise Unclear(_("身份证号是18位，现在有%(count)s位", count=len(said)))
        if not _SHAPE.fullmatch(said):
            raise Unclear(_("身份证号只能是数字，最后一位可以是 X"))
        if not said.startswith("9") and not _PROVINCE.match(said):
            raise Unclear(_("前两位不对，请对着身份证再看一遍"))
        born = birthday(said)
        if born is None or born > counter.today:
            raise Unclear(_("第7到14位是出生日期，现在写的不是一个日期，请再看一遍"))
        if check_character(said) != said[-1]:
            raise Unclear(_("号码对不上，可能有一位写错了，请对着身份证再看一遍"))
        return said

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        text = str(value)
        return f"{text[:6]} {text[6:14]} {text[14:]}"

    def masked(self, question: Question, value: Value, counter: Counter) -> str:
        return f"{value[:6]}********{value[-4:]}"

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        return str(value)


def check_character(number: str) -> str:
    """The last character that the first seventeen digits call for."""
    return _CHECK[sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def birthday(number: str) -> date | None:
    """The birthday in an 18-character number; None when there is no such day."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1880 else None


def age_on(number: str, day: date) -> int | None:
    """Full years (周岁) on a day, counted from the birthday in the number."""
    born = birthday(number)
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

"""The citizen's number (身份证号), by GB 11643-1999.

Residence permits of Hong Kong, Macao and Taiwan residents (810000, 820000, 830000) and the
permanent residence card of foreigners (9, province, country) carry the same check digit. Cards
given to foreigners before have three letters and twelve digits. Abolished counties stay valid: a
number is for life.
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
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71")
_RESIDENCE = ("810000", "820000", "830000")
_FOREIGN = re.compile(rf"9(?:{_PROVINCE.pattern})[0-9]{{3}}")
_FOREIGN_BEFORE = re.compile(r"[A-Z]{3}[0-9]{4}([0-9]{6})[0-9]{2}")


class IdNumber(Kind):
    """Kept as 18 characters, X in capitals; a foreigner's older card as its 15."""

    code = "id_number"
    is_personal = True

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = code(raw.text())
        if len(said) == 15 and said.isdigit():
            raise Unclear(_("这是15位的旧号码，请填身份证上现在的18位号码"))
        if _FOREIGN_BEFORE.fullmatch(said):
            # How its last digit is reckoned was never published: the birthday alone is looked at.
            return _born_by(said, counter.today)
        if len(said) != 18:
            raise Unclear(_("身份证号是18位，现在有%(count)s位", count=len(said)))
        if not _SHAPE.fullmatch(said):
            raise Unclear(_("身份证号只能是数字，最后一位可以是 X"))
        if said[0] == "8" and not said.startswith(_RESIDENCE):
            raise Unclear(_("港澳台居民居住证的前六位是810000、820000或830000，请再看一遍"))
        if said[0] == "9" and not _FOREIGN.match(said):
            raise Unclear(_("外国人永久居留身份证的前几位不对，请对着证件再看一遍"))
        if said[0] not in "89" and not _PROVINCE.match(said):
            raise Unclear(_("前两位不对，请对着身份证再看一遍"))
        _born_by(said, counter.today)
        if check_character(said) != said[-1]:
            raise Unclear(_("号码对不上，可能有一位写错了，请对着身份证再看一遍"))
        return said

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        text = str(value)
        return f"{text[:6]} {text[6:14]} {text[14:]}" if len(text) == 18 else text

    def masked(self, question: Question, value: Value, counter: Counter) -> str:
        return f"{value[:6]}********{value[-4:]}" if len(value) == 18 else f"{value[:7]}********"

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        return str(value)


def _born_by(said: str, today: date) -> str:
    """The number, if it tells a birthday that is not to come."""
    born = birthday(said)
    if born is None or born > today:
        raise Unclear(_("号码里的出生日期不对（第7到14位），请对着证件再看一遍"))
    return said


def check_character(number: str) -> str:
    """The last character that the first seventeen digits call for."""
    return _CHECK[sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def birthday(number: str) -> date | None:
    """The birthday in a number; None when there is no such day.

    Foreigners' older cards, given until 2023, tell two digits of the year: up to 23 it is this
    century's.
    """
    if before := _FOREIGN_BEFORE.fullmatch(number):
        short = before[1]
        digits = ("20" if short[:2] <= "23" else "19") + short
    else:
        digits = number[6:14]
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return born if born.year >= 1880 else None


def age_on(number: str, day: date) -> int | None:
    """Full years (周岁) on a day, counted from the birthday in the number."""
    born = birthday(number)
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

"""A vehicle's number plate (车牌号), by GA 36; I and O never stand in it.

Tractors and combine harvesters carry the province, two digits of the place and five characters.
"""

import re

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.typed import code

PROVINCES = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新"
_EMBASSY = "使"
_FIRST = PROVINCES + _EMBASSY
_LETTER = "A-HJ-NP-Z"
_PLAIN = f"[{_LETTER}0-9]"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # Ordinary: at least one digit among five; at most two letters, says the standard.
        f"[{PROVINCES}][{_LETTER}](?=(?:[0-9]*[A-Z]){{0,3}}[0-9]*$){_PLAIN}{{5}}",
        # 新能源, small: a letter of the drive, a letter or digit, four digits.
        f"[{PROVINCES}][{_LETTER}][A-HJK]{_PLAIN}[0-9]{{4}}",
        # 新能源, large: five digits and the letter.
        f"[{PROVINCES}][{_LETTER}][0-9]{{5}}[A-HJK]",
        # 挂车, 教练车, 警车, 港澳入出境车.
        f"[{PROVINCES}][{_LETTER}]{_PLAIN}{{4}}[挂学警]",
        f"粤Z{_PLAIN}{{4}}[港澳]",
        # 使馆, 领馆, both in the older and the present order.
        "使[0-9]{6}|[0-9]{6}使",
        f"[{PROVINCES}][{_LETTER}]?[0-9]{{4,5}}领",
        # 拖拉机和联合收割机.
        f"[{PROVINCES}][0-9]{{2}}{_PLAIN}{{5}}",
    )
)


class LicencePlate(Kind):
    """Kept without dots and blanks, letters in capitals: 湘C12345."""

    code = "licence_plate"
    is_personal = True

    def missing(self, question: Question) -> str:
        return _("请写车牌号，比如 湘C12345")

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = re.sub("[•・∙●。]", "", code(raw.text()))
        if any(shape.fullmatch(said) for shape in _SHAPES):
            return said
        if "I" in said or "O" in said:
            raise Unclear(_("车牌里没有字母 I 和 O，可能是数字 1 和 0，请再看一遍"))
        if said[:1] not in _FIRST and not said[:1].isdigit():
            raise Unclear(_("车牌第一个字是省份的简称，比如“湘”，请补上"))
        if not 7 <= len(said) <= 8:
            raise Unclear(_("车牌号是7位，新能源车和农机是8位，现在有%(count)s位", count=len(said)))
        raise Unclear(_("车牌号对不上，请对着车牌再看一遍，比如 湘C12345"))

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        text = str(value)
        return text if _EMBASSY in text else f"{text[:2]}·{text[2:]}"

    def masked(self, question: Question, value: Value, counter: Counter) -> str:
        return f"{value[:2]}***{value[-2:]}"

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        return str(value)

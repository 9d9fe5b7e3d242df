"""A number with its unit (数量), such as an area in mu (亩) or square metres."""

import re
from decimal import Decimal

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.typed import half_width

_NUMBER = re.compile(r"([+-]?(?:\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.\d{1,6})?)\s*((?:[^\d.,+\-].*)?)")
MU, SQUARE_METRES, YUAN = "亩", "平方米", "元"
"""Units by the words that sheets and people use."""
# One mu is 2000/3 square metres (国务院关于在我国统一实行法定计量单位的命令).
_SQUARE_METRES = {
    "亩": Decimal(2000) / 3,
    "平方米": Decimal(1),
    "公顷": Decimal(10000),
}
_ALSO = {"㎡": "平方米", "m2": "平方米", "平米": "平方米", "平方": "平方米", "平": "平方米"}


class Quantity(Kind):
    """A plain number in the unit of the sheet; another unit of area is converted."""

    code = "quantity"

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        text = half_width(raw.text())
        found = _NUMBER.fullmatch(text)
        if not found:
            raise Unclear(_("请只写数字，比如 2.5"))
        number = Decimal(found[1].replace(",", ""))
        number = _converted(number, found[2].strip(), question.unit or "")
        return bounded(number.quantize(Decimal("0.0001")), question)

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return f"{plain_number(value)}{question.unit or ''}"

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        number: float = value
        return number

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({"": [plain_number(value)]})

    def adds(self, question: Question, value: Value, unit: str, column: str = "") -> Decimal:
        return in_unit(Decimal(str(value)), question.unit or "", unit)


def bounded(number: Decimal, question: Question) -> int | float:
    """The number as kept, unless it is out of the sheet's bounds."""
    unit = question.unit or ""
    if question.at_least is not None and number < Decimal(str(question.at_least)):
        least = f"{plain_number(question.at_least)}{unit}"
        raise Unclear(_("太小了，不能少于%(least)s", least=least))
    if question.at_most is not None and number > Decimal(str(question.at_most)):
        most = f"{plain_number(question.at_most)}{unit}"
        raise Unclear(_("太大了，不能超过%(most)s", most=most))
    if number < 0 and question.at_least is None:
        raise Unclear(_("不能是负数"))
    return int(number) if number == number.to_integral_value() else float(number)


def plain_number(value: int | float) -> str:
    """The number without needless zeros or exponents."""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_unit(number: Decimal, said: str, unit: str) -> Decimal:
    """The number in another unit of area; as it is where the units are no areas."""
    if said in _SQUARE_METRES and unit in _SQUARE_METRES:
        return number * _SQUARE_METRES[said] / _SQUARE_METRES[unit]
    return number


def _converted(number: Decimal, said: str, unit: str) -> Decimal:
    said = _ALSO.get(said.lower(), said)
    if said in ("", unit):
        return number
    if said in _SQUARE_METRES and unit in _SQUARE_METRES:
        return in_unit(number, said, unit)
    raise Unclear(_("请按“%(unit)s”填，只写数字", unit=unit) if unit else _("请只写数字"))

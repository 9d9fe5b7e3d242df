"""An amount of money in yuan (金额)."""

import re
from decimal import Decimal

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.quantity import bounded, plain_number
from jointhall.service_items.questions.typed import half_width

_AMOUNT = re.compile(
    r"[¥￥]?\s*((?:\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,6}))?)\s*(万?)\s*(?:元|块|块钱)?"
)


class Money(Kind):
    """Yuan with at most two decimals; 万元 is understood."""

    code = "money"

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        found = _AMOUNT.fullmatch(half_width(raw.text()))
        if not found:
            raise Unclear(_("请写多少元，比如 1200 或 1200.50"))
        amount = Decimal(found[1].replace(",", "")) * (10_000 if found[3] else 1)
        if amount != amount.quantize(Decimal("0.01")):
            raise Unclear(_("最多写到分，也就是两位小数"))
        return bounded(amount.quantize(Decimal("0.01")), question)

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return _("%(amount)s元", amount=f"{Decimal(str(value)):,.2f}".removesuffix(".00"))

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        amount: float = value
        return amount

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({"": [plain_number(value)]})

    def adds(self, question: Question, value: Value, unit: str, column: str = "") -> Decimal:
        return Decimal(str(value))

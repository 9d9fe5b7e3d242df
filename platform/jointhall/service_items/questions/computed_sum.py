"""A sum of other answers (自动合计): computed here, shown, never typed."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers, Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw
from jointhall.service_items.questions.quantity import YUAN, plain_number

_BEYOND = Decimal(10) ** 15
"""More than any kind lets through."""


class ComputedSum(Kind):
    """Kept as a number; in yuan (元) when the sheet says so, otherwise in the sheet's unit."""

    code = "computed_sum"
    is_typed = False
    fits_column = False
    has_own_look = True

    def answer(self, question: Question, raw: Raw, counter: Counter) -> Value | None:
        return None

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        return None

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        if question.unit == YUAN:
            return _("%(amount)s元", amount=f"{Decimal(str(value)):,.2f}".removesuffix(".00"))
        return f"{plain_number(value)}{question.unit or ''}"

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        number: float = value
        return number

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw()

    def adds(self, question: Question, value: Value, unit: str, column: str = "") -> Decimal:
        return Decimal(str(value))

    def total(
        self,
        question: Question,
        asked: Mapping[str, Question],
        answers: Answers,
        kinds: Callable[[Question], Kind],
    ) -> int | float:
        """The sum for these answers: what was not asked or not answered adds nothing."""
        total = Decimal(0)
        for name in question.adds_up:
            code, _dot, column = name.partition(".")
            added = asked.get(code)
            if added is not None and code in answers:
                total += _added(kinds(added), added, answers[code], question.unit or "", column)
        total = total.quantize(Decimal("0.01" if question.unit == YUAN else "0.0001"))
        return int(total) if total == total.to_integral_value() else float(total)


def _added(kind: Kind, question: Question, value: Value, unit: str, column: str) -> Decimal:
    """What one answer adds; a tampered one adds nothing and is told of at its own question."""
    try:
        added = kind.adds(question, value, unit, column)
        return added if added.is_finite() and abs(added) < _BEYOND else Decimal(0)
    except (TypeError, LookupError, AttributeError, ValueError, ArithmeticError):
        return Decimal(0)

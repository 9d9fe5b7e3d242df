"""A declaration that must be agreed to (承诺)."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear


class Consent(Kind):
    """Kept as true; there is no false, only not yet."""

    code = "consent"
    fits_column = False

    def missing(self, question: Question) -> str:
        return _("请看完后打勾，打了勾才能往下走")

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        if raw.text() not in ("yes", "是"):
            raise Unclear(self.missing(question))
        return True

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return _("已承诺")

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({"": ["yes"] if value is True else []})

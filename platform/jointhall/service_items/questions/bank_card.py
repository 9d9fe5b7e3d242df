"""A bank card number (银行卡号), with the Luhn check digit."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.typed import code


class BankCard(Kind):
    """Kept as 16 to 19 digits."""

    code = "bank_card"
    is_personal = True

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = code(raw.text())
        if not (said.isascii() and said.isdigit()):
            raise Unclear(_("银行卡号只能是数字"))
        if not 16 <= len(said) <= 19:
            raise Unclear(_("银行卡号是16到19位，现在有%(count)s位", count=len(said)))
        if not is_luhn(said) or said[0] == "0":
            raise Unclear(_("卡号对不上，可能有一位写错了，请对着卡再看一遍"))
        return said

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        text = str(value)
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))

    def masked(self, question: Question, value: Value, counter: Counter) -> str:
        return f"{value[:4]} **** {value[-4:]}"

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        return str(value)


def is_luhn(number: str) -> bool:
    """Whether the last digit fits the others (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0

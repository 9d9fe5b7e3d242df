"""A bank card number (银行卡号), with the Luhn check digit.

A social security card (社保卡) carries two numbers: its own of nine characters, which no money can
be paid to, and that of its bank account, which is a bank card's.
"""

import re

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.id_number import birthday, check_character
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.typed import code

_SOCIAL_SECURITY = re.compile(r"[A-Z][0-9]{7}[0-9A-Z]")


class BankCard(Kind):
    """Kept as 16 to 19 digits."""

    code = "bank_card"
    is_personal = True

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = code(raw.text())
        if _SOCIAL_SECURITY.fullmatch(said):
            raise Unclear(_("这是社保卡号，不是银行账号。请填社保卡上16到19位的银行账号"))
        if len(said) == 18 and _is_id_number(said):
            raise Unclear(_("这是身份证号。请填银行卡正面16到19位的卡号"))
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


def _is_id_number(said: str) -> bool:
    """Whether somebody wrote the number of their identity card."""
    digits = said[:17].isascii() and said[:17].isdigit()
    return digits and birthday(said) is not None and check_character(said) == said[-1]


def is_luhn(number: str) -> bool:
    """Whether the last digit fits the others (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0

"""The unified social credit code (统一社会信用代码), by GB 32100-2015 and GB 11714.

Rural collectives (农村集体经济组织) carry codes that begin with N2.
"""

import re

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.typed import code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER = (3, 7, 9, 10, 5, 8, 4, 2)
_SHAPE = re.compile(f"[1-9ANY][1-9A][0-9]{{6}}[{ALPHABET}]{{10}}")
_FORBIDDEN = str.maketrans({"O": "0", "I": "1"})


class CreditCode(Kind):
    """Kept as 18 characters in capitals; O and I, which never occur, are read as 0 and 1."""

    code = "credit_code"

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = code(raw.text()).translate(_FORBIDDEN)
        if len(said) != 18:
            raise Unclear(_("统一社会信用代码是18位，现在有%(count)s位", count=len(said)))
        if not _SHAPE.fullmatch(said):
            raise Unclear(_("代码写得不对，请对着营业执照或登记证再看一遍"))
        if check_character(said) != said[-1] or inner_check(said) != said[16]:
            raise Unclear(_("代码对不上，可能有一位写错了，请对着证照再看一遍"))
        return said


def check_character(said: str) -> str:
    """The last character that the first seventeen call for."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(said[:17], _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def inner_check(said: str) -> str:
    """The check character of the organisation code (GB 11714) in places 9 to 17."""
    # Letters count from A = 10 without gaps here, unlike in the outer check.
    total = sum(int(c, 36) * w for c, w in zip(said[8:16], _INNER, strict=True))
    return "0123456789X"[(11 - total % 11) % 11]

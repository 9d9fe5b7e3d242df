"""The texts of our SMS (短信模板), as they are filed with the gateway for approval.

Variables carry no addresses and at most 35 characters, by the gateway's rules.
"""

from __future__ import annotations

import re

from jointhall.people.sms import SIGN_IN_CODE

NEWS = "news"
LONGEST_VARIABLE = 35

TEXTS: dict[str, str] = {
    SIGN_IN_CODE: "您的验证码是${code}，5分钟内有效。我们不会打电话来要，请勿告诉别人。",
    NEWS: "${place}：${words} 登录联办大厅可以看全部。",
}


def variables_of(text: str) -> list[str]:
    return re.findall(r"\$\{(\w+)\}", text)


def filled(text: str, params: dict[str, str]) -> str:
    return re.sub(r"\$\{(\w+)\}", lambda found: params[found[1]], text)


def shortened(words: str) -> str:
    """The words as they fit a variable of the gateway."""
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_VARIABLE else f"{words[: LONGEST_VARIABLE - 1]}…"

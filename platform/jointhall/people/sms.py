"""The port for text messages (短信): what residents' codes and notices leave through.

Which gateway stands behind it is decided when the service is put together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from jointhall.kernel.tools import Tools


class SmsRefused(Exception):
    """The gateway will never send this one; `why` is its own code, for the journal."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class SmsLater(Exception):
    """The gateway cannot send it now and may later; the job is tried again."""


class SmsBroken(Exception):
    """Something is ours to mend (key, signature name, template); tried again, then for a person."""


class SmsGateway(Protocol):
    """Sends one message made from an approved template; the same key is sent once only."""

    @property
    def is_twin(self) -> bool:
        """Whether nothing real is sent."""
        ...

    async def send(
        self, phone: str, template: str, params: Mapping[str, str], idempotency_key: str, /
    ) -> str:
        """The gateway's own number for it; raises SmsRefused, SmsLater or SmsBroken."""
        ...


SIGN_IN_CODE = "sign_in_code"
"""Template: 您的验证码是${code}，5分钟内有效。"""


def sms_of(tools: Tools) -> SmsGateway:
    gateway: SmsGateway = tools.outside["sms"]
    return gateway

"""The gateway of Alibaba Cloud (阿里云短信服务): Dysmsapi 2017-05-25, SendSms."""

from __future__ import annotations

import secrets as randomness
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import orjson

from jointhall.people.sms import SmsBroken, SmsLater, SmsRefused

from . import acs3

if TYPE_CHECKING:
    import httpx

    from .sms_twin import SmsTwin

ENDPOINT = "https://dysmsapi.aliyuncs.com"
VERSION = "2017-05-25"
SECONDS_TO_ANSWER = 8.0

# The gateway's own codes. What is not listed and not ours to mend is tried again.
REFUSED = frozenset(
    {
        "isv.MOBILE_NUMBER_ILLEGAL",
        "isv.MOBILE_COUNT_OVER_LIMIT",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.BUSINESS_LIMIT_CONTROL",
        "isv.DAY_LIMIT_CONTROL",
        "isv.SMS_CONTENT_ILLEGAL",
        "isv.PARAM_LENGTH_LIMIT",
        "isv.PARAM_NOT_SUPPORT_URL",
        "isv.DOMESTIC_NUMBER_NOT_SUPPORTED",
    }
)
OURS_TO_MEND = ("isv.", "isp.RAM", "Signature", "InvalidA", "Incomplete", "Forbidden", "Missing")


@dataclass(frozen=True)
class AliyunSms:
    """Sends through Aliyun; `templates` names the approved template of each of our texts.

    The gateway hands our idempotency key back as OutId and does not itself refuse a second one: a
    worker killed between the gateway's answer and its own commit may send one message twice.
    """

    key_id: str
    key_secret: str = field(repr=False)
    sign_name: str
    templates: Mapping[str, str]
    endpoint: str = ENDPOINT
    transport: httpx.AsyncBaseTransport | None = None
    twin: SmsTwin | None = None

    @property
    def is_twin(self) -> bool:
        """Whether nothing real is sent: the other side is our local twin."""
        return self.twin is not None

    async def send(
        self, phone: str, template: str, params: Mapping[str, str], idempotency_key: str
    ) -> str:
        """The gateway's number (BizId); raises SmsRefused, SmsLater or SmsBroken."""
        import httpx  # not before the first message: a service need not wait for it

        asked = {
            "PhoneNumbers": phone,
            "SignName": self.sign_name,
            "TemplateCode": self.templates[template],
            "TemplateParam": orjson.dumps(dict(params)).decode(),
            "OutId": idempotency_key,
        }
        try:
            answer = await self._post(asked)
        except httpx.HTTPError as error:
            raise SmsLater(type(error).__name__) from error
        return _judged(answer)

    async def _post(self, params: Mapping[str, str]) -> httpx.Response:
        import httpx

        parts = urlsplit(self.endpoint)
        path = parts.path or "/"
        headers = {
            "host": parts.netloc,
            "x-acs-action": "SendSms",
            "x-acs-version": VERSION,
            "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": randomness.token_hex(16),
            "x-acs-content-sha256": acs3.hash_of(b""),
        }
        headers["authorization"] = acs3.authorization(
            method="POST", path=path, params=params, headers=headers,
            key_id=self.key_id, key_secret=self.key_secret,
        )  # fmt: skip
        url = f"{parts.scheme}://{parts.netloc}{path}?{acs3.canonical_query(params)}"
        # A client of its own for each: jobs run in loops of their own, and messages are few.
        async with httpx.AsyncClient(
            transport=self.transport,
            timeout=SECONDS_TO_ANSWER,
            trust_env=False,
            verify=_authorities(),
        ) as client:
            return await client.post(url, headers=headers)


@cache
def _authorities() -> ssl.SSLContext:
    # Reading whom to trust takes 40 ms, longer than all the rest of a message.
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _judged(answer: httpx.Response) -> str:
    try:
        said = orjson.loads(answer.content)
        code = str(said["Code"])
    except (ValueError, KeyError, TypeError) as unreadable:
        raise SmsLater(f"HTTP {answer.status_code}") from unreadable
    if code == "OK" and answer.status_code == 200:
        return str(said.get("BizId", ""))
    if code in REFUSED:
        raise SmsRefused(code)
    if answer.status_code < 500 and code.startswith(OURS_TO_MEND):
        raise SmsBroken(code)
    raise SmsLater(code)

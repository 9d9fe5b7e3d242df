"""A local twin of the SMS gateway: speaks its protocol back, and keeps what phones received."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import orjson

from jointhall.people.sms import SIGN_IN_CODE

from . import acs3
from .templates import LONGEST_VARIABLE, TEXTS, filled, variables_of

Fault = Literal["error", "hang", "late", "lost"]
"""What goes wrong next: an error before anything; no answer at all; delivered, and the answer
comes too late; delivered, and the answer is an error."""

HANGS_FOR = 30.0
SKEW = timedelta(minutes=15)

Limits = tuple[tuple[timedelta, int], ...]

# The gateway's own limits for one phone: codes by minute, hour and day; notices by day.
CODE_LIMITS = ((timedelta(minutes=1), 1), (timedelta(hours=1), 5), (timedelta(days=1), 10))
NEWS_LIMITS = ((timedelta(days=1), 50),)
# Trying out goes on all day with the same few phones.
DEMO_CODE_LIMITS = ((timedelta(seconds=55), 1),)


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it stands on a phone."""

    at: str
    phone: str
    template: str
    params: dict[str, str]
    text: str
    out_id: str
    biz_id: str

    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


class SmsTwin:
    """The other side of `aliyun_sms`, with its checks, its limits and, on demand, its faults.

    More forgiving than the real one in one thing: the same OutId is delivered once.
    """

    def __init__(
        self,
        file: Path,
        *,
        key_id: str,
        key_secret: str,
        sign_name: str,
        code_limits: Limits = CODE_LIMITS,
    ) -> None:
        self.file = file
        self.key_id = key_id
        self.key_secret = key_secret
        self.sign_name = sign_name
        self.code_limits = code_limits
        self.faults: deque[Fault] = deque()
        self._received: list[Received] | None = None

    @property
    def received(self) -> list[Received]:
        """Everything phones have received, the earliest first, also before a restart."""
        if self._received is None:
            self._received = list(_kept(self.file))
        return self._received

    def to(self, phone: str) -> list[Received]:
        return [one for one in self.received if one.phone == phone]

    async def answer(self, asked: Asked, *, now: datetime) -> tuple[int, dict[str, str]]:
        """Status and body, as the gateway would answer."""
        fault = self.faults.popleft() if self.faults else None
        if fault == "error":
            return 500, _said("InternalError", "The request processing has failed.")
        if fault == "hang":
            await asyncio.sleep(HANGS_FOR)
            return 504, _said("ServiceUnavailable", "The service is unavailable.")
        status, body = self._judge(asked, now)
        if fault == "late":
            await asyncio.sleep(HANGS_FOR)
        if fault == "lost":
            return 500, _said("InternalError", "The request processing has failed.")
        return status, body

    def _judge(self, asked: Asked, now: datetime) -> tuple[int, dict[str, str]]:
        trouble = self._unsigned(asked)
        if trouble:
            return 400, _said(trouble, "Specified signature is not matched.")
        trouble = self._unfit(asked.params)
        if trouble:
            return 200, _said(trouble, trouble)
        earlier = next((one for one in self.received if one.out_id == asked.params["OutId"]), None)
        if earlier is None and self._over_limit(asked.params, now):
            return 200, _said("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控")
        kept = earlier or self._deliver(asked.params, now)
        return 200, {**_said("OK", "OK"), "BizId": kept.biz_id}

    def _unsigned(self, asked: Asked) -> str:
        try:
            date = datetime.strptime(asked.headers["x-acs-date"], "%Y-%m-%dT%H:%M:%S%z")
        except (KeyError, ValueError):
            return "InvalidTimeStamp.Format"
        if abs(datetime.now(UTC) - date) > SKEW:
            return "InvalidTimeStamp.Expired"
        if (asked.headers.get("x-acs-action"), asked.headers.get("x-acs-version")) != (
            "SendSms",
            "2017-05-25",
        ):
            return "InvalidAction.NotFound"
        return acs3.trouble_with(
            asked.headers.get("authorization", ""), method=asked.method, path=asked.path,
            params=asked.params, headers=asked.headers, body=asked.body,
            key_id=self.key_id, key_secret=self.key_secret,
        )  # fmt: skip

    def _unfit(self, params: Mapping[str, str]) -> str:
        if not re.fullmatch(r"1[3-9]\d{9}", params.get("PhoneNumbers", "")):
            return "isv.MOBILE_NUMBER_ILLEGAL"
        if params.get("SignName") != self.sign_name:
            return "isv.SMS_SIGNATURE_ILLEGAL"
        text = TEXTS.get(params.get("TemplateCode", ""))
        if text is None:
            return "isv.SMS_TEMPLATE_ILLEGAL"
        try:
            given = orjson.loads(params.get("TemplateParam", "{}"))
        except orjson.JSONDecodeError:
            return "isv.INVALID_JSON_PARAM"
        if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
            return "isv.INVALID_JSON_PARAM"
        if not set(variables_of(text)) <= set(given):
            return "isv.TEMPLATE_MISSING_PARAMETERS"
        if any(len(one) > LONGEST_VARIABLE for one in given.values()):
            return "isv.PARAM_LENGTH_LIMIT"
        if any(re.search(r"https?://|www\.", one) for one in given.values()):
            return "isv.PARAM_NOT_SUPPORT_URL"
        return "" if params.get("OutId") else "isv.INVALID_PARAMETERS"

    def _over_limit(self, params: Mapping[str, str], now: datetime) -> bool:
        template = params["TemplateCode"]
        sent = [one.moment() for one in self.to(params["PhoneNumbers"]) if one.template == template]
        limits = self.code_limits if template == SIGN_IN_CODE else NEWS_LIMITS
        return any(sum(now - at < within for at in sent) >= most for within, most in limits)

    def _deliver(self, params: Mapping[str, str], now: datetime) -> Received:
        given: dict[str, str] = orjson.loads(params["TemplateParam"])
        template = params["TemplateCode"]
        one = Received(
            at=now.astimezone(UTC).isoformat(),
            phone=params["PhoneNumbers"],
            template=template,
            params=given,
            text=f"【{self.sign_name}】{filled(TEXTS[template], given)}",
            out_id=params["OutId"],
            biz_id=f"{int(now.timestamp() * 1000)}^{len(self.received)}",
        )
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("ab", buffering=0) as file:
            whole = file.tell()
            line = orjson.dumps(asdict(one)) + b"\n"
            try:
                is_kept = file.write(line) == len(line)
            except OSError:
                is_kept = False
            if not is_kept:
                # A full disk: half a line would spoil the next one.
                file.truncate(whole)
                raise OSError("the phone could not take the message")
        self.received.append(one)
        return one


def _kept(file: Path) -> Iterator[Received]:
    if not file.exists():
        return
    for line in file.read_bytes().splitlines():
        try:
            yield Received(**orjson.loads(line))
        except (orjson.JSONDecodeError, TypeError):
            # Cut off when the service was killed: that message was never answered for.
            continue


def _said(code: str, message: str) -> dict[str, str]:
    return {"Code": code, "Message": message, "RequestId": acs3.hash_of(code.encode())[:32]}

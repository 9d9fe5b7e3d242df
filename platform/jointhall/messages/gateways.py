"""Which SMS gateway stands behind the port: Aliyun's, the twin of a demo, or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from jointhall.kernel.secrets import Secrets
from jointhall.people.sms import SmsBroken, SmsGateway

from .aliyun_sms import ENDPOINT, AliyunSms
from .sms_twin import CODE_LIMITS, DEMO_CODE_LIMITS, Limits, SmsTwin
from .templates import TEXTS

SIGN_NAME = "联办大厅"


class SmsAccount(Protocol):
    """A deployment's account with Aliyun."""

    @property
    def key_id(self) -> str: ...
    @property
    def key_secret(self) -> str: ...
    @property
    def sign_name(self) -> str: ...
    @property
    def templates(self) -> Mapping[str, str]: ...
    @property
    def endpoint(self) -> str: ...


class Deployment(Protocol):
    """What of the settings decides it."""

    @property
    def home(self) -> Path: ...
    @property
    def port(self) -> int: ...
    @property
    def demo(self) -> bool: ...
    @property
    def sms(self) -> SmsAccount | None: ...


def sms_gateway(settings: Deployment, secrets: Secrets) -> SmsGateway:
    """Aliyun where an account is given; in a demo the twin, asked over its real protocol."""
    account = settings.sms
    if account is not None:
        return AliyunSms(
            account.key_id, account.key_secret, account.sign_name, account.templates,
            account.endpoint or ENDPOINT,
        )  # fmt: skip
    if settings.demo:
        address = f"http://127.0.0.1:{settings.port}/twins/sms"
        file = settings.home / "twins" / "sms.jsonl"
        return to_twin(file, secrets, endpoint=address, code_limits=DEMO_CODE_LIMITS)
    return NoGateway()


def to_twin(
    file: Path, secrets: Secrets, *, endpoint: str, code_limits: Limits = CODE_LIMITS
) -> AliyunSms:
    """The real adapter, turned to a twin that keeps what phones receive in this file."""
    secret = secrets.token("sms twin")
    twin = SmsTwin(
        file, key_id="twin", key_secret=secret, sign_name=SIGN_NAME, code_limits=code_limits
    )
    templates = {name: name for name in TEXTS}
    return AliyunSms("twin", secret, SIGN_NAME, templates, endpoint, twin=twin)


class NoGateway:
    """No account was given: nothing is sent, and the jobs wait at the dead-letter desk."""

    is_twin = False

    async def send(
        self, _phone: str, _template: str, _params: Mapping[str, str], _key: str, /
    ) -> str:
        raise SmsBroken("no SMS account is set")

"""What a deployment may set (环境变量); nothing else in the platform reads the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from jointhall.kernel.words import _

T = TypeVar("T")
SWITCH = {"1": True, "true": True, "yes": True, "on": True,
          "0": False, "false": False, "no": False, "off": False}  # fmt: skip


class BadSettings(Exception):
    """Settings that cannot be used; every fault is a sentence that names its variable."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where files go when they do not stay in the service's home."""

    url: str
    access_key: str
    secret_key: str
    bucket: str
    region: str
    public_url: str | None


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """The account with the SMS gateway (阿里云短信服务), and its approved template of each text."""

    key_id: str
    key_secret: str
    sign_name: str
    templates: dict[str, str]
    endpoint: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a deployment decides; without any of it the service stands on its own."""

    home: Path
    backup_home: Path
    database_url: str | None
    owner_database_url: str | None
    database_connections: int
    broker_url: str | None
    store: StoreSettings | None
    sms: SmsSettings | None
    host: str
    port: int
    public_url: str
    trusted_proxies: int
    workers: int
    master_key_file: Path
    metrics_token: str | None
    log_level: str
    log_json: bool | None
    demo: bool

    @property
    def own_postgres(self) -> bool:
        """Whether the service runs a private PostgreSQL of its own."""
        return self.database_url is None


def read_settings(
    environment: Mapping[str, str] | None = None, *, trying_out: bool = False
) -> Settings:
    """The settings of this process; all faults are told at once.

    Who is trying out on a database of the service's own gets the demo unless DEMO says otherwise.
    """
    reader = _Reader(os.environ if environment is None else environment)
    home = Path(reader.text("HALL_HOME") or ".hall").absolute()
    port = reader.number("PORT", otherwise=8000, least=1, most=65_535)
    database_url = reader.address("DATABASE_URL", "postgresql", "postgres")
    settings = Settings(
        home=home,
        backup_home=Path(reader.text("BACKUP_HOME") or home / "backups").absolute(),
        database_url=database_url,
        owner_database_url=reader.address("OWNER_DATABASE_URL", "postgresql", "postgres"),
        database_connections=reader.number("DATABASE_CONNECTIONS", otherwise=10, least=2, most=500),
        broker_url=reader.address("BROKER_URL", "amqp", "amqps"),
        store=_store(reader),
        sms=_sms(reader),
        host=reader.text("HOST") or "127.0.0.1",
        port=port,
        public_url=(reader.address("PUBLIC_URL", "https", "http") or f"http://localhost:{port}").rstrip("/"),
        trusted_proxies=reader.number("TRUSTED_PROXIES", otherwise=0, least=0, most=10),
        workers=reader.number("WORKERS", otherwise=4, least=1, most=256),
        master_key_file=Path(reader.text("MASTER_KEY_FILE") or home / "keys" / "master").absolute(),
        metrics_token=reader.text("METRICS_TOKEN"),
        log_level=reader.one_of("LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
        log_json=_log_json(reader),
        demo=reader.switch("DEMO", otherwise=trying_out and database_url is None),
    )  # fmt: skip
    if settings.owner_database_url and not settings.database_url:
        reader.faults.append(
            _("写了 OWNER_DATABASE_URL，还要写 DATABASE_URL（服务自己用的角色）。")
        )
    if reader.faults:
        raise BadSettings(reader.faults)
    return settings


def _log_json(reader: _Reader) -> bool | None:
    chosen = reader.one_of("LOG_FORMAT", "auto", ("auto", "json", "text"))
    return None if chosen == "auto" else chosen == "json"


def _store(reader: _Reader) -> StoreSettings | None:
    """S3_URL may carry everything (https://key:secret@host/bucket) or only the address."""
    address = reader.address("S3_URL", "https", "http")
    if address is None:
        return None
    parts = urlsplit(address)
    access_key = reader.text("S3_ACCESS_KEY") or unquote(parts.username or "")
    secret_key = reader.text("S3_SECRET_KEY") or unquote(parts.password or "")
    if not access_key:
        reader.faults.append(_("写了 S3_URL，还要写 S3_ACCESS_KEY（文件库的账号）。"))
    if not secret_key:
        reader.faults.append(_("写了 S3_URL，还要写 S3_SECRET_KEY（文件库的密码）。"))
    return StoreSettings(
        url=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
        access_key=access_key,
        secret_key=secret_key,
        bucket=reader.text("S3_BUCKET") or parts.path.strip("/") or "jointhall",
        region=reader.text("S3_REGION") or "us-east-1",
        public_url=reader.address("S3_PUBLIC_URL", "https", "http"),
    )


def _sms(reader: _Reader) -> SmsSettings | None:
    """SMS_TEMPLATES names the approved template of each text: `sign_in_code=SMS_1,news=SMS_2`."""
    key_id = reader.text("SMS_ACCESS_KEY")
    if key_id is None:
        return None
    secret, sign_name = reader.text("SMS_SECRET_KEY") or "", reader.text("SMS_SIGN_NAME") or ""
    pairs = (pair.partition("=") for pair in (reader.text("SMS_TEMPLATES") or "").split(","))
    templates = {name.strip(): code.strip() for name, _is, code in pairs if code.strip()}
    if not secret:
        reader.faults.append(_("写了 SMS_ACCESS_KEY，还要写 SMS_SECRET_KEY（短信账号的密钥）。"))
    if not sign_name:
        reader.faults.append(_("写了 SMS_ACCESS_KEY，还要写 SMS_SIGN_NAME（短信签名）。"))
    if not {"sign_in_code", "news"} <= set(templates):
        reader.faults.append(
            _("SMS_TEMPLATES 要写明两个短信模板：sign_in_code=模板号,news=模板号。")
        )
    endpoint = reader.address("SMS_ENDPOINT", "https", "http") or ""
    return SmsSettings(key_id, secret, sign_name, templates, endpoint)


class _Reader:
    """Reads variables one by one and collects what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.faults: list[str] = []

    def text(self, name: str) -> str | None:
        return self._environment.get(name, "").strip() or None

    def number(self, name: str, *, otherwise: int, least: int, most: int) -> int:
        def read(text: str) -> int:
            number = int(text)
            if not least <= number <= most:
                raise ValueError
            return number

        words = _("%(name)s 要写 %(least)s 到 %(most)s 的整数。", name=name, least=least, most=most)
        return self._read(name, read, otherwise, words)

    def switch(self, name: str, *, otherwise: bool) -> bool:
        def read(text: str) -> bool:
            return SWITCH[text.lower()]

        return self._read(name, read, otherwise, _("%(name)s 要写 1 或 0。", name=name))

    def one_of(self, name: str, otherwise: str, choices: tuple[str, ...]) -> str:
        def read(text: str) -> str:
            if text.lower() not in choices:
                raise ValueError
            return text.lower()

        words = _("%(name)s 只能写 %(choices)s。", name=name, choices=_("、").join(choices))
        return self._read(name, read, otherwise, words)

    def address(self, name: str, *schemes: str) -> str | None:
        def read(text: str) -> str | None:
            parts = urlsplit(text)
            # A database may be reached through a socket: then the host stands in the query.
            if parts.scheme.partition("+")[0] not in schemes or not (parts.netloc or parts.query):
                raise ValueError
            _port = parts.port  # raises for a port that is none
            return text

        words = _("%(name)s 要写完整的地址，以 %(scheme)s:// 开头。", name=name, scheme=schemes[0])
        return self._read(name, read, None, words)

    def _read(self, name: str, read: Callable[[str], T], otherwise: T, words: str) -> T:
        text = self.text(name)
        if text is None:
            return otherwise
        try:
            return read(text)
        except (ValueError, KeyError):
            # The value itself is not repeated: it may hold a password.
            self.faults.append(words)
            return otherwise

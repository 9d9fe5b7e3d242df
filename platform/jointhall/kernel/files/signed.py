"""Signed addresses for the folder store: a grant for one act on one file, sealed by HMAC."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from .port import LinkRefused, NotThisTenants, own_key

PURPOSE = b"jointhall signed file address 1\n"


@dataclass(frozen=True)
class Grant:
    """What a signed address allows: `method` on `key` until `expires` (seconds since 1970)."""

    tenant: str
    key: str
    method: str
    expires: float
    max_size: int | None = None
    media_type: str = ""
    filename: str = ""

    @property
    def tenant_id(self) -> UUID:
        return UUID(self.tenant)


def sign(grant: Grant, secret: bytes) -> str:
    """The token for the address `/files/{token}`."""
    told = json.dumps(asdict(grant), separators=(",", ":"), ensure_ascii=False).encode()
    return f"{_text(told)}.{_text(_seal(told, secret))}"


def open_token(token: str, secret: bytes, *, method: str, now: datetime | None = None) -> Grant:
    """The grant inside the token; raises LinkRefused when forged, late or for another method."""
    told, _, seal = token.partition(".")
    try:
        plain, given = _bytes(told), _bytes(seal)
    except (binascii.Error, ValueError) as broken:
        raise LinkRefused("broken") from broken
    # A second spelling of the same bytes is refused too, so that one grant has one address.
    if not hmac.compare_digest(given, _seal(plain, secret)) or _text(plain) != told:
        raise LinkRefused("forged")
    grant = Grant(**json.loads(plain))
    if (now or datetime.now(UTC)).timestamp() >= grant.expires:
        raise LinkRefused("out of date")
    if method != grant.method:
        raise LinkRefused("another method")
    try:
        own_key(grant.tenant_id, grant.key)
    except NotThisTenants as foreign:
        raise LinkRefused("another tenant") from foreign
    return grant


def _seal(told: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, PURPOSE + told, hashlib.sha256)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    padded = text.encode("ascii") + b"=" * (-len(text) % 4)
    return base64.b64decode(padded, altchars=b"-_", validate=True)

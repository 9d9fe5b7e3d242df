"""The second factor (第二道验证): a time-based code from the officer's own phone (RFC 6238)."""

from __future__ import annotations

from datetime import datetime

import pyotp
import segno

STEP_SECONDS = 30
DRIFT = 1
"""Steps a phone's clock may be off, either way."""


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32(32)


def step_shown(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """The step whose code this is, if it lies around now and after the last one used."""
    current = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > after and pyotp.utils.strings_equal(totp.at(step * STEP_SECONDS), code):
            return step
    return None


def code_now(secret: str, *, now: datetime) -> str:
    """The code an authenticator shows at this moment."""
    return pyotp.TOTP(secret).at(now)


def address_of(secret: str, *, login: str, issuer: str) -> str:
    """What an authenticator scans (otpauth://)."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def picture_of(address: str, title: str) -> str:
    """The address as a QR code, drawn inline; dark on light also on a dark page."""
    return segno.make(address, error="m").svg_inline(
        scale=5, border=3, dark="#000", light="#fff", title=title, svgclass="qr", lineclass=None,
        omitsize=False,
    )  # fmt: skip


def in_groups(secret: str) -> str:
    """The secret as one types it: in groups of four."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))

"""A browser an officer has signed in from before (常用浏览器).

It has tries of its own, so that strangers who guess at an account cannot lock its owner out.
"""

from __future__ import annotations

import hmac
import re
import secrets as randomness
from datetime import timedelta
from uuid import UUID

from jointhall.kernel.secrets import Secrets

KNOWN_COOKIE = "__Host-known"
KNOWN_FOR = timedelta(days=180)
_MARK = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{32})")


def mark_of(secrets: Secrets, tenant_id: UUID, login: str) -> str:
    """What a browser keeps after a whole sign-in: a number of its own, and the proof for it."""
    number = randomness.token_hex(16)
    return f"{number}.{_proof(secrets, tenant_id, login, number)}"


def known_device(secrets: Secrets, tenant_id: UUID, login: str, mark: str | None) -> str | None:
    """The number of a browser that has been here as this officer; None for any other."""
    found = _MARK.fullmatch(mark or "")
    if found is None:
        return None
    number, proof = found.groups()
    right = _proof(secrets, tenant_id, login, number)
    return number if hmac.compare_digest(proof, right) else None


def _proof(secrets: Secrets, tenant_id: UUID, login: str, number: str) -> str:
    return secrets.blind_index("device", f"{tenant_id}|{login}|{number}").hex()

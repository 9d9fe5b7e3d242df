"""What an envelope's hash and signatures cover, so that either side can prove it alone."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIRST_HASH = hashlib.sha256(b"jointhall exchange").digest()


def canonical(body: dict[str, Any]) -> bytes:
    """The body as the same bytes on both sides: sorted keys, no spaces, UTF-8."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def envelope_hash(
    *,
    id: UUID,
    from_id: UUID,
    to_id: UUID,
    seq: int,
    kind: str,
    thread: UUID,
    sent_at: datetime,
    body: bytes,
    prev_hash: bytes,
) -> bytes:
    """SHA-256 over everything the envelope says and the envelope before it."""
    head = [
        str(id), str(from_id), str(to_id), seq, kind, str(thread),
        sent_at.astimezone(UTC).isoformat(timespec="microseconds"),
    ]  # fmt: skip
    return hashlib.sha256(prev_hash + orjson.dumps(head) + hashlib.sha256(body).digest()).digest()


def receipt_text(hash: bytes, delivered_at: datetime) -> bytes:
    """What the receiver signs: which envelope, and when it arrived."""
    moment = delivered_at.astimezone(UTC).isoformat(timespec="microseconds")
    return b"received|" + hash + moment.encode()


def is_signed(public: Ed25519PublicKey, signature: bytes, text: bytes) -> bool:
    try:
        public.verify(signature, text)
    except InvalidSignature:
        return False
    return True

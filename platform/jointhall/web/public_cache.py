"""What everybody may see, kept as rendered bytes: keyed by tenant and content version.

A change to what a tenant shows raises its content version in the same transaction, so an old page
is never asked for again. The tenant stands inside the kept value too and is checked on reading.
"""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .headers import with_security

MARK = b"x-hall-public"
"""A handler puts this on an answer that is the same for everybody; it does not leave the house."""

ROOM_BYTES = 24 * 1024 * 1024
FRESH_SECONDS = 60.0

Key = tuple[UUID, int, str, str, bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """A rendered answer, both plain and zipped, with the headers it leaves with."""

    tenant_id: UUID
    plain: bytes
    zipped: bytes
    etag: bytes
    plain_start: dict[str, Any]
    zipped_start: dict[str, Any]
    unchanged_start: dict[str, Any]
    kept_at: float


class PublicCache:
    """Kept answers of this process, least recently used out first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0

    def find(self, key: Key) -> Kept | None:
        kept = self._kept.get(key)
        if kept is None or kept.tenant_id != key[0]:
            return None
        if time.monotonic() - kept.kept_at > FRESH_SECONDS:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return kept

    def keep(self, key: Key, headers: list[tuple[bytes, bytes]], body: bytes) -> Kept:
        etag = b'"' + hashlib.sha256(body).hexdigest()[:24].encode() + b'"'
        zipped = gzip.compress(body, 6, mtime=0)
        plain_headers = _headers(headers, etag, len(body))
        zipped_headers = [*_headers(headers, etag, len(zipped)), (b"content-encoding", b"gzip")]
        made = Kept(
            tenant_id=key[0],
            plain=body,
            zipped=zipped,
            etag=etag,
            plain_start=_start(200, plain_headers),
            zipped_start=_start(200, zipped_headers),
            unchanged_start=_start(304, _headers(headers, etag, None)),
            kept_at=time.monotonic(),
        )
        self._drop(key)
        self._kept[key] = made
        self._bytes += len(body) + len(zipped)
        while self._bytes > ROOM_BYTES and len(self._kept) > 1:
            self._drop(next(iter(self._kept)))
        return made

    def _drop(self, key: Key) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.plain) + len(gone.zipped)


async def send_kept(kept: Kept, scope: Any, send: Any) -> None:
    """Answers from what is kept: unchanged, zipped or plain, as the browser asks."""
    accepts = matches = b""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accepts = value
        elif name == b"if-none-match":
            matches = value
    if matches and kept.etag in matches:
        start, body = kept.unchanged_start, b""
    elif b"gzip" in accepts:
        start, body = kept.zipped_start, kept.zipped
    else:
        start, body = kept.plain_start, kept.plain
    if scope["method"] == "HEAD":
        body = b""
    # Copies, because servers and middleware may write into what they are given.
    await send({**start, "headers": list(start["headers"])})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _headers(
    headers: list[tuple[bytes, bytes]], etag: bytes, length: int | None
) -> list[tuple[bytes, bytes]]:
    dropped = {MARK, b"set-cookie", b"content-length", b"etag", b"cache-control", b"vary"}
    kept = [(name, value) for name, value in headers if name.lower() not in dropped]
    kept += [
        (b"etag", etag),
        (b"cache-control", b"private, max-age=0, must-revalidate"),
        (b"vary", b"accept-encoding, cookie"),
    ]
    if length is not None:
        kept.append((b"content-length", str(length).encode()))
    return with_security(kept)


def _start(status: int, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": headers}

"""The port to the file store: what both stores must do, and the words they refuse with.

Every call names the tenant, and a key outside that tenant is refused before the store is asked.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4

Body = bytes | AsyncIterable[bytes]

CHUNK = 256 * 1024

KEY = re.compile(
    r"(?P<tenant>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<kind>[a-z][a-z0-9-]{0,30})/"
    r"(?P<file>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
KIND = re.compile(r"[a-z][a-z0-9-]{0,30}")


class StoreRefused(Exception):
    """The store will not do this; the subclasses say why."""


class NotThisTenants(StoreRefused):
    """The key is malformed or lies in another tenant."""


class NoSuchFile(StoreRefused):
    """Nothing is kept under this key."""


class TooLarge(StoreRefused):
    """More bytes came than were allowed; nothing was kept."""


class NotAsPromised(StoreRefused):
    """What came has another checksum, size or media type than promised; nothing was kept."""


class LinkRefused(StoreRefused):
    """The signed address was forged, is out of date, or allows something else."""


class StoreUnreachable(Exception):
    """The store did not answer; trying again later may help."""


@dataclass(frozen=True)
class Stored:
    """What the store knows of one file.

    `sha256` is None where the browser wrote straight into an S3 store.
    """

    key: str
    size: int
    media_type: str
    sha256: str | None
    stored_at: datetime


@dataclass(frozen=True)
class Presigned:
    """An address that allows one thing for a while; `headers` must be sent along.

    A `url` beginning with `/` is on this service itself.
    """

    method: str
    url: str
    expires_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)


class FileStore(Protocol):
    """The store of files (文件库); sizes in bytes, checksums as SHA-256 in hex."""

    async def ready(self) -> None:
        """Make what the store needs (folder, bucket); raise StoreUnreachable when it cannot."""

    async def put(
        self,
        tenant_id: UUID,
        key: str,
        body: Body,
        *,
        media_type: str,
        sha256: str | None = None,
        max_size: int | None = None,
    ) -> Stored:
        """Keep all of it or nothing; raises TooLarge, NotAsPromised."""

    async def get(self, tenant_id: UUID, key: str) -> bytes:
        """The whole file; raises NoSuchFile."""

    def open(
        self, tenant_id: UUID, key: str, *, first: int = 0, last: int | None = None
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The bytes from `first` to `last` (both counted in), piece by piece; raises NoSuchFile."""

    async def stat(self, tenant_id: UUID, key: str) -> Stored:
        """What is known of the file; raises NoSuchFile."""

    async def delete(self, tenant_id: UUID, key: str) -> None:
        """Take it out of sight; twice is as good as once. A versioned store can bring it back."""

    async def erase(self, tenant_id: UUID, key: str) -> None:
        """Destroy it with every version (个人信息保护法 art 47); nobody can bring it back."""

    async def copy(self, tenant_id: UUID, key: str, *, to_tenant: UUID, to_key: str) -> Stored:
        """Copy inside the store, also from one tenant to another; raises NoSuchFile."""

    def keys(self, tenant_id: UUID, kind: str = "") -> AsyncIterator[str]:
        """Every key of the tenant, or only those of one kind."""

    async def presigned_put(
        self, tenant_id: UUID, key: str, *, max_size: int, media_type: str, expires: timedelta
    ) -> Presigned:
        """An address that takes one upload; follow it with `confirm`."""

    async def presigned_get(
        self, tenant_id: UUID, key: str, *, filename: str, expires: timedelta
    ) -> Presigned:
        """An address that gives the file as a download called `filename`."""

    async def confirm(self, tenant_id: UUID, key: str, *, max_size: int, media_type: str) -> Stored:
        """Look at what a presigned upload brought; what breaks the promise is erased and raised."""

    async def close(self) -> None:
        """Let go of connections and threads."""


def new_key(tenant_id: UUID, kind: str) -> str:
    """A fresh key `<tenant>/<kind>/<uuid>`; names people gave never become part of a key."""
    if not KIND.fullmatch(kind):
        raise ValueError(f"not a kind of file: {kind!r}")
    return f"{tenant_id}/{kind}/{uuid4()}"


def own_key(tenant_id: UUID, key: str) -> str:
    """The key itself when it is well formed and this tenant's; raises NotThisTenants."""
    found = KEY.fullmatch(key)
    if found is None or found["tenant"] != str(tenant_id):
        raise NotThisTenants(key)
    return key


def own_prefix(tenant_id: UUID, kind: str) -> str:
    """The beginning that all keys of the tenant (and kind, when given) share."""
    if kind and not KIND.fullmatch(kind):
        raise NotThisTenants(kind)
    return f"{tenant_id}/{kind}/" if kind else f"{tenant_id}/"


async def pieces(body: Body) -> AsyncIterator[bytes]:
    """The body as a stream, whichever way it was given."""
    if isinstance(body, bytes):
        for start in range(0, len(body), CHUNK):
            yield body[start : start + CHUNK]
        return
    async for piece in body:
        yield piece

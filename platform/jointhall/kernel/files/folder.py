"""Files in a folder: the store for one machine, with addresses served by the service itself.

One file on disk holds the bytes and, behind them, a short label (media type, checksum), so that
one rename makes or replaces both at once; a reader of PDF or JPEG is not disturbed by the label.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from .port import (
    CHUNK,
    Body,
    LinkRefused,
    NoSuchFile,
    NotAsPromised,
    Presigned,
    Stored,
    StoreUnreachable,
    TooLarge,
    own_key,
    own_prefix,
    pieces,
)
from .signed import Grant, open_token, sign

MAGIC = b"HALLFILE"
TAIL = len(MAGIC) + 4
PART = ".part"


class FolderStore:
    """The store of files under one folder; `secret` seals its signed addresses."""

    def __init__(self, root: Path, *, secret: bytes, address: str = "/files/") -> None:
        if len(secret) < 32:
            raise ValueError("the secret for signed addresses needs at least 32 bytes")
        self.root = root
        self._secret = secret
        self._address = address

    async def ready(self) -> None:
        try:
            await asyncio.to_thread(self.root.mkdir, mode=0o700, parents=True, exist_ok=True)
        except OSError as broken:
            raise StoreUnreachable(f"{self.root}: {broken.strerror}") from broken

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
        place = self.place(own_key(tenant_id, key))
        part = place.with_name(f"{place.name}.{secrets.token_hex(6)}{PART}")
        digest, size = hashlib.sha256(), 0
        file = await asyncio.to_thread(_create, part)
        try:
            async for piece in pieces(body):
                size += len(piece)
                if max_size is not None and size > max_size:
                    raise TooLarge(key)
                digest.update(piece)
                await asyncio.to_thread(file.write, piece)
            if sha256 is not None and digest.hexdigest() != sha256:
                raise NotAsPromised(f"{key}: checksum")
            await asyncio.to_thread(_finish, file, part, place, media_type, digest.hexdigest())
        except BaseException:
            file.close()
            part.unlink(missing_ok=True)
            raise
        return await self.stat(tenant_id, key)

    async def get(self, tenant_id: UUID, key: str) -> bytes:
        place = self.place(own_key(tenant_id, key))
        return await asyncio.to_thread(_read_all, place, key)

    @asynccontextmanager
    async def open(
        self, tenant_id: UUID, key: str, *, first: int = 0, last: int | None = None
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        place = self.place(own_key(tenant_id, key))
        file, size = await asyncio.to_thread(_open, place, key)
        with file:
            until = size if last is None else min(last + 1, size)
            yield _stream(file, min(first, until), until)

    async def stat(self, tenant_id: UUID, key: str) -> Stored:
        place = self.place(own_key(tenant_id, key))
        return await asyncio.to_thread(_stat, place, key)

    async def delete(self, tenant_id: UUID, key: str) -> None:
        place = self.place(own_key(tenant_id, key))
        await asyncio.to_thread(place.unlink, missing_ok=True)

    async def erase(self, tenant_id: UUID, key: str) -> None:
        await self.delete(tenant_id, key)

    async def copy(self, tenant_id: UUID, key: str, *, to_tenant: UUID, to_key: str) -> Stored:
        known = await self.stat(tenant_id, key)
        async with self.open(tenant_id, key) as stream:
            return await self.put(
                to_tenant, to_key, stream, media_type=known.media_type, sha256=known.sha256
            )

    async def keys(self, tenant_id: UUID, kind: str = "") -> AsyncIterator[str]:
        start = self.root / own_prefix(tenant_id, kind)
        found = await asyncio.to_thread(lambda: sorted(_keys_below(start, self.root)))
        for key in found:
            yield key

    async def presigned_put(
        self, tenant_id: UUID, key: str, *, max_size: int, media_type: str, expires: timedelta
    ) -> Presigned:
        return self._presigned(
            "PUT", tenant_id, key, expires, max_size=max_size, media_type=media_type
        )

    async def presigned_get(
        self, tenant_id: UUID, key: str, *, filename: str, expires: timedelta
    ) -> Presigned:
        return self._presigned("GET", tenant_id, key, expires, filename=filename)

    async def confirm(self, tenant_id: UUID, key: str, *, max_size: int, media_type: str) -> Stored:
        known = await self.stat(tenant_id, key)
        if known.size > max_size:
            await self.erase(tenant_id, key)
            raise TooLarge(key)
        if known.media_type != media_type:
            await self.erase(tenant_id, key)
            raise NotAsPromised(f"{key}: {known.media_type}")
        return known

    async def close(self) -> None:
        return None

    def grant(self, token: str, *, method: str) -> Grant:
        """What a signed address of this store allows; raises LinkRefused."""
        return open_token(token, self._secret, method=method)

    async def take(self, token: str, body: Body, *, media_type: str) -> Stored:
        """Receive the upload a signed address allows; raises LinkRefused, TooLarge."""
        grant = self.grant(token, method="PUT")
        if media_type != grant.media_type:
            raise LinkRefused("another media type")
        return await self.put(
            grant.tenant_id, grant.key, body, media_type=media_type, max_size=grant.max_size
        )

    def _presigned(
        self,
        method: str,
        tenant_id: UUID,
        key: str,
        expires: timedelta,
        *,
        max_size: int | None = None,
        media_type: str = "",
        filename: str = "",
    ) -> Presigned:
        until = datetime.now(UTC) + expires
        grant = Grant(
            tenant=str(tenant_id),
            key=own_key(tenant_id, key),
            method=method,
            expires=until.timestamp(),
            max_size=max_size,
            media_type=media_type,
            filename=filename,
        )
        headers = {"Content-Type": media_type} if media_type else {}
        return Presigned(method, self._address + sign(grant, self._secret), until, headers)

    def place(self, key: str) -> Path:
        """Where the file of this key lies."""
        tenant, kind, name = key.split("/")
        return self.root / tenant / kind / name[:2] / name


def _create(part: Path) -> BinaryIO:
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _finish(file: BinaryIO, part: Path, place: Path, media_type: str, sha256: str) -> None:
    label = json.dumps({"media_type": media_type, "sha256": sha256}).encode()
    file.write(label + len(label).to_bytes(4, "big") + MAGIC)
    file.flush()
    os.fsync(file.fileno())
    file.close()
    part.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _open(place: Path, key: str) -> tuple[BinaryIO, int]:
    try:
        file = place.open("rb")
    except FileNotFoundError as gone:
        raise NoSuchFile(key) from gone
    return file, _label(file, key)[0]


def _label(file: BinaryIO, key: str) -> tuple[int, dict[str, str]]:
    """The size of the bytes before the label, and the label; the file stands at its beginning."""
    whole = file.seek(0, os.SEEK_END)
    if whole >= TAIL:
        file.seek(whole - TAIL)
        tail = file.read(TAIL)
        size = whole - TAIL - int.from_bytes(tail[:4], "big")
        if tail[4:] == MAGIC and size >= 0:
            file.seek(size)
            label = json.loads(file.read(whole - TAIL - size))
            file.seek(0)
            return size, label
    raise NotAsPromised(f"{key}: the file on disk has lost its label")


def _stat(place: Path, key: str) -> Stored:
    try:
        with place.open("rb") as file:
            size, label = _label(file, key)
            stored_at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except FileNotFoundError as gone:
        raise NoSuchFile(key) from gone
    return Stored(key, size, label["media_type"], label["sha256"], stored_at)


def _read_all(place: Path, key: str) -> bytes:
    file, size = _open(place, key)
    with file:
        return file.read(size)


async def _stream(file: BinaryIO, first: int, until: int) -> AsyncIterator[bytes]:
    await asyncio.to_thread(file.seek, first)
    while first < until:
        piece = await asyncio.to_thread(file.read, min(CHUNK, until - first))
        if not piece:
            return
        first += len(piece)
        yield piece


def _keys_below(start: Path, root: Path) -> Iterator[str]:
    with contextlib.suppress(FileNotFoundError):
        for place in start.rglob("*"):
            if place.is_file() and place.suffix != PART:
                tenant, kind, _, name = place.relative_to(root).parts
                yield f"{tenant}/{kind}/{name}"

"""Files in MinIO or any S3 store, by the minio SDK; its blocking calls run on own threads."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import tempfile
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, ParamSpec, TypedDict, TypeVar, cast
from urllib.parse import urlsplit
from uuid import UUID

import urllib3
from minio import Minio
from minio.commonconfig import ENABLED, CopySource
from minio.error import S3Error
from minio.versioningconfig import VersioningConfig

from .disposition import attachment
from .port import (
    CHUNK,
    Body,
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

P = ParamSpec("P")
T = TypeVar("T")

SHA256 = "x-amz-meta-sha256"
IN_MEMORY = 4 * 1024 * 1024


class MinioStore:
    """The store of files in one versioned bucket.

    `public_url` is where browsers reach the store, when that differs from where the service does.
    """

    def __init__(
        self,
        url: str,
        *,
        access_key: str,
        secret_key: str,
        bucket: str = "jointhall",
        region: str = "us-east-1",
        public_url: str | None = None,
        threads: int = 8,
        seconds_to_answer: float = 10,
    ) -> None:
        self._url = url
        self._bucket = bucket
        self._http = urllib3.PoolManager(
            maxsize=threads,
            timeout=urllib3.Timeout(connect=3, read=seconds_to_answer),
            # Who said nothing once is not asked again: threads would wait for a store half dead.
            retries=urllib3.Retry(
                total=2, read=0, backoff_factor=0.1, status_forcelist=[502, 503, 504]
            ),
        )
        connect = functools.partial(
            Minio,
            access_key=access_key,
            secret_key=secret_key,
            region=region,
            http_client=self._http,
        )
        self._client = connect(**_place(url))
        self._signer = connect(**_place(public_url or url))
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="files")

    async def ready(self) -> None:
        await self._call(self._make_bucket)

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
        own_key(tenant_id, key)
        digest, size = hashlib.sha256(), 0
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as spool:
            async for piece in pieces(body):
                size += len(piece)
                if max_size is not None and size > max_size:
                    raise TooLarge(key)
                digest.update(piece)
                await asyncio.to_thread(spool.write, piece)
            if sha256 is not None and digest.hexdigest() != sha256:
                raise NotAsPromised(f"{key}: checksum")
            spool.seek(0)
            await self._call(
                self._put, key, cast(BinaryIO, spool), size, media_type, digest.hexdigest()
            )
        return await self.stat(tenant_id, key)

    async def get(self, tenant_id: UUID, key: str) -> bytes:
        async with self.open(tenant_id, key) as stream:
            return b"".join([piece async for piece in stream])

    @asynccontextmanager
    async def open(
        self, tenant_id: UUID, key: str, *, first: int = 0, last: int | None = None
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        own_key(tenant_id, key)
        length = 0 if last is None else last - first + 1
        try:
            answer = await self._call(
                self._client.get_object, self._bucket, key, offset=first, length=length
            )
        except S3Error as refused:
            if refused.code != "InvalidRange":
                raise
            yield pieces(b"")
            return
        try:
            yield self._stream(answer)
        finally:
            answer.close()
            answer.release_conn()

    async def stat(self, tenant_id: UUID, key: str) -> Stored:
        own_key(tenant_id, key)
        known = await self._call(self._client.stat_object, self._bucket, key)
        return Stored(
            key=key,
            size=int(known.size or 0),
            media_type=known.content_type or "application/octet-stream",
            sha256=(known.metadata or {}).get(SHA256),
            stored_at=known.last_modified or datetime.now(UTC),
        )

    async def delete(self, tenant_id: UUID, key: str) -> None:
        await self._call(self._client.remove_object, self._bucket, own_key(tenant_id, key))

    async def erase(self, tenant_id: UUID, key: str) -> None:
        await self._call(self._erase, own_key(tenant_id, key))

    async def copy(self, tenant_id: UUID, key: str, *, to_tenant: UUID, to_key: str) -> Stored:
        source = CopySource(self._bucket, own_key(tenant_id, key))
        target = own_key(to_tenant, to_key)
        await self._call(self._client.copy_object, self._bucket, target, source)
        return await self.stat(to_tenant, to_key)

    async def keys(self, tenant_id: UUID, kind: str = "") -> AsyncIterator[str]:
        listed = self._client.list_objects(
            self._bucket, prefix=own_prefix(tenant_id, kind), recursive=True
        )
        while (item := await self._call(next, listed, None)) is not None:
            yield str(item.object_name)

    async def presigned_put(
        self,
        tenant_id: UUID,
        key: str,
        *,
        max_size: int,  # noqa: ARG002
        media_type: str,
        expires: timedelta,
    ) -> Presigned:
        # The SDK signs the host alone, so `max_size` and the media type are judged by `confirm`.
        url = self._signer.presigned_put_object(self._bucket, own_key(tenant_id, key), expires)
        return Presigned("PUT", url, datetime.now(UTC) + expires, {"Content-Type": media_type})

    async def presigned_get(
        self, tenant_id: UUID, key: str, *, filename: str, expires: timedelta
    ) -> Presigned:
        url = self._signer.presigned_get_object(
            self._bucket,
            own_key(tenant_id, key),
            expires,
            response_headers={
                "response-content-disposition": attachment(filename),
                "response-cache-control": "private, no-store",
            },
        )
        return Presigned("GET", url, datetime.now(UTC) + expires)

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
        self._threads.shutdown(wait=True)
        self._http.clear()

    def _make_bucket(self) -> None:
        if not self._client.bucket_exists(self._bucket):
            try:
                self._client.make_bucket(self._bucket)
            except S3Error as refused:
                # Another replica was quicker.
                if refused.code not in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
                    raise
        if self._client.get_bucket_versioning(self._bucket).status != ENABLED:
            self._client.set_bucket_versioning(self._bucket, VersioningConfig(ENABLED))

    def _put(self, key: str, file: BinaryIO, size: int, media_type: str, sha256: str) -> None:
        self._client.put_object(
            self._bucket, key, file, size, content_type=media_type, metadata={"sha256": sha256}
        )

    def _erase(self, key: str) -> None:
        versions = self._client.list_objects(self._bucket, prefix=key, include_version=True)
        for version in list(versions):
            if version.object_name == key:
                self._client.remove_object(self._bucket, key, version_id=version.version_id)

    async def _stream(self, answer: Any) -> AsyncIterator[bytes]:
        while piece := await self._call(answer.read, CHUNK):
            yield piece

    async def _call(self, act: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(
                self._threads, functools.partial(act, *given, **named)
            )
        except S3Error as refused:
            if refused.code in ("NoSuchKey", "NoSuchObject", "NoSuchVersion"):
                raise NoSuchFile(refused.object_name or "") from refused
            raise
        except (urllib3.exceptions.HTTPError, OSError) as broken:
            raise StoreUnreachable(f"{self._url}: {type(broken).__name__}") from broken


class _Place(TypedDict):
    endpoint: str
    secure: bool


def _place(url: str) -> _Place:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise ValueError(f"not the address of an S3 store: {url!r}")
    return {"endpoint": parts.netloc, "secure": parts.scheme == "https"}

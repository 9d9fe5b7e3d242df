"""Packing a bundle (凭证包): parts one after another, then the manifest that its maker signs.

What is in it is the business of whoever packs; that it can be checked without us is ours. The check
lies in the bundle itself, see `verify_bundle.py`.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jointhall.kernel.secrets import Secrets

from ..models import Envelope
from .verify_bundle import FORMAT, MANIFEST, SIGNATURE

VERIFIER = "verify_bundle.py"
MOST_BYTES = 500 * 1024**2
"""Of papers in one bundle; nobody sends more by any channel there is."""
_ALWAYS = (2000, 1, 1, 0, 0, 0)
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Packed:
    """A bundle that is done: its file, read once; its size and SHA-256."""

    file: IO[bytes]
    size: int
    sha256: str

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes on their way out; the file is gone with the last."""
        with self.file:
            while piece := await asyncio.to_thread(self.file.read, _PIECE):
                yield piece


@dataclass(slots=True)
class Packing:
    """A bundle in the making by one tenant, about one matter (`about`: kind, id, number, item)."""

    made_by: UUID
    about: Mapping[str, Any]
    _files: dict[str, dict[str, Any]] = field(default_factory=dict)
    _tenants: set[UUID] = field(default_factory=set)
    _threads: set[str] = field(default_factory=set)
    _size: int = 0
    _file: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    _zip: zipfile.ZipFile | None = None

    async def add(self, path: str, content: bytes) -> str:
        """Puts a part in and gives its SHA-256; the same path twice is the same part."""
        sha256 = hashlib.sha256(content).hexdigest()
        if path not in self._files:
            self._files[path] = {"size": len(content), "sha256": sha256}
            self._size += len(content)
            await asyncio.to_thread(self._write, path, content)
        return sha256

    @property
    def is_full(self) -> bool:
        return self._size > MOST_BYTES

    async def add_told(self, path: str, told: Any) -> None:
        """The same for plain data, as JSON that people can read too."""
        await self.add(path, orjson.dumps(told, option=orjson.OPT_INDENT_2))

    async def add_envelopes(self, envelopes: Sequence[Envelope], secrets: Secrets) -> None:
        """Our copies of envelopes with their receipts, opened: both sides hold the same words."""
        for number, one in enumerate(envelopes, start=1):
            path = f"envelopes/{number:04d}-{one.kind}-{one.direction}.json"
            self._tenants.add(one.peer_id)
            self._threads.add(str(one.thread))
            await self.add_told(path, _told(self.made_by, one, secrets))

    async def close(
        self,
        secrets: Secrets,
        *,
        names: Mapping[UUID, str],
        authorities: Iterable[str],
        at: datetime,
    ) -> Packed:
        """Puts in how to check it, then the manifest, signed; `authorities` issue seals, as PEM."""
        verifier = Path(__file__).with_name(VERIFIER)
        await self.add(VERIFIER, await asyncio.to_thread(verifier.read_bytes))
        await self.add("README.txt", _HOW.encode())
        manifest = orjson.dumps(
            {
                "format": FORMAT,
                "made_at": _moment(at),
                "made_by": str(self.made_by),
                "about": {**self.about, "threads": sorted(self._threads)},
                "keys": keys_told(secrets, {self.made_by, *self._tenants}, names),
                "authorities": sorted(authorities),
                "files": self._files,
            },
            option=orjson.OPT_INDENT_2,
        )
        signature = secrets.signing_key(self.made_by).sign(f"{FORMAT}\n".encode() + manifest)
        await asyncio.to_thread(self._write, MANIFEST, manifest)
        await asyncio.to_thread(self._write, SIGNATURE, signature)
        return await asyncio.to_thread(self._closed)

    def _write(self, path: str, content: bytes) -> None:
        if self._zip is None:
            self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        info = zipfile.ZipInfo(path, _ALWAYS)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._zip.writestr(info, content)

    def _closed(self) -> Packed:
        assert self._zip is not None, "the manifest is in it"
        self._zip.close()
        size = self._file.tell()
        self._file.seek(0)
        digest = hashlib.file_digest(self._file, "sha256").hexdigest()  # type: ignore[arg-type]
        self._file.seek(0)
        return Packed(self._file, size, digest)


def keys_told(
    secrets: Secrets, tenants: Iterable[UUID], names: Mapping[UUID, str]
) -> dict[str, dict[str, str]]:
    """The public keys of these tenants, as a bundle carries them and as they are published."""
    return {
        str(id): {
            "name": names.get(id, str(id)),
            "ed25519": secrets.signing_key(id)
            .public_key()
            .public_bytes(Encoding.Raw, PublicFormat.Raw)
            .hex(),
        }
        for id in sorted(tenants)
    }


def _told(holder: UUID, one: Envelope, secrets: Secrets) -> dict[str, Any]:
    is_out = one.direction == "out"
    return {
        "id": str(one.id),
        "from": str(holder if is_out else one.peer_id),
        "to": str(one.peer_id if is_out else holder),
        "seq": one.seq,
        "kind": one.kind,
        "thread": str(one.thread),
        "sent_at": _moment(one.sent_at),
        "body": secrets.open(holder, "envelope", one.body_sealed).decode(),
        "prev_hash": one.prev_hash.hex(),
        "hash": one.hash.hex(),
        "signature": one.signature.hex(),
        "delivered_at": _moment(one.delivered_at) if one.delivered_at else None,
        "receipt": one.receipt.hex() if one.receipt else None,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


_HOW = """\
这是一件办件的凭证包。里面有：

  dossier.json   这一家看得到的卷宗：填的、交的、谁说了什么、发了哪些文书
  history.json   办理历史，一行接一行（只有承办的一家有）
  envelopes/     发出和收到的信封，连同双方的签名和回执
  papers/        材料        letters/  盖了章的文书
  manifest.json  清单：每个文件的校验码、双方的公钥；manifest.sig 是导出这一家的签名

不用联网就能验，要装 Python 3.11 以上和 cryptography：

  python verify_bundle.py 这个凭证包.zip

想连公钥一起验，先从县里的网站“/keys”页下载 keys.json，再运行：

  python verify_bundle.py 这个凭证包.zip --keys keys.json
"""

"""Personal data at rest: sealed per tenant, found again by blind index, keys outside the database.

AES-256-GCM (or SM4-GCM: the algorithm is named in every sealed value, so it can be changed). The
tenant and the purpose are bound in, so a value moved to another tenant or column no longer opens.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AES, SM4 = 1, 2
_HEADER = 2  # algorithm, key edition
_NONCE = 12
_TAG = 16


class Unopenable(Exception):
    """A sealed value does not belong here: another tenant's, another column's, or altered."""


class Secrets:
    """The master key, and the keys made from it for each tenant and purpose."""

    def __init__(self, master: bytes, *, algorithm: int = AES, edition: int = 1) -> None:
        if len(master) < 32:
            raise ValueError("the master key has to be at least 32 bytes")
        self._master = master
        self._algorithm = algorithm
        self._edition = edition
        self._key = lru_cache(maxsize=4096)(self._derive)

    @classmethod
    def from_file(cls, path: Path) -> Secrets:
        """The master key in a file of its own, made at first use, readable by its owner only."""
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return cls.from_file(path)
            with os.fdopen(fd, "wb") as file:
                file.write(os.urandom(32))
                file.flush()
                os.fsync(file.fileno())
        return cls(path.read_bytes())

    def _derive(self, label: str, length: int) -> bytes:
        return HKDF(SHA256(), length, salt=None, info=label.encode()).derive(self._master)

    def seal(self, tenant_id: UUID | None, purpose: str, plain: bytes) -> bytes:
        """The sealed form of a value of this tenant (None: of the platform) and purpose."""
        header = bytes([self._algorithm, self._edition])
        nonce = os.urandom(_NONCE)
        bound = header + f"{tenant_id or '-'}|{purpose}".encode()
        if self._algorithm == SM4:
            key = self._key(f"sm4|{tenant_id or '-'}", 16)
            encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
            encryptor.authenticate_additional_data(bound)
            body = encryptor.update(plain) + encryptor.finalize() + encryptor.tag
        else:
            body = AESGCM(self._key(f"aes|{tenant_id or '-'}", 32)).encrypt(nonce, plain, bound)
        return header + nonce + body

    def open(self, tenant_id: UUID | None, purpose: str, sealed: bytes) -> bytes:
        """The plain value again; raises Unopenable for a value that is not of this place."""
        header, nonce = sealed[:_HEADER], sealed[_HEADER : _HEADER + _NONCE]
        body = sealed[_HEADER + _NONCE :]
        bound = header + f"{tenant_id or '-'}|{purpose}".encode()
        try:
            if header[0] == SM4:
                key = self._key(f"sm4|{tenant_id or '-'}", 16)
                mode = modes.GCM(nonce, body[-_TAG:])
                decryptor = Cipher(algorithms.SM4(key), mode).decryptor()
                decryptor.authenticate_additional_data(bound)
                return decryptor.update(body[:-_TAG]) + decryptor.finalize()
            return AESGCM(self._key(f"aes|{tenant_id or '-'}", 32)).decrypt(nonce, body, bound)
        except (InvalidTag, IndexError, ValueError) as broken:
            raise Unopenable(purpose) from broken

    def seal_text(self, tenant_id: UUID | None, purpose: str, plain: str) -> bytes:
        return self.seal(tenant_id, purpose, plain.encode())

    def open_text(self, tenant_id: UUID | None, purpose: str, sealed: bytes) -> str:
        return self.open(tenant_id, purpose, sealed).decode()

    def blind_index(self, purpose: str, value: str) -> bytes:
        """What a value is looked up by: a keyed hash, exact match only, 16 bytes."""
        key = self._key(f"index|{purpose}", 32)
        return hmac.new(key, value.encode(), hashlib.sha256).digest()[:16]

    def token(self, purpose: str) -> str:
        """A secret for a library that wants one as text, the same after each restart."""
        return self._key(f"token|{purpose}", 32).hex()

    def signing_key(self, tenant_id: UUID) -> Ed25519PrivateKey:
        """The key a tenant signs with (Ed25519); its public half may be given away."""
        return Ed25519PrivateKey.from_private_bytes(self._key(f"sign|{tenant_id}", 32))

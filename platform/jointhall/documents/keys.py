"""Keys and certificates of the seals (印章证书), in a folder of their own, never in the database.

Each county has an authority that vouches for its townships' seals; both are made at first use.
Whoever can read this folder can seal letters: it belongs to the service alone, and on several
machines it has to be one shared folder.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AUTHORITY_YEARS = 20
SEAL_YEARS = 5
RENEW_BEFORE = timedelta(days=180)

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class KeyPair:
    """A private key (P-256) and the certificate that names its holder."""

    key: Key
    certificate: x509.Certificate

    @property
    def name(self) -> str:
        found = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(found[0].value)


@dataclass(frozen=True)
class SealKey:
    """What a letter is sealed with: the township's pair and the authority's certificate."""

    pair: KeyPair
    authority: x509.Certificate


class SealKeys:
    """The folder of keys; safe for several threads and processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[UUID, SealKey] = {}
        self._lock = threading.Lock()

    def seal_of(
        self, *, county_id: UUID, county_name: str, tenant_id: UUID, tenant_name: str
    ) -> SealKey:
        """The seal of a tenant, made at first use and made anew before its certificate ends."""
        with self._lock:
            known = self._known.get(tenant_id)
            if known is None or _ends_soon(known.pair) or known.pair.name != tenant_name:
                known = self._known[tenant_id] = self._prepare(
                    county_id, county_name, tenant_id, tenant_name
                )
            return known

    def authorities(self, county_id: UUID | None = None) -> list[x509.Certificate]:
        """Whom a check of seals trusts: one county's authorities, old ones too, or all of them."""
        return [
            x509.load_pem_x509_certificate(path.read_bytes())
            for path in sorted(self.folder.glob(f"{county_id or '*'}/authority-*.crt"))
        ]

    def _prepare(
        self, county_id: UUID, county_name: str, tenant_id: UUID, tenant_name: str
    ) -> SealKey:
        home = self.folder / str(county_id)
        authority = _newest(home, "authority-*.crt")
        if authority is None or _ends_soon(authority):
            authority = _keep(home, "authority", _make_authority(county_name))
        seal = _newest(home, f"seal-{tenant_id}-*.crt")
        if seal is None or _ends_soon(seal) or seal.name != tenant_name:
            seal = _keep(home, f"seal-{tenant_id}", _make_seal(tenant_name, authority))
        return SealKey(seal, authority.certificate)


def _ends_soon(pair: KeyPair) -> bool:
    return pair.certificate.not_valid_after_utc < datetime.now(UTC) + RENEW_BEFORE


def _newest(home: Path, pattern: str) -> KeyPair | None:
    # Names carry the time they were made, so that the last one is the newest.
    found = sorted(home.glob(pattern))
    if not found:
        return None
    key = serialization.load_pem_private_key(
        found[-1].with_suffix(".key").read_bytes(), password=None
    )
    assert isinstance(key, Key)
    return KeyPair(key, x509.load_pem_x509_certificate(found[-1].read_bytes()))


def _keep(home: Path, name: str, pair: KeyPair) -> KeyPair:
    """Write the pair; whoever comes second at the very first use takes what is already there."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _only_one(home):
        there = _newest(home, f"{name}-*.crt")
        if there is not None and not _ends_soon(there) and there.name == pair.name:
            return there
        stem = f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        secret = pair.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _write(home / f"{stem}.key", secret)
        # The certificate comes last: where it is, its key is there too.
        _write(home / f"{stem}.crt", pair.certificate.public_bytes(serialization.Encoding.PEM))
    return pair


@contextlib.contextmanager
def _only_one(home: Path) -> Iterator[None]:
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, body: bytes) -> None:
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def _make_authority(county_name: str) -> KeyPair:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"{county_name}电子印章签发", county_name)
    built = (
        _certificate(name, name, key, AUTHORITY_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
    )
    return KeyPair(key, built.sign(key, hashes.SHA256()))


def _make_seal(tenant_name: str, authority: KeyPair) -> KeyPair:
    key = ec.generate_private_key(ec.SECP256R1())
    built = (
        _certificate(
            _name(tenant_name, tenant_name), authority.certificate.subject, key, SEAL_YEARS
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
    )
    return KeyPair(key, built.sign(authority.key, hashes.SHA256()))


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: Key, years: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )

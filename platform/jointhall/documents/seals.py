"""Seals (电子印章): letters are signed as PAdES; anyone can check who sealed and what changed.

电子签名法 arts 13 and 14: a change to the signature or the text can be found out.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .keys import SealKey

FIELD = "Seal"
RESERVED = 8192
"""Hex digits kept free for the signature; two P-256 certificates and attributes take 4,600."""

# A letter with a false seal is an answer, not an event for the log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class SealReport:
    """What a check of the seal found.

    `intact`: not one byte of what was sealed has changed and nothing was added; `known`: the seal
    was issued by an authority we trust; `signer` is the name in the seal.
    """

    sealed: bool
    intact: bool = False
    known: bool = False
    signer: str | None = None
    sealed_at: datetime | None = None

    @property
    def valid(self) -> bool:
        return self.sealed and self.intact and self.known


def sign(pdf: bytes, seal: SealKey, *, reason: str) -> bytes:
    """The PDF with the seal's signature (PAdES B-B); blocks for some 10 ms."""
    written = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=seal.pair.name,
            reason=reason,
            signer_key_usage={"digital_signature"},
        ),
        signer=_signer(seal),
    )
    out = signer.sign_pdf(written, in_place=True, bytes_reserved=RESERVED)
    made = out.getvalue()
    assert isinstance(made, bytes)
    return made


def verify(pdf: bytes, authorities: Iterable[x509.Certificate]) -> SealReport:
    """What the seal in the PDF says, `sealed=False` where there is none; call it off the loop."""
    try:
        found = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_regular_signatures
    except Exception:
        # Whatever was handed in, it is not a letter of ours.
        return SealReport(sealed=False)
    if not found:
        return SealReport(sealed=False)
    embedded = found[-1]
    told = embedded.self_reported_timestamp
    status = asyncio.run(_status(embedded, authorities, told))
    if status is None:
        return SealReport(sealed=True)
    return SealReport(
        sealed=True,
        intact=status.intact
        and status.valid
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        known=status.trusted,
        signer=status.signing_cert.subject.native.get("common_name"),
        sealed_at=told,
    )


async def _status(
    embedded: EmbeddedPdfSignature,
    authorities: Iterable[x509.Certificate],
    sealed_at: datetime | None,
) -> PdfSignatureStatus | None:
    try:
        return await async_validate_pdf_signature(
            embedded,
            ValidationContext(
                trust_roots=[_asn1(one) for one in authorities],
                allow_fetching=False,
                moment=sealed_at,
                # A letter sealed today is checked years later: what counts is the day of sealing.
                best_signature_time=sealed_at,
            ),
        )
    except Exception:
        # Whatever stands where a signature should be, it is none that can be checked.
        return None


@lru_cache(maxsize=256)
def _signer(seal: SealKey) -> signers.SimpleSigner:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(_asn1(seal.authority))
    return signers.SimpleSigner(
        signing_cert=_asn1(seal.pair.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            seal.pair.key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        ),
        cert_registry=store,
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))

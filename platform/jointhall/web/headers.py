"""Security headers (安全响应头) on every answer, and what browsers may keep."""

from __future__ import annotations

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-src 'self'; "
    "manifest-src 'self'; frame-ancestors 'none'"
)

SECURITY: list[tuple[bytes, bytes]] = [
    (b"content-security-policy", CSP.encode()),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), microphone=(), payment=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]

NOT_KEPT = (b"cache-control", b"no-store")
KEPT_FOR_EVER = (b"cache-control", b"public, max-age=31536000, immutable")


def with_security(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with ours added where the answer did not say otherwise."""
    said = {name.lower() for name, _value in headers}
    added = [pair for pair in SECURITY if pair[0] not in said]
    if b"cache-control" not in said:
        added.append(NOT_KEPT)
    return [*headers, *added]

"""Aliyun's request signature V3 (ACS3-HMAC-SHA256), made and checked.

Source: Alibaba Cloud, "Request body and signature mechanism for V3".
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"
_AUTHORIZATION = re.compile(
    rf"{ALGORITHM} Credential=([^,]+),SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{{64}})"
)


def hash_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def canonical_query(params: Mapping[str, str]) -> str:
    """Names and values percent-encoded (RFC 3986), in the order of their names."""
    return "&".join(f"{_encoded(name)}={_encoded(params[name])}" for name in sorted(params))


def authorization(
    *,
    method: str,
    path: str,
    params: Mapping[str, str],
    headers: Mapping[str, str],
    key_id: str,
    key_secret: str,
) -> str:
    """The Authorization header over `host`, `content-type` and every `x-acs-` header."""
    signed = sorted(name for name in headers if _is_signed(name))
    signature = _signature(method, path, params, headers, signed, key_secret)
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={';'.join(signed)},Signature={signature}"


def trouble_with(
    authorization: str,
    *,
    method: str,
    path: str,
    params: Mapping[str, str],
    headers: Mapping[str, str],
    body: bytes,
    key_id: str,
    key_secret: str,
) -> str:
    """The provider's error code for a signature that does not hold; empty for one that does."""
    found = _AUTHORIZATION.fullmatch(authorization)
    if found is None:
        return "InvalidAuthorization"
    if found[1] != key_id:
        return "InvalidAccessKeyId.NotFound"
    signed = found[2].split(";")
    must = {"host"} | {name for name in headers if name.startswith("x-acs-")}
    if not must <= set(signed) or not set(signed) <= set(headers):
        return "IncompleteSignature"
    if headers.get("x-acs-content-sha256") != hash_of(body):
        return "InvalidContentSha256"
    right = _signature(method, path, params, headers, signed, key_secret)
    return "" if hmac.compare_digest(right, found[3]) else "SignatureDoesNotMatch"


def _signature(
    method: str,
    path: str,
    params: Mapping[str, str],
    headers: Mapping[str, str],
    signed: list[str],
    key_secret: str,
) -> str:
    canonical = "\n".join(
        [
            method,
            path,
            canonical_query(params),
            *(f"{name}:{headers[name].strip()}" for name in signed),
            "",
            ";".join(signed),
            headers["x-acs-content-sha256"],
        ]
    )
    to_sign = f"{ALGORITHM}\n{hash_of(canonical.encode())}"
    return hmac.new(key_secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()


def _is_signed(name: str) -> bool:
    return name in ("host", "content-type") or name.startswith("x-acs-")


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")

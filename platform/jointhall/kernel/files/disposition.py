"""The Content-Disposition of a download, with its Chinese name (RFC 6266, RFC 8187)."""

from __future__ import annotations

from urllib.parse import quote

ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}


def attachment(filename: str) -> str:
    """The header value that saves the file under `filename` and never opens it in place."""
    return _disposition("attachment", filename)


def inline(filename: str) -> str:
    """The header value that shows the file in place, only for pages that sandbox it."""
    return _disposition("inline", filename)


def _disposition(way: str, filename: str) -> str:
    ending = filename[filename.rfind(".") :] if "." in filename else ""
    plain = "file" + "".join(c for c in ending if c.isascii() and (c.isalnum() or c == "."))
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"

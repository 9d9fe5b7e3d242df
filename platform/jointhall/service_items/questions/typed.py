"""What people type or paste, mended: invisible characters, full-width digits, stray spaces."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_GAPS = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BETWEEN_DIGITS = re.compile(r"[\s\-‐‑‒–—―－·.]+")


def one_line(text: str) -> str:
    """A single line without invisible characters or doubled spaces."""
    return _GAPS.sub(" ", _INVISIBLE.sub("", text).replace("\r", " ").replace("\n", " ")).strip()


def lines(text: str) -> str:
    """Several lines, each trimmed; empty lines at the ends dropped."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_GAPS.sub(" ", line).rstrip() for line in text.split("\n")).strip()


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as plain ones."""
    return unicodedata.normalize("NFKC", one_line(text))


def code(text: str) -> str:
    """A number or code as written on paper, without spaces and hyphens, in capitals."""
    return _BETWEEN_DIGITS.sub("", half_width(text)).upper()

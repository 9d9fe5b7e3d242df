"""Names of files as people see them; never used as a path or a key."""

from __future__ import annotations

import unicodedata

from ..kernel.words import _

LONGEST = 80

ENDING = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}

# These turn the reading direction or hide letters: "发票\u202efdp.exe" would read as "发票exe.pdf".
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def display_name(given: str, media_type: str) -> str:
    """The name to show: without path, unseen letters and false ending, with the true ending."""
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", given)
        if unicodedata.category(letter) not in UNSEEN or letter in "\t\n"
    )
    last = " ".join(seen.replace("\\", "/").rsplit("/", 1)[-1].split())
    clean = "".join("＿" if letter in '<>:"|?*' else letter for letter in last)
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 5 or not ending.isascii() or not ending.isalpha():
        stem = clean
    stem = stem.strip(". ")[:LONGEST].rstrip()
    return (stem or _("未命名")) + ENDING.get(media_type, "")

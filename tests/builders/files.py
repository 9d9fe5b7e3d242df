"""Files as people send them: a photo of a phone, a contract as PDF, and such as do harm."""

from __future__ import annotations

import io
import random

import pikepdf
from PIL import Image

PROGRAM = b"MZ\x90\x00" + b"\x00" * 200 + b"This program cannot be run in DOS mode."


def a_photo(*, wide: int = 2400, high: int = 1800) -> bytes:
    """A picture with noise in it, as large as phones make them."""
    noise = random.Random(7).randbytes((wide // 8) * (high // 8) * 3)
    picture = Image.frombytes("RGB", (wide // 8, high // 8), noise).resize((wide, high))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def a_pdf(*, script: str = "") -> bytes:
    """One empty page; with `script` it wants to run something when opened."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String(script)
        )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()

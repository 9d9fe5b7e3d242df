"""Files as people send them: a photo of a phone, a contract as PDF, and such as do harm."""

from __future__ import annotations

import io
import random

import pikepdf
from PIL import Image, ImageDraw

PROGRAM = b"MZ\x90\x00" + b"\x00" * 200 + b"This program cannot be run in DOS mode."


def a_photo(*, wide: int = 2400, high: int = 1800) -> bytes:
    """A picture with noise in it, as large as phones make them."""
    noise = random.Random(7).randbytes(wide * high)
    grain = Image.frombytes("L", (wide, high), noise)
    picture = Image.new("RGB", (wide, high), "#b9d3e0")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, high * 0.55, wide, high), fill="#6f8f52")
    draw.polygon([(wide * 0.1, high * 0.6), (wide * 0.5, high * 0.3), (wide * 0.9, high * 0.6)],
                 fill="#8d6a4c")  # fmt: skip
    draw.rectangle((wide * 0.2, high * 0.6, wide * 0.8, high * 0.85), fill="#d8cdb8")
    picture = Image.blend(picture, grain.convert("RGB"), 0.12)
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

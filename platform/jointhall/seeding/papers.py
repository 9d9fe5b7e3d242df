"""Sample papers (样张) for the demo: a drawn photograph and a typeset agreement."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from PIL import Image, ImageDraw


@cache
def photograph() -> bytes:
    """A picture of a field under a sky, as a phone would send it."""
    image = Image.new("RGB", (1200, 900), "#bcd7e6")
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 420), (380, 300), (760, 410), (1200, 320), (1200, 900), (0, 900)], "#6f9a6a")
    draw.polygon([(0, 560), (1200, 500), (1200, 900), (0, 900)], "#8fb573")
    for row in range(14):
        y = 590 + row * 24
        draw.line([(0, y), (1200, y - 40)], "#7da463", 3)
    draw.rectangle((420, 470, 800, 620), "#d9dde0", "#8a949b", 4)
    for post in range(420, 801, 38):
        draw.line([(post, 470), (post, 620)], "#aab3b9", 3)
    made = io.BytesIO()
    image.save(made, "JPEG", quality=84)
    return made.getvalue()


@cache
def agreement() -> bytes:
    """A one-page agreement as PDF, with words that belong to nobody."""
    text = (
        '#set page(paper: "a4", margin: 3cm)\n'
        '#set text(font: "Noto Serif SC", size: 13pt, lang: "zh")\n'
        "#align(center)[#text(size: 20pt)[设施农业用地使用协议（样张）]]\n\n"
        "甲方：农村集体经济组织\n\n乙方：用地人\n\n"
        "一、用地位置、面积和四至见附图。\n\n二、用途限于农业设施，不得改作他用。\n\n"
        "三、期满不再使用的，乙方恢复原状。\n\n四、本样张只供示范，不是真的协议。\n"
    )
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
    made = typst.compile(text.encode(), font_paths=fonts)
    assert isinstance(made, bytes)
    return made

"""Libraries of sheets in a folder of their own, to publish and to change."""

from __future__ import annotations

from pathlib import Path

from jointhall.service_items.library import Library
from tests.builders.sheets import SHEET


def a_library(folder: Path, text: str = SHEET, *, item: str = "meeting_room") -> Library:
    """One module with one item; calling again with another text is the next version."""
    place = folder / "places" / item
    place.mkdir(parents=True, exist_ok=True)
    (place / "sheet.yaml").write_text(text, encoding="utf-8")
    module = folder / "places" / "module.yaml"
    module.write_text("名称: 场地\n主题: 公共场地\n", encoding="utf-8")
    return Library(folder)

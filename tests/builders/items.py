"""Libraries of sheets in a folder of their own, to publish and to change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jointhall.service_items.library import Library, modules_folder
from tests.builders.sheets import SHEET


@cache
def few_items() -> Library:
    """What a county of a test begins with: one item of one office, and one of several townships."""
    return Library(modules_folder(), only=frozenset({"old_age_allowance", "facility_farmland"}))


def a_library(folder: Path, text: str = SHEET, *, item: str = "meeting_room") -> Library:
    """One module with one item; calling again with another text is the next version."""
    place = folder / "places" / item
    place.mkdir(parents=True, exist_ok=True)
    (place / "sheet.yaml").write_text(text, encoding="utf-8")
    module = folder / "places" / "module.yaml"
    module.write_text("名称: 场地\n主题: 公共场地\n", encoding="utf-8")
    return Library(folder)

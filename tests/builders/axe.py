"""axe-core on a page as it stands: WCAG 2.2 AA and good practice, in several ways of looking."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

WAYS = ("normal", "elder", "high contrast", "dark")
"""How a page is looked at: as it is, large, with the colours of the reader's system, at night."""

LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""The rules that how a page looks can break; the others hold in every way of looking."""

_ASK = """async ([type, values]) => {
  const told = await axe.run(document, {runOnly: {type, values}, resultTypes: ["violations"]});
  return told.violations.map((one) => one.id + ": " + one.help + one.nodes.slice(0, 4).map(
    (node) => "\\n    " + node.target.join(" ") + "  " + node.html.slice(0, 120) + "\\n      "
      + [...node.any, ...node.all, ...node.none].map((why) => why.message).join("; ")).join(""));
}"""


async def violations(
    page: Page, *, without: tuple[str, ...] = (), only_looks: bool = False
) -> list[str]:
    """What axe finds wrong, a paragraph each; by all rules, or by those that looks can break."""
    if not await page.evaluate("() => Boolean(window.axe)"):
        await page.evaluate(_source())
    found: list[str] = await page.evaluate(_ASK, ["rule", LOOKS] if only_looks else ["tag", TAGS])
    return [one for one in found if one.partition(":")[0] not in without]


@asynccontextmanager
async def looked_at(page: Page, way: str) -> AsyncIterator[None]:
    """The page in one of WAYS; afterwards as before."""
    media: dict[str, Any] = {
        "high contrast": {"forced_colors": "active", "contrast": "more"},
        "dark": {"color_scheme": "dark"},
    }.get(way, {})
    if media:
        await page.emulate_media(**media)
    was_elder: bool = await page.evaluate(_SET_ELDER, way == "elder") if way == "elder" else False
    yield
    if way == "elder":
        await page.evaluate(_SET_ELDER, was_elder)
    if media:
        await page.emulate_media(forced_colors="none", contrast="no-preference",
                                 color_scheme="light")  # fmt: skip


_SET_ELDER = """(on) => {
  const list = document.documentElement.classList, was = list.contains("elder");
  list.toggle("elder", on);
  return was;
}"""


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")

"""Somebody with a browser, on a phone or at a desk; every page they come to is looked at."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Response

from tests.builders.axe import WAYS, looked_at, violations
from tests.gate import check_page, own_file
from tests.reading import ReadPage

PICTURES = Path(__file__).parents[2] / "artefacts" / "journeys"
SIZES = {"phone": (360, 740), "desk": (1280, 900)}
NARROWEST = 320
DARK_TOO = {"township-home", "guide", "question-choice", "case-granted", "desk-waiting", "design"}

_looked_at: set[str] = set()
_made: dict[str, bytes] = {}


def figure(name: str, value: Any) -> None:
    """Keeps a measured figure beside the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (PICTURES / "figures.jsonl").open("a", encoding="utf-8") as out:
        out.write(json.dumps({name: value}, ensure_ascii=False) + "\n")


@dataclass
class Walk:
    """One person's way through the pages; `size` is phone or desk."""

    context: BrowserContext
    page: Page
    base: str
    size: str
    without_axe: tuple[str, ...] = ()
    troubles: list[str] = field(default_factory=list)
    _checks: list[asyncio.Task[None]] = field(default_factory=list)
    _refused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("response", self._came)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))

    # --- going -------------------------------------------------------------------------------

    async def go(self, path: str) -> None:
        """Opens an address of the hall."""
        await self.page.goto(urljoin(self.base, path))
        await self.settle()

    async def press(self, words: str, *, within: str = "main") -> None:
        """Presses the button, or else follows the link, that says these words."""
        thing = await self.named(words, within=within)
        async with self.page.expect_navigation(wait_until="load"):
            await thing.click()
        await self.settle()

    async def named(self, words: str, *, within: str = "main") -> Locator:
        place = self.page.locator(within)
        for role in ("button", "link"):
            found = place.get_by_role(role, name=re.compile(re.escape(words)))  # type: ignore[arg-type]
            for one in await found.all():
                if await one.is_visible():
                    return one
        raise AssertionError(f"{self.page.url} has nothing to press that says {words!r}")

    async def fill(self, label: str, value: str) -> None:
        await self.page.get_by_label(label).first.fill(value)

    async def choose(self, words: str) -> None:
        """Chooses the answer, or ticks the box, whose label says these words."""
        await self.page.locator("label.choice", has_text=words).first.click()

    async def submit(self) -> None:
        """The main button of the page's own form."""
        async with self.page.expect_navigation(wait_until="load"):
            await self.page.locator("main form[method=post] .acts button.btn").first.click()
        await self.settle()

    # --- seeing ------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    async def heading(self) -> str:
        return (await self.page.inner_text("h1")).strip()

    async def words(self, where: str = "main") -> str:
        return re.sub(r"\s+", " ", await self.page.locator(where).first.inner_text())

    async def look(self, name: str, *, ways: tuple[str, ...] | None = None) -> None:
        """Keeps a picture, runs axe, and makes sure that nothing runs over the side.

        The first look at a page goes through all WAYS (dark, which changes colours alone, on one
        page of each kind); at another size, the plain one.
        """
        await self.settle()
        await self._over_the_side(name)
        PICTURES.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=PICTURES / f"{name}-{self.size}.png", full_page=True)
        first = WAYS if name in DARK_TOO else WAYS[:3]
        ways = ways or (first if name not in _looked_at else WAYS[:1])
        _looked_at.add(name)
        for way in ways:
            async with looked_at(self.page, way):
                if way == "elder":
                    await self._over_the_side(f"{name}, elder")
                for found in await violations(
                    self.page, without=self.without_axe, only_looks=way != "normal"
                ):
                    self.troubles.append(f"{name} ({self.size}, {way}): {found}")
        self.fail_on_troubles(name)

    async def settle(self) -> None:
        """Waits for the checks of what came; a fault of any page stops the journey."""
        checks, self._checks = self._checks, []
        for check in checks:
            await check
        self.fail_on_troubles(self.path)

    def fail_on_troubles(self, where: str) -> None:
        assert not self.troubles, f"{where}:\n" + "\n".join(self.troubles)

    async def _over_the_side(self, name: str) -> None:
        width, height = SIZES[self.size]
        for wide in (width, NARROWEST) if self.size == "phone" else (width,):
            if wide != width:
                await self.page.set_viewport_size({"width": wide, "height": height})
            over: list[str] = await self.page.evaluate(_OVER)
            if over:
                self.troubles.append(f"{name} runs over the side at {wide}: " + "; ".join(over))
        if self.size == "phone":
            await self.page.set_viewport_size({"width": width, "height": height})

    # --- what comes --------------------------------------------------------------------------

    def _came(self, response: Response) -> None:
        request = response.request
        if request.resource_type != "document" or request.frame.parent_frame is not None:
            return
        if 300 <= response.status < 400:
            return
        if response.status >= 400:
            self._refused.add(response.url)
        if response.status >= 500:
            self.troubles.append(f"{request.method} {response.url} {response.status}")
        if response.headers.get("content-type", "").startswith("text/html"):
            self._checks.append(asyncio.ensure_future(self._gate(response)))

    async def _gate(self, response: Response) -> None:
        try:
            text = (await response.body()).decode()
        except Exception:  # the page was left before its body could be read
            return
        page, loaded = ReadPage(text), {}
        for address in {*page.styles(), *page.scripts()}:
            file = own_file(address)
            if file is None:
                url = urljoin(response.url, address)
                if url not in _made:
                    _made[url] = await (await self.context.request.get(url)).body()
                file = _made[url]
            loaded[address] = file
        where = f"{response.request.method} {urlsplit(response.url).path} {response.status}"
        check_page(page, loaded, where=where)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        where: Any = message.location
        if message.text.startswith("Failed to load resource") and where["url"] in self._refused:
            return
        self.troubles.append(f"console: {message.text} ({where['url']})")


_OVER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > wide + 1 && !one.closest("svg, .vh, .skip");
  }).slice(0, 5).map((one) => one.tagName.toLowerCase() + "." + one.className + " "
    + Math.round(one.getBoundingClientRect().right) + " " + one.textContent.slice(0, 30));
}"""

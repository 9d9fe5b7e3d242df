"""No page leads nowhere: every link of every door is followed by those who use it."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
import pytest

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.files import FolderStore
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.tenancy.policy_table import COUNTY_ONLY
from jointhall.web.permissions import PERMISSIONS
from jointhall.web.place import Place
from tests.builders.halls import Hall, a_hall
from tests.builders.people import SignedInResident, a_resident, an_officer
from tests.builders.web import a_browser
from tests.conftest import NOW
from tests.reading import Form, ReadPage

ENOUGH_ALIKE = 2
"""Pages that differ by a number only are alike; so many of them are opened."""

ENOUGH_TOGETHER = 12
"""As many as this of those that lie as deep in the same place, whatever they are called."""

_NUMBERS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")


@dataclass
class Crawl:
    """One person's way along every link, and what did not open."""

    browser: httpx.AsyncClient
    opened: int = 0
    broken: list[str] = field(default_factory=list)
    _alike: Counter[str] = field(default_factory=Counter)
    _seen: set[str] = field(default_factory=set)

    async def along(self, start: str) -> None:
        """Opens a page and all that can be reached from it without leaving by another door."""
        waiting = deque([(start, "the first page")])
        while waiting:
            address, found_on = waiting.popleft()
            if not self._is_new(address):
                continue
            answer = await self.browser.get(
                str(self.browser.base_url.join(address)), follow_redirects=True
            )
            self.opened += 1
            if answer.status_code >= 400:
                self.broken.append(f"{answer.status_code} {address} on {found_on}")
                continue
            is_page = answer.headers.get("content-type", "").startswith("text/html")
            if is_page and answer.url.path.startswith(start):
                page = ReadPage(answer.text)
                here = answer.url.path
                waiting += [(one, here) for one in links(page, str(answer.url))]
                await self._sent_to(page, str(answer.url))

    async def _sent_to(self, page: ReadPage, here: str) -> None:
        """What a form posts to is there too: asked for, it says that it only takes what is sent."""
        for address in posts(page, here):
            if self._is_new(f"post {address}"):
                answer = await self.browser.get(str(self.browser.base_url.join(address)))
                if answer.status_code != 405 and answer.status_code >= 400:
                    self.broken.append(f"{answer.status_code} {address} posted from {here}")

    def _is_new(self, address: str) -> bool:
        split = urlsplit(address)
        keys = ",".join(key for key, _value in parse_qsl(split.query))
        alike = f"{_NUMBERS.sub('*', split.path)}?{keys}"
        parts = split.path.removeprefix(self.browser.base_url.path.rstrip("/")).split("/")
        together = f"{'/'.join(parts[:3])} {len(parts)} {keys}"
        if (
            address in self._seen
            or self._alike[alike] >= ENOUGH_ALIKE
            or self._alike[together] >= ENOUGH_TOGETHER
        ):
            return False
        self._seen.add(address)
        self._alike.update((alike, together))
        return True


def links(page: ReadPage, here: str) -> list[str]:
    """Addresses of ours that a page leads to or is made with, without what is after a #."""
    named = [one.get("href") for one in page.named("a", "link", "area")]
    named += [one.get("src") for one in page.named("img", "script", "iframe")]
    named += [one.get("hx-get") for one in page.elements]
    named += [form.element.get("action") for form in page.forms if not _sends(form)]
    return _ours(named, here)


def posts(page: ReadPage, here: str) -> list[str]:
    """Addresses of ours that a page's forms and buttons send to."""
    named = [form.element.get("action") for form in page.forms if _sends(form)]
    named += [one.get("formaction") for one in page.named("button", "input")]
    return _ours(named, here)


def _sends(form: Form) -> bool:
    return form.element.get("method").lower() in ("post", "dialog")


def _ours(named: list[str], here: str) -> list[str]:
    whole = [urlsplit(urljoin(here, one)) for one in named if one and not one.startswith("#")]
    host = urlsplit(here).netloc
    return [
        one._replace(scheme="", netloc="", fragment="").geturl()
        for one in whole
        if one.netloc == host and one.scheme == "https"
    ]


@dataclass(frozen=True)
class Town:
    """A county at work, with a resident who has a case."""

    hall: Hall
    tools: Tools
    resident: SignedInResident

    @property
    def here(self) -> Place:
        return self.hall.here

    @property
    def county(self) -> Place:
        return self.hall.county


@pytest.fixture(scope="module")
async def town(database: Database, files: FolderStore, secrets: Secrets) -> Town:
    clock = FixedClock(NOW)
    hall = await a_hall(Tools(database, clock, files, secrets, public_url="https://hall.test"))
    resident = await a_resident(hall.tools)
    await hall.filed(resident_id=resident.id)
    await hall.asked(resident_id=resident.id)
    return Town(hall, hall.tools, resident)


async def leads_everywhere(
    town: Town, place: Place, start: str, *, cookies: dict[str, str], at_least: int
) -> None:
    async with a_browser(town.tools, place, cookies=cookies) as browser:
        crawl = Crawl(browser)
        await crawl.along(f"{place.prefix}{start}")
    assert crawl.broken == []
    assert crawl.opened >= at_least, "the way ended early: a page that should lead on does not"


async def test_who_comes_for_the_first_time(town: Town) -> None:
    await leads_everywhere(town, town.county, "/", cookies={}, at_least=20)


async def test_a_resident(town: Town) -> None:
    await leads_everywhere(town, town.here, "/", cookies=town.resident.cookies, at_least=30)


async def test_an_officer_who_may_do_everything(town: Town) -> None:
    may = sorted(set(PERMISSIONS) - COUNTY_ONLY)
    officer = await an_officer(
        town.tools, town.here, permissions=may, offices=["zhengwu", "ziran", "lingdao"]
    )
    await leads_everywhere(town, town.here, "/workbench", cookies=officer.cookies, at_least=40)


async def test_a_county_administrator_who_may_do_everything(town: Town) -> None:
    officer = await an_officer(
        town.tools, town.county, permissions=sorted(PERMISSIONS), offices=["xian_ziran"]
    )
    await leads_everywhere(town, town.county, "/console", cookies=officer.cookies, at_least=30)
    await leads_everywhere(town, town.county, "/workbench", cookies=officer.cookies, at_least=20)


async def test_a_link_that_leads_nowhere_is_found(town: Town) -> None:
    async with a_browser(town.tools, town.county) as browser:
        crawl = Crawl(browser)
        await crawl.along("/nowhere")
    assert crawl.broken == ["404 /nowhere on the first page"]

"""The English catalogue is whole, and a page in English is in English but for what is data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from functools import cache

import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from jointhall.kernel.clock import BEIJING
from jointhall.kernel.clock.days import day_words, moment_words
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import LOCALE, N_, _, in_chinese, speaking
from jointhall.tenancy.starter import starter
from jointhall.web.visit import VIEW_COOKIE
from tests.builders.cases import FARMLAND, a_submitted_case
from tests.builders.halls import Hall, a_hall
from tests.builders.pages import link_named
from tests.builders.people import SignedInOfficer, a_resident, an_officer
from tests.builders.web import a_browser, follow, send
from tests.reading import ReadPage

PACKAGE = LOCALE.parents[1]
PLACE = re.compile(r"%\(\w+\)[\d.]*[sdf]|\{\w+\}")
CHINESE = re.compile("[\u3400-\u9fff]+")
ENGLISH = {VIEW_COOKIE: "en"}

HOLD_ONLY_TEXT = ("option", "img alt", "a title", "a aria-label", "input aria-label", "th title",
                  "div aria-label")  # fmt: skip
"""Names of townships, holidays, roles and files in these stay bare: an option holds no element,
and an attribute has no language of its own."""

NAMES = {
    "设施农业用地备案", "自然资源所", "便民服务中心", "镇领导", "县自然资源局",
    *(role.name for kind in ("county", "township") for role in starter(kind).roles),
}  # fmt: skip
"""What sheets and townships call things and roles; it stands inside sentences of ours."""


CASE_TITLE = re.compile(r"\w*用地备案（[^）]*）")
"""What the sheet calls one case, as asking and asked township both read it."""


@cache
def gathered() -> frozenset[str]:
    """Every message in the code and the templates, as `make words` gathers them."""
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(PACKAGE, method_map=methods, options_map=options)
    return frozenset(
        message for _file, _line, message, *_rest in found if isinstance(message, str) and message
    )


@cache
def catalogue() -> Catalog:
    with (LOCALE / "en" / "LC_MESSAGES" / "jointhall.po").open("rb") as file:
        return read_po(file, locale="en")


def english(message: str) -> str:
    found = catalogue().get(message)
    return str(found.string) if found is not None and not found.fuzzy else ""


def test_every_message_has_its_english() -> None:
    assert len(gathered()) > 1500, "the messages were not gathered"
    assert not [message for message in sorted(gathered()) if not english(message).strip()]


def test_english_has_the_same_places_to_fill() -> None:
    wrong = [
        message
        for message in sorted(gathered())
        if sorted(PLACE.findall(message)) != sorted(PLACE.findall(english(message)))
    ]
    assert not wrong


def test_english_breaks_no_attribute_it_stands_in() -> None:
    assert not [message for message in gathered() if set('"<>') & set(english(message))]


def test_dates_read_as_english() -> None:
    with speaking("en"):
        assert day_words(date(2026, 11, 23)) == "Mon 23 November"
        assert day_words(date(2026, 3, 1), with_year=True) == "Sun 1 March 2026"
        assert moment_words(datetime(2026, 11, 23, 9, 5, tzinfo=BEIJING)) == "Mon 23 November 9:05"


def test_what_is_kept_is_chinese_whoever_reads_english() -> None:
    with speaking("en"):
        said = _("最迟%(day)s", day=day_words(date(2026, 11, 23)))
    assert said == "By Mon 23 November"
    assert in_chinese(said) == "最迟11月23日（周一）"
    assert in_chinese("as it is") == "as it is"
    assert N_("受理") == "受理"


@pytest.fixture
async def hall(tools: Tools) -> Hall:
    return await a_hall(tools)


def in_english(page: httpx.Response, hall: Hall) -> ReadPage:
    """The page, when nothing on it is Chinese but what is marked so or is a name."""
    assert page.status_code == 200, page.url
    read = ReadPage(page.text)
    assert read.named("html")[0].get("lang") == "en", page.url
    left = list(unmarked(read, hall))
    assert not left, f"{page.url.path}: {left}"
    return read


def unmarked(read: ReadPage, hall: Hall) -> Iterator[str]:
    names = {place.name for place in (hall.county, hall.here, hall.there)} | NAMES
    for said in read.said:
        if said.language.startswith("zh") or said.element in HOLD_ONLY_TEXT:
            continue
        rest = CASE_TITLE.sub("", said.words)
        for name in sorted(names | quoted(), key=len, reverse=True):
            rest = rest.replace(name, "")
        if CHINESE.search(rest):
            yield f"line {said.line} <{said.element}> {said.words[:80]}"


@cache
def quoted() -> frozenset[str]:
    """Chinese that English sentences quote: what to type, what to look for in a sheet."""
    return frozenset(
        word
        for message in catalogue()
        if message.id
        for word in CHINESE.findall(str(message.string))
        if len(word) > 1
    )


async def test_the_portal_is_in_english(hall: Hall) -> None:
    async with a_browser(hall.tools, hall.here, cookies=ENGLISH) as browser:
        home = in_english(await browser.get("/"), hall)
        assert home.named("h1")[0].words.startswith("What do you need?")
        for path in (
            "/items", f"/items/{FARMLAND}", "/search?q=zhuxuan", "/search?q=qqqq", "/sign-in",
            "/progress", "/v", "/pages/help",
        ):  # fmt: skip
            in_english(await browser.get(path), hall)
        refused = await send(browser, "/sign-in", {"phone": "12"})
        assert "A mobile phone number has 11 digits" in refused.text


async def test_a_resident_follows_a_case_in_english(hall: Hall) -> None:
    someone = await a_resident(hall.tools)
    case = await a_submitted_case(
        hall.tools, hall.here, item=FARMLAND, across=[hall.there], resident_id=someone.id
    )
    async with a_browser(hall.tools, hall.here, cookies=someone.cookies | ENGLISH) as browser:
        for path in ("/cases", f"/cases/{case.number}", f"/cases/{case.number}/receipt",
                     f"/cases/{case.number}/withdrawal", "/me", "/messages"):  # fmt: skip
            in_english(await browser.get(path), hall)
        begun = await send(browser, f"/apply/{FARMLAND}", follow=True)
        asked = in_english(begun, hall)
        assert "Question 1 of" in asked.title


async def test_the_workbench_is_in_english(hall: Hall) -> None:
    case = await hall.asked()
    for officer in (hall.clerk, hall.surveyor):
        async with at(hall, officer) as browser:
            for path in ("/workbench", "/workbench/done", "/workbench/cases",
                         f"/workbench/cases/{case.number}", "/workbench/account"):  # fmt: skip
                in_english(await browser.get(path), hall)
    async with at(hall, hall.neighbour) as browser:
        listed = await browser.get("/workbench/referrals")
        in_english(listed, hall)
        links = [link.get("href") for link in ReadPage(listed.text).named("a")]
        asked = next(link for link in links if "/referrals/" in link)
        in_english(await follow(browser, asked), hall)


async def test_the_console_is_in_english(hall: Hall) -> None:
    admin = await an_officer(hall.tools, hall.county, roles=["county_admin"])
    async with at(hall, admin) as browser:
        for path in ("/console", "/console/join", "/console/policy", "/console/officers",
                     "/console/offices", "/console/calendar", "/console/journal"):  # fmt: skip
            in_english(await browser.get(path), hall)
        county = await browser.get("/console")
        in_english(await follow(browser, link_named(county, "Checklist")), hall)


async def test_what_an_officer_does_in_english_is_kept_in_chinese(hall: Hall) -> None:
    case = await hall.filed()
    async with at(hall, hall.clerk) as browser:
        await send(browser, f"/workbench/cases/{case.number}/acceptance")
    await hall.work_off()
    async with hall.at(hall.clerk) as browser:
        page = await browser.get(f"/workbench/cases/{case.number}")
    assert "受理了" in page.text
    assert "Accepted" not in page.text


def at(hall: Hall, officer: SignedInOfficer) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """A browser at this officer's desk that asks for English."""
    return a_browser(hall.tools, officer.place, cookies=officer.cookies | ENGLISH)

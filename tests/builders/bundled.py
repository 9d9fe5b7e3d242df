"""A township that offers the items of a bundle, and somebody's answers to all of them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import httpx

from jointhall.kernel.db import Database
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import adopt, publish_library
from jointhall.service_items.library import Library, modules_folder
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import CSRF_COOKIE, send

BUNDLE = "living_with_disability"
CERTIFICATE = "disability_certificate"
HARDSHIP = "hardship_living_allowance"
CARE = "severe_care_allowance"
ITEMS = (CERTIFICATE, HARDSHIP, CARE)
ANSWERS: dict[str, object] = {
    "has_card": "yes",
    "grade": "one",
    "together": [HARDSHIP, CARE],
    "for_whom": "self",
    "applicant_name": "陈志明",
    "id_number": "430321196505120012",
    f"{HARDSHIP}__hardship": "low",
    "registered_here": "yes",
    f"{HARDSHIP}__other": ["none"],
    "bank_card": "6217995510000123454",
    "card_photo": None,
    "kind": ["limb"],
    f"{CARE}__carer": "family",
    f"{CARE}__injury": "no",
    "village": "日华村五组",
    "phone": "13812345678",
    "promise": "yes",
}
"""For somebody with a card of the first grade; None is a photograph."""


async def a_caring_township(database: Database) -> Place:
    """A township that offers the three items that make up the bundle."""
    county = await a_county(database)
    items = Library(modules_folder(), only=frozenset(ITEMS))
    async with database.transaction(county.standing()) as session:
        await publish_library(session, county, items, who=SYSTEM)
    township = await a_township(database, county, name="花石镇")
    async with database.transaction(township.standing()) as session:
        for code in ITEMS:
            await adopt(session, township, code, who=SYSTEM)
    return township


def inside(place: Place, answer: httpx.Response) -> str:
    """Where an answer leads, without the place's prefix."""
    return answer.headers["location"].removeprefix(place.prefix)


async def begun(browser: httpx.AsyncClient, place: Place) -> str:
    """The path of the first question of a new draft."""
    return inside(place, await send(browser, f"/apply/{BUNDLE}"))


async def answered(
    browser: httpx.AsyncClient, place: Place, path: str, **changed: object
) -> list[str]:
    """Answers every question in turn; the paths gone through, the last of them not a question."""
    went = [path]
    for _ in range(40):
        code = path.rpartition("/")[2]
        if code in ("check", "stop"):
            return went
        path = await answered_one(browser, place, path, {**ANSWERS, **changed}[code])
        went.append(path)
    raise AssertionError("the form does not end")


async def answered_one(browser: httpx.AsyncClient, place: Place, path: str, value: object) -> str:
    """Answers one question; where it leads."""
    code = path.rpartition("/")[2]
    if value is None:
        token = browser.cookies.get(CSRF_COOKIE, "")
        files = {code: ("卡.jpg", hostile.encoded("JPEG"))}
        answer = await browser.post(path, data={"_csrf_token": token}, files=files)
    else:
        answer = await send(browser, path, {code: value})
    assert answer.status_code == 303, answer.text
    return inside(place, answer).partition("?")[0]


async def sent(browser: httpx.AsyncClient, place: Place, check: str) -> httpx.Response:
    """Sends what is checked on this page."""
    page = (await browser.get(check)).text
    found = re.search(r'name="submission_id" value="([^"]+)"', page)
    assert found is not None, page
    path = check.replace("check", "submission")
    return await send(browser, path, {"submission_id": found[1]})


async def with_changed_item(
    database: Database, township: Place, folder: Path, before: str, after: str
) -> None:
    """The county publishes the care allowance with other words, and the township takes it over."""
    shutil.copytree(modules_folder() / "disability", folder / "disability")
    sheet = folder / "disability" / CARE / "sheet.yaml"
    said = sheet.read_text(encoding="utf-8")
    assert before in said
    sheet.write_text(said.replace(before, after), encoding="utf-8")
    changed = Library(folder, only=frozenset({CARE}))
    county = await TenantDirectory(database).by_id(township.county_id)
    assert county is not None
    async with database.transaction(county.standing()) as session:
        await publish_library(session, county, changed, who=SYSTEM)
    async with database.transaction(township.standing()) as session:
        await adopt(session, township, CARE, who=SYSTEM)

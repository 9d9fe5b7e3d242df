"""Every kind of question on its real page: filled in, filled in badly, filled in to do harm."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.service_items import joining
from jointhall.service_items.questions import KINDS
from jointhall.web.place import Place
from tests.builders.cases import with_parties
from tests.builders.kinds import (
    CODE,
    GOOD,
    code_of,
    fields_of,
    library_of_every_kind,
)
from tests.builders.people import a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import CSRF_COOKIE, a_browser, send

TYPED = sorted(GOOD)


@pytest.fixture(scope="module")
async def place(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A township of a county whose only item asks a question of every kind."""
    sheets = library_of_every_kind(tmp_path_factory.mktemp("modules"))
    before = joining._begins_with[0]
    joining.counties_begin_with(lambda: sheets)
    try:
        return await a_township(
            database, await a_county(database), name="花石镇", villages=("日华村", "黄荆坪村")
        )
    finally:
        joining.counties_begin_with(before)


@pytest.fixture
async def filler(tools: Tools, place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has begun: `draft` is where the questions lie."""
    whole = with_parties(tools)
    someone = await a_resident(tools)
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        begun = await send(browser, f"/apply/{CODE}")
        first = begun.headers["location"].removeprefix(place.prefix)
        browser.draft = first.rpartition("/")[0]  # type: ignore[attr-defined]
        yield browser


def page_of(browser: Any, kind: str) -> str:
    return f"{browser.draft}/{code_of(kind)}"


async def hand_in(browser: Any, kind: str, data: bytes, name: str = "照片.jpg") -> httpx.Response:
    token = browser.cookies.get(CSRF_COOKIE, "")
    return await browser.post(
        page_of(browser, kind), data={"_csrf_token": token}, files={code_of(kind): (name, data)}
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_every_kind_has_a_page(filler: Any, kind: str) -> None:
    page = await filler.get(page_of(filler, kind))
    assert page.status_code == 200
    assert "<h1" in page.text


@pytest.mark.parametrize("kind", TYPED)
async def test_what_is_filled_in_rightly_is_kept_and_there_again(filler: Any, kind: str) -> None:
    answer = await send(filler, page_of(filler, kind), fields_of(kind, GOOD[kind]))
    assert answer.status_code == 303, answer.text
    again = (await filler.get(page_of(filler, kind))).text
    for said in GOOD[kind].values():
        for text in [said] if isinstance(said, str) else said:
            # A village of the register is chosen in its list; the line holds what comes after it.
            assert all(line.removeprefix("日华村") in again for line in text.split("\n"))

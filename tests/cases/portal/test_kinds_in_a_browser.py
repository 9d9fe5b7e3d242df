"""The kinds that a script makes better, in Chromium: by finger, by keys, and without the script."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from jointhall.kernel.tools import Tools
from jointhall.service_items.questions import KINDS
from jointhall.web.place import Place
from tests.builders.axe import looked_at, violations
from tests.builders.cases import with_parties
from tests.builders.kinds import CODE, code_of
from tests.builders.people import SignedInResident, a_resident
from tests.builders.serving import served
from tests.builders.web import a_browser, send
from tests.cases.portal.test_kinds import place

__all__ = ["place"]

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
HERE = {"latitude": 27.6831, "longitude": 112.9102, "accuracy": 8}
OWN_LOOK = sorted(code for code, kind in KINDS.items() if kind.has_own_look)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def someone(tools: Tools) -> SignedInResident:
    return await a_resident(tools)


@asynccontextmanager
async def filling(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser, **also: Any
) -> AsyncIterator[tuple[Page, str]]:
    """A page of somebody who has begun, and the address under which their questions lie."""
    whole = with_parties(tools)
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        begun = await send(browser, f"/apply/{CODE}")
        draft = begun.headers["location"].rpartition("/")[0]
    also = {"viewport": {"width": 360, "height": 740}, "geolocation": HERE,
            "permissions": ["geolocation"], "locale": "zh-CN", **also}  # fmt: skip
    async with served(whole) as url:
        context = await chromium.new_context(**also)
        for name, value in someone.cookies.items():
            await context.add_cookies(
                [{"name": name, "value": value, "url": url.replace("http:", "https:"),
                  "secure": True, "httpOnly": True}]
            )  # fmt: skip
        page = await context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        yield page, f"{url}{draft}"
        await context.close()
        assert not wrong, wrong


async def go_on(page: Page) -> str:
    """Presses 继续; the question one comes to."""
    async with page.expect_navigation():
        await page.click(".acts .btn")
    return page.url.rpartition("/")[2]


async def test_every_page_is_narrow_enough_and_accessible(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium) as (page, draft):
        for kind in OWN_LOOK:
            await page.goto(f"{draft}/{code_of(kind)}")
            if kind.startswith("map_"):
                await page.click("[data-do=locate]")
                await page.wait_for_selector(".map:not(.is-lost)")
            over = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{kind} runs {over}px over the side"
            found = await violations(page)
            assert not found, (kind, found)
            async with looked_at(page, "elder"):
                over = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert over <= 0, f"{kind}, in large type, runs {over}px over the side"


async def test_a_point_is_found_moved_by_keys_and_kept(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium) as (page, draft):
        await page.goto(f"{draft}/q_map_point")
        assert await page.is_hidden(".map svg"), "before there is a place there is no map"
        await page.focus("[data-do=locate]")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".map:not(.is-lost)")
        assert "准到约 8 米" in await page.inner_text(".map [role=status]")
        assert await page.input_value("[name=q_map_point-lat]") == "27.683100"
        await page.focus(".map svg")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        north = float(await page.input_value("[name=q_map_point-lat]"))
        assert 0 < north - 27.6831 < 0.001
        assert await page.input_value("[name=q_map_point-lng]") == "112.910200"
        assert await go_on(page) == "q_map_area"
        await page.goto(f"{draft}/q_map_point")
        assert float(await page.input_value("[name=q_map_point-lat]")) == north
        assert await page.is_visible(".map .corner"), "what is kept is drawn"


async def test_where_the_telephone_may_not_say_it_says_what_to_do(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium, permissions=[]) as (page, draft):
        await page.goto(f"{draft}/q_map_point")
        await page.click("[data-do=locate]")
        await page.wait_for_function(
            "() => document.querySelector('.map [role=status]').textContent.includes('自己填')"
        )


async def test_an_area_is_walked_round_and_measures_what_the_hall_measures(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium) as (page, draft):
        await page.goto(f"{draft}/q_map_area")
        corners = [(27.6831, 112.9102), (27.6831, 112.9112), (27.6840, 112.9112)]
        for latitude, longitude in corners:
            await page.context.set_geolocation({"latitude": latitude, "longitude": longitude})
            before = await page.input_value("textarea")
            await page.click("[data-do=locate]")
            await page.wait_for_function(
                "before => document.querySelector('textarea').value !== before", arg=before
            )
        assert "3 个角，围起来约 7.39 亩" in await page.inner_text(".map [role=status]")
        await page.focus(".map svg")
        await page.keyboard.press("Enter")
        assert (await page.input_value("textarea")).count("\n") == 3
        await page.click("[data-do=undo]")
        assert (await page.input_value("textarea")).count("\n") == 2
        assert await go_on(page) == "q_land_parcel"
        await page.goto(f"{draft}/q_computed_sum")


async def test_rows_come_go_and_come_back_without_leaving_the_page(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium) as (page, draft):
        await page.goto(f"{draft}/q_table")
        await page.check("#f-q_table-1-crop")
        await page.fill("[name=q_table-1-area]", "2.5")
        await page.focus("[data-add]")
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.name") == "q_table-2-crop"
        await page.check("#f-q_table-2-crop")
        await page.fill("[name=q_table-2-area]", "1.2")
        await page.click("[data-add]")
        assert await page.locator("[data-row] > legend").all_inner_texts() == [
            "第1行", "第2行", "第3行",
        ]  # fmt: skip
        await page.click("text=删掉第1行")
        assert "第1行删掉了" in await page.inner_text(".dropped")
        await page.click("text=放回来")
        assert await page.input_value("[name=q_table-1-area]") == "2.5"
        await page.click("text=删掉第2行")
        assert await go_on(page) == "q_computed_sum"
        assert await page.inner_text("output") == "2.5亩"


async def test_rows_typed_when_the_line_was_lost_are_there_again(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium) as (page, draft):
        await page.goto(f"{draft}/q_household")
        await page.fill("[name=q_household-1-income]", "300")
        await page.click("[data-add]")
        await page.fill("[name=q_household-2-income]", "450")
        await page.fill("[name=q_household-2-id_number]", "11010519491231002X")
        await page.wait_for_timeout(400)
        kept = await page.evaluate("() => JSON.stringify(localStorage)")
        assert "11010519491231002X" not in kept, "no number of anybody stays in the telephone"
        await page.reload()
        assert await page.locator("[data-row]").count() == 2
        assert await page.input_value("[name=q_household-2-income]") == "450"


async def test_the_enter_key_in_a_row_goes_on_and_takes_no_row_away(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium, java_script_enabled=False) as (page, draft):
        await page.goto(f"{draft}/q_table")
        await page.check("#f-q_table-1-crop")
        await page.fill("[name=q_table-1-area]", "2.5")
        async with page.expect_navigation():
            await page.press("[name=q_table-1-area]", "Enter")
        assert page.url.endswith("/q_computed_sum")


async def test_a_linked_choice_offers_what_the_first_allows(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium) as (page, draft):
        await page.goto(f"{draft}/q_linked_choices")
        assert await page.is_hidden("#f-q_linked_choices-second")
        await page.select_option("#f-q_linked_choices", label="因灾")
        second = page.locator("#f-q_linked_choices-second option")
        assert await second.all_inner_texts() == ["请选", "水灾", "火灾"]
        assert await go_on(page) == "q_linked_choices"
        assert "“因灾”里面还要再选一项" in await page.inner_text("main")
        assert await second.all_inner_texts() == ["请选", "水灾", "火灾"], (
            "the first is chosen still"
        )
        await page.select_option("#f-q_linked_choices-second", label="火灾")
        assert await go_on(page) == "q_phone"
        await page.goto(f"{draft}/q_linked_choices")
        assert await page.input_value("#f-q_linked_choices-second") == "disaster/fire"
        await page.select_option("#f-q_linked_choices", label="别的原因")
        assert await page.is_hidden("#f-q_linked_choices-second")
        assert await go_on(page) == "q_phone"


async def test_a_signature_is_drawn_and_handed_in(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium) as (page, draft):
        await page.goto(f"{draft}/q_signature")
        box = await page.locator("canvas").bounding_box()
        assert box is not None
        await page.mouse.move(box["x"] + 30, box["y"] + 30)
        await page.mouse.down()
        for step in range(20):
            await page.mouse.move(box["x"] + 30 + step * 10, box["y"] + 30 + step % 5 * 12)
        await page.mouse.up()
        await page.wait_for_function(
            "() => document.querySelector('[type=file]').files.length === 1"
        )
        assert "签好了" in await page.inner_text(".pad [role=status]")
        await page.click("text=擦掉重写")
        assert await page.evaluate("document.querySelector('[type=file]').files.length") == 0
        await page.mouse.move(box["x"] + 30, box["y"] + 30)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 200, box["y"] + 70, steps=10)
        await page.mouse.up()
        assert await go_on(page) == "q_consent"
        await page.goto(f"{draft}/q_signature")
        assert "签名.png" in await page.inner_text("main")


async def test_without_a_script_everything_can_be_filled_in_by_keys(
    tools: Tools, place: Place, someone: SignedInResident, chromium: Browser
) -> None:
    async with filling(tools, place, someone, chromium, java_script_enabled=False) as (page, draft):
        await page.goto(f"{draft}/q_map_point")
        assert await page.is_hidden(".map"), "what needs the script is not there"
        await page.fill("[name=q_map_point-lat]", "27°40′59″")
        await page.fill("[name=q_map_point-lng]", "112.9102")
        assert await go_on(page) == "q_map_area"
        corners = "1. 27.6831，112.9102\n2. 27.6831，112.9112\n3. 27.6840，112.9112"
        await page.fill("textarea", corners)
        assert await go_on(page) == "q_land_parcel"
        await page.goto(f"{draft}/q_linked_choices")
        await page.select_option("select", label="慢性病")
        assert await go_on(page) == "q_phone"
        await page.goto(f"{draft}/q_table")
        await page.check("#f-q_table-1-crop")
        await page.fill("[name=q_table-1-area]", "2.5")
        async with page.expect_navigation():
            await page.click("text=再加一行")
        assert page.url.endswith("#q_table-row-2")
        assert await page.input_value("[name=q_table-1-area]") == "2.5"
        async with page.expect_navigation():
            await page.click("text=删掉第2行")
        assert await go_on(page) == "q_computed_sum"
        await page.goto(f"{draft}/q_signature")
        assert await page.is_hidden(".pad")
        assert await page.is_visible("[type=file]")

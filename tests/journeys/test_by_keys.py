"""Nothing but a keyboard: a resident signs in and answers; an officer opens, accepts, decides."""

from __future__ import annotations

import re

from tests.builders.walk import Walk
from tests.journeys.conftest import Walks
from tests.journeys.filling_in import allowance, asked
from tests.journeys.signing_in import Desks, a_phone, texted
from tests.journeys.test_crossing import file

MOST_STEPS = 60


async def test_a_resident_signs_in_and_answers_by_keys(walk: Walks) -> None:
    phone = a_phone()
    async with walk("desk") as resident:
        await resident.go("/t/huashi/apply/old_age_allowance")
        await tab_to(resident, "[autocomplete=tel]")
        await resident.page.keyboard.type(phone)
        await enter(resident)
        await tab_to(resident, "[autocomplete=one-time-code]")
        await resident.page.keyboard.type(await texted(resident, phone))
        await enter(resident)
        await tab_to(resident, "main form button.btn")
        await enter(resident)
        assert asked(resident) == "for_whom"
        await tab_to(resident, "input[name=for_whom]")
        await resident.page.keyboard.press("Space")
        await tab_to(resident, "main form button.btn")
        await enter(resident)
        assert asked(resident) == "applicant_name"
        await tab_to(resident, "main form button.btn")
        await enter(resident)
        focused = await resident.page.evaluate("document.activeElement.matches('[data-alarm]')")
        assert focused, "after an error the summary is where one is"
        await resident.look("question-empty")


async def test_an_officer_accepts_by_keys(walk: Walks, desks: Desks) -> None:
    phone = a_phone()
    async with walk("phone") as resident:
        number = await file(resident, "huashi", "old_age_allowance", phone, allowance(phone))
    async with desks.at(walk, "luojianying", "huashi") as clerk:
        keys = clerk.page.keyboard
        await _walk_to(clerk, number)
        async with clerk.page.expect_navigation(wait_until="load"):
            await keys.press("Enter")
        await clerk.settle()
        assert clerk.path.endswith(number)
        async with clerk.page.expect_navigation(wait_until="load"):
            await keys.press("a")
        await clerk.settle()
        assert "受理" in await clerk.words()
        await keys.press("?")
        assert await clerk.page.locator("dialog#keys").is_visible()
        await clerk.look("desk-keys")
        await keys.press("Escape")
        await keys.press("g")
        async with clerk.page.expect_navigation(wait_until="load"):
            await keys.press("t")
        await clerk.settle()
    async with desks.at(walk, "pengyulian", "huashi") as civil_affairs:
        keys = civil_affairs.page.keyboard
        await _walk_to(civil_affairs, number)
        async with civil_affairs.page.expect_navigation(wait_until="load"):
            await keys.press("Enter")
        await civil_affairs.settle()
        await keys.press("a")
        async with civil_affairs.page.expect_navigation(wait_until="load"):
            await keys.press("Control+Enter")
        await civil_affairs.settle()
        assert re.search("同意", await civil_affairs.words())


async def _walk_to(desk: Walk, number: str) -> None:
    """Down the list by J until the row of this case is looked at."""
    for _ in range(100):
        await desk.page.keyboard.press("j")
        at = desk.page.locator("[data-row].is-at a").first
        if number in str(await at.get_attribute("href")):
            return
    raise AssertionError(f"{number} is not in the list")


async def tab_to(walk: Walk, selector: str) -> None:
    """Tab after tab until this has the focus; each stop must be seen."""
    for _ in range(MOST_STEPS):
        await walk.page.keyboard.press("Tab")
        if await walk.page.evaluate("(s) => document.activeElement.matches(s)", selector):
            ring = await walk.page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'"
                " || document.activeElement.closest('label') !== null; }"
            )
            assert ring, f"{selector} has the focus and does not show it"
            return
    raise AssertionError(f"{selector} is not reached by Tab on {walk.path}")


async def enter(walk: Walk) -> None:
    async with walk.page.expect_navigation(wait_until="load"):
        await walk.page.keyboard.press("Enter")
    await walk.settle()

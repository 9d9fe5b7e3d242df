"""One case crosses two townships: accepted here, asked of three at once, decided, told, proved."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import AsyncExitStack

from playwright.async_api import Response

from tests.builders.printed import told_in
from tests.builders.walk import Walk, figure
from tests.journeys.conftest import Walks
from tests.journeys.filling_in import an_area, answer_all, farmland
from tests.journeys.signing_in import Desks, a_phone, sign_in_resident, texted

SECONDS_TO_SEE = 2.0


async def test_a_case_crosses_and_comes_back(walk: Walks, desks: Desks) -> None:
    phone = a_phone()
    mark = f"{(area := an_area())}亩"
    answers = farmland(phone, area)
    async with AsyncExitStack() as stack:
        resident = await stack.enter_async_context(walk("desk"))
        number = await file(resident, "huashi", "facility_farmland", phone, answers)

        clerk = await stack.enter_async_context(desks.at(walk, "luojianying", "huashi"))
        others = [
            await stack.enter_async_context(desks.at(walk, login, where, size=size))
            for login, where, size in [
                ("zhouxiaolan", "huashi", "phone"),
                ("chenjian", "chaensi", "desk"),
                ("wangchu", "", "desk"),
            ]
        ]
        leader = await stack.enter_async_context(desks.at(walk, "heweidong", "huashi"))

        await clerk.look("desk-waiting")
        await open_case(clerk, number)
        await clerk.look("desk-case-accept")
        seen = await _accept(clerk, others, mark)
        await clerk.look("desk-case-accepted")
        figure("seconds until the others see their task", [round(one, 2) for one in seen])
        assert max(seen) <= SECONDS_TO_SEE

        for other in others:
            await _agree(other, mark)
        neighbour = others[1]
        words = await neighbour.words("body")
        assert "430321196505120012" not in words
        assert phone not in words
        for name in ("envelopes", "referrals", "cases", "done", "account"):
            await neighbour.go(f"/t/chaensi/workbench/{name}")
            await neighbour.look(f"desk-{name}")

        await open_case(leader, number, waiting_for="决定")
        await leader.look("desk-case-decide")
        await leader.page.keyboard.press("a")
        await leader.submit()
        assert "准予" in await leader.words() or "同意" in await leader.words()
        await leader.look("desk-case-decided")

        await _is_told(resident, "huashi", number, phone)
        await _letter_is_genuine(resident, walk, number)


async def file(walk: Walk, where: str, item: str, phone: str, answers: dict) -> str:  # type: ignore[type-arg]
    """From the item's page to the receipt; the case's number."""
    await walk.go(f"/t/{where}/apply/{item}")
    await sign_in_resident(walk, phone)
    await walk.submit()
    await answer_all(walk, answers)
    await walk.submit()
    return (await walk.page.inner_text(".receipt-no")).strip()


async def open_case(desk: Walk, number: str, *, waiting_for: str = "", within: float = 10) -> None:
    """From the list of what waits to the case; waits for background work where told so."""
    ends = time.monotonic() + within
    while True:
        await desk.page.locator(".top a.brand").click()
        await desk.settle()
        await desk.page.wait_for_load_state()
        row = desk.page.locator("tr[data-row]", has=desk.page.locator(f"a[href*='{number}']"))
        if await row.count() and waiting_for in await row.first.inner_text():
            break
        assert time.monotonic() < ends, f"{number} does not wait here: {await desk.words()}"
        await asyncio.sleep(0.2)
    async with desk.page.expect_navigation(wait_until="load"):
        await row.first.locator("a").first.click()
    await desk.settle()


async def _accept(clerk: Walk, others: list[Walk], mark: str) -> list[float]:
    """Seconds from the answer to the acceptance until each of the others sees its task."""
    accepted = asyncio.Event()
    at = 0.0

    def came(response: Response) -> None:
        nonlocal at
        if response.url.endswith("/acceptance") and not accepted.is_set():
            at = time.monotonic()
            accepted.set()

    clerk.page.on("response", came)

    async def sees(other: Walk) -> float:
        await accepted.wait()
        while time.monotonic() - at < 15:
            answer = await other.context.request.get(other.page.url)
            if mark in await answer.text():
                return time.monotonic() - at
            await asyncio.sleep(0.05)
        raise AssertionError(f"{other.page.url} never showed {mark}")

    watching = [asyncio.ensure_future(sees(other)) for other in others]
    await clerk.press("受理")
    return list(await asyncio.gather(*watching))


async def _agree(other: Walk, mark: str) -> None:
    await other.page.reload()
    await other.settle()
    row = other.page.locator("tr[data-row]", has_text=mark)
    async with other.page.expect_navigation(wait_until="load"):
        await row.locator("a").first.click()
    await other.settle()
    name = "desk-referral" if "referrals" in other.path else "desk-case-review"
    await other.look(name)
    await agree_at(other)
    await other.look(f"{name}-answered")


async def agree_at(desk: Walk) -> None:
    """Says yes to what is asked on this page."""
    await desk.page.locator("label.choice", has_text="同意").first.click()
    await desk.page.locator("textarea[data-opinion]").fill("现场看过，同意。")
    await desk.submit()


async def until_told(resident: Walk, where: str, number: str, *, letters: int) -> None:
    """Opens the case until so many letters can be downloaded."""
    for _ in range(60):
        await resident.go(f"/t/{where}/cases/{number}")
        if await resident.page.get_by_role("link", name="下载").count() >= letters:
            return
        await asyncio.sleep(0.25)
    raise AssertionError(f"no {letters} letters: {await resident.words()}")


async def _is_told(resident: Walk, where: str, number: str, phone: str) -> None:
    await until_told(resident, where, number, letters=3)
    words = await resident.words()
    for said in ("花石镇", "茶恩寺镇", "县自然资源局", "何卫东", "陈建"):
        assert said in words, f"{said} is not told: {words}"
    await resident.look("case-granted")
    assert number in await texted(resident, phone, pattern=rf"({number})")


async def _letter_is_genuine(resident: Walk, walk: Walks, number: str) -> None:
    link = resident.page.locator("li", has_text="备案通知书").get_by_role("link").first
    href = str(await link.get_attribute("href"))
    answer = await resident.context.request.get(resident.base + href)
    letter = await answer.body()
    assert letter.startswith(b"%PDF")
    code = _code_in(letter)
    async with walk("phone") as somebody:
        await somebody.go(f"/t/huashi/v/{code}")
        assert await somebody.heading() == "这份文书是真的，现在有效"
        await somebody.look("verify-genuine")
        await somebody.go("/t/huashi/v/AAAAAAAAAAAA")
        assert await somebody.heading() == "没有查到这份文书"
        await somebody.look("verify-unknown")
        await somebody.go("/t/huashi/v")
        await somebody.look("verify-ask")
        await somebody.page.locator("input[name=letter]").set_input_files(
            {"name": "通知书.pdf", "mimeType": "application/pdf", "buffer": letter}
        )
        await somebody.page.get_by_role("button", name="核对").click()
        await somebody.page.wait_for_load_state()
        await somebody.settle()
        assert await somebody.heading() == "这份文书是真的，现在有效"
        forged = letter.replace(b"%PDF-1", b"%PDF-1", 1) + b"\n% one byte more"
        await somebody.go("/t/huashi/v")
        await somebody.page.locator("input[name=letter]").set_input_files(
            {"name": "通知书.pdf", "mimeType": "application/pdf", "buffer": forged}
        )
        await somebody.page.get_by_role("button", name="核对").click()
        await somebody.page.wait_for_load_state()
        await somebody.settle()
        assert await somebody.heading() != "这份文书是真的，现在有效"
        await somebody.look("verify-changed")


def _code_in(letter: bytes) -> str:
    """The code a letter is checked by, as it is printed under the code to scan."""
    found = re.search(r"核验码\s*([A-Za-z0-9]+)", told_in(letter).replace("-", ""))
    assert found, "the letter carries no code to check it by"
    return found[1]

"""The pages in English: chosen once, kept, no word of ours left in Chinese."""

from __future__ import annotations

from tests.journeys.conftest import Walks
from tests.journeys.filling_in import allowance, answer_all
from tests.journeys.signing_in import Desks, a_phone, sign_in_resident

PAGES = ("/", "/t/huashi/", "/t/huashi/items", "/t/huashi/items/old_age_allowance",
         "/t/huashi/search?q=大棚", "/t/huashi/progress", "/t/huashi/v", "/t/huashi/nothing-here",
         "/t/huashi/workbench")  # fmt: skip
DESK = ("/t/huashi/workbench", "/t/huashi/workbench/done", "/t/huashi/workbench/cases",
        "/t/huashi/workbench/account")  # fmt: skip


async def test_public_pages_in_english(walk: Walks) -> None:
    async with walk("phone") as visitor:
        await visitor.go("/t/huashi/")
        await visitor.press("English", within="header")
        for page in PAGES:
            await visitor.go(page)
            assert await visitor.page.get_attribute("html", "lang") == "en"
            name = page.strip("/").replace("/", "-").partition("?")[0] or "county"
            await visitor.look(f"en-{name}", ways=("normal",))


async def test_filing_in_english(walk: Walks) -> None:
    phone = a_phone()
    async with walk("desk") as visitor:
        await visitor.go("/view?lang=en&back=%2Ft%2Fhuashi%2Fapply%2Fold_age_allowance")
        await visitor.go("/t/huashi/apply/old_age_allowance")
        await sign_in_resident(visitor, phone)
        await visitor.look("en-begin", ways=("normal",))
        await visitor.submit()
        await answer_all(visitor, allowance(phone))
        await visitor.look("en-check", ways=("normal",))
        await visitor.submit()
        await visitor.look("en-receipt", ways=("normal",))
        number = (await visitor.page.inner_text(".receipt-no")).strip()
        await visitor.go(f"/t/huashi/cases/{number}")
        await visitor.look("en-case", ways=("normal",))


async def test_the_desk_in_english(walk: Walks, desks: Desks) -> None:
    async with desks.at(walk, "luojianying", "huashi") as clerk:
        await clerk.go("/t/huashi/view?lang=en&back=%2Ft%2Fhuashi%2Fworkbench")
        for page in DESK:
            await clerk.go(page)
            await clerk.look(f"en-{page.rpartition('/')[2]}", ways=("normal",))

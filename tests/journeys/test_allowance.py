"""A matter of one township alone (高龄津贴): filed at a desk, checked, granted, told."""

from __future__ import annotations

from tests.builders.walk import Walk
from tests.journeys.conftest import Walks
from tests.journeys.filling_in import allowance
from tests.journeys.signing_in import Desks, a_phone
from tests.journeys.test_crossing import agree_at, file, open_case, until_told


async def test_an_allowance_runs_through_one_township(walk: Walks, desks: Desks) -> None:
    phone = a_phone()
    async with walk("phone") as resident:
        number = await file(resident, "huashi", "old_age_allowance", phone, allowance(phone))
        async with desks.at(walk, "luojianying", "huashi") as clerk:
            await open_case(clerk, number)
            await clerk.press("受理")
        async with desks.at(walk, "pengyulian", "huashi") as civil_affairs:
            await open_case(civil_affairs, number, within=15)
            await agree_at(civil_affairs)
        async with desks.at(walk, "zengguoqiang", "huashi") as head:
            await open_case(head, number, within=15)
            await head.page.keyboard.press("a")
            await head.submit()
            assert "准予" in await head.words()
        await until_told(resident, "huashi", number, letters=3)
        words = await resident.words()
        for said in ("高龄津贴发放通知书", "曾国强", "彭玉莲", "批准"):
            assert said in words
        assert "家同时看" not in words, "nobody elsewhere was asked"
        await resident.look("case-allowance")


async def test_a_mending_goes_back_and_forth(walk: Walks, desks: Desks) -> None:
    """The officer says once what is missing; the resident mends that and sends again."""
    phone = a_phone()
    async with walk("phone") as resident:
        number = await file(resident, "huashi", "old_age_allowance", phone, allowance(phone))
        async with desks.at(walk, "luojianying", "huashi") as clerk:
            await open_case(clerk, number)
            await clerk.page.locator("summary", has_text="材料不齐").click()
            await clerk.press("补正")
            assert "错误" in await clerk.page.title()
            await clerk.look("desk-case-reason-missing")
            await clerk.page.locator("textarea[name=words]").fill("照片看不清卡号，请重拍一张。")
            await clerk.press("补正")
        await resident.go(f"/t/huashi/cases/{number}")
        assert "请重拍一张" in await resident.words()
        await resident.look("case-mending")
        await resident.press("现在补")
        await resident.look("check-mending")
        await _mend(resident)
        await resident.submit()
        assert resident.path.endswith(f"/cases/{number}")
        async with desks.at(walk, "luojianying", "huashi") as clerk:
            await open_case(clerk, number)
            assert "受理" in await clerk.words("#act")


async def _mend(resident: Walk) -> None:
    row = resident.page.locator("dl.rows > div", has_text="老人住在哪个村").get_by_role("link")
    async with resident.page.expect_navigation(wait_until="load"):
        await row.click()
    await resident.page.locator("[name=village]").fill("罗汉村六组")
    await resident.submit()
    assert "核对" in await resident.heading()

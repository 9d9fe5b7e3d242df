"""The whole of it with scripts switched off: nothing is missing, only less comfortable."""

from __future__ import annotations

from tests.journeys.conftest import Walks
from tests.journeys.filling_in import answer_all, farmland
from tests.journeys.signing_in import Desks, a_phone, sign_in_resident
from tests.journeys.test_crossing import agree_at, open_case


async def test_a_resident_and_an_officer_without_scripts(walk: Walks, desks: Desks) -> None:
    phone = a_phone()
    async with walk("phone", java_script_enabled=False) as resident:
        await resident.go("/t/huashi/")
        await resident.page.locator("#q").fill("大棚备案")
        await resident.press("搜")
        await resident.press("设施农业用地备案")
        await resident.press("开始办")
        await sign_in_resident(resident, phone)
        await resident.submit()
        await answer_all(resident, farmland(phone))
        await resident.submit()
        number = (await resident.page.inner_text(".receipt-no")).strip()
        await resident.page.reload()
        assert number in await resident.words()
        await resident.go("/t/huashi/progress")
        await resident.fill("办件号", number)
        await resident.fill("手机号后 4 位", phone[-4:])
        await resident.submit()
        assert number in await resident.words()
    async with desks.at(walk, "luojianying", "huashi", java_script_enabled=False) as clerk:
        await open_case(clerk, number)
        await clerk.press("受理")
    async with desks.at(walk, "zhouxiaolan", "huashi", java_script_enabled=False) as surveyor:
        await open_case(surveyor, number, within=15)
        await agree_at(surveyor)
        assert "同意" in await surveyor.words()

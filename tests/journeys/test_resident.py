"""A resident files ground that lies in two townships, from looking for it to the receipt."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.builders.walk import Walk, figure
from tests.journeys.conftest import Walks
from tests.journeys.filling_in import answer_all, asked, farmland
from tests.journeys.signing_in import a_phone, sign_in_resident, texted

LOOKED_AT = {
    "who": "question-choice", "applicant_name": "question-text", "id_number": "question-id",
    "townships": "question-townships", "area": "question-area", "use_period": "question-period",
    "plan_file": "question-photo", "promise": "question-promise",
}  # fmt: skip


@pytest.mark.parametrize("size", ["phone", "desk"])
async def test_a_resident_files_once(walk: Walks, size: str) -> None:
    phone = a_phone()
    answers = farmland(phone)
    async with walk(size) as resident:
        await resident.go("/")
        await resident.look("county-home")
        await resident.go("/t/huashi/")
        await resident.look("township-home")
        await resident.page.locator("#q").fill("dapeng")
        await resident.press("搜")
        assert "设施农业用地备案" in await resident.words()
        await resident.go("/t/huashi/search?q=盖猪圈")
        await resident.look("search")
        await resident.press("设施农业用地备案")
        assert await resident.heading() == "设施农业用地备案"
        await resident.look("guide")
        await resident.press("开始办")
        await resident.look("sign-in")
        await resident.page.locator("[autocomplete=tel]").fill(phone)
        await resident.submit()
        await resident.look("sign-in-code")
        await resident.page.go_back()
        await resident.settle()
        assert resident.path == "/t/huashi/sign-in"
        await resident.page.go_forward()
        await resident.settle()
        await resident.page.locator("[autocomplete=one-time-code]").fill(
            await texted(resident, phone)
        )
        await resident.submit()
        await resident.look("begin")
        await resident.submit()

        await answer_all(resident, answers, until="area", looks=LOOKED_AT)
        await resident.press("存下来，下次再填")
        await resident.look("cases-draft")
        await resident.press("设施农业用地备案")
        assert "接着填" in await resident.words()
        await resident.look("begin-again")
        await resident.submit()
        assert asked(resident) == "area", "it goes on where it was left"
        await answer_all(resident, answers, looks=LOOKED_AT)

        assert "核对" in await resident.heading()
        words = await resident.words()
        for given in ("周秋生", "花石镇", "茶恩寺镇", answers["village"], "3.5", "用地协议.pdf"):
            assert given in words
        await resident.look("check")
        await _change_one_answer(resident)
        number = await _send_every_way_at_once(resident)
        assert re.fullmatch(r"[A-Z]+\d{8}-\d{4,}", number)
        await resident.look("receipt")
        await _receipt_as_pdf(resident)

        await resident.page.reload()
        await resident.settle()
        assert number in await resident.words()
        await resident.go("/t/huashi/cases")
        assert (await resident.words()).count(number) == 1, "one case, whatever was pressed"
        await resident.look("cases")
        await resident.go("/t/huashi/me")
        await resident.look("me")
        await resident.go("/t/huashi/progress")
        await resident.look("progress-ask")
        await resident.fill("办件号", number.lower())
        await resident.fill("手机号后 4 位", phone[-4:])
        await resident.submit()
        assert number in await resident.words()
        await resident.look("progress")


async def _change_one_answer(resident: Walk) -> None:
    """Back to one question from the check, and to the check again."""
    row = resident.page.locator("dl.rows > div", has_text="一共多大").get_by_role("link")
    async with resident.page.expect_navigation(wait_until="load"):
        await row.click()
    await resident.settle()
    await resident.page.locator("[name=area]").fill("4 亩")
    await resident.submit()
    assert "核对" in await resident.heading()
    assert "4亩" in (await resident.words()).replace(" ", "")


async def _send_every_way_at_once(resident: Walk) -> str:
    """A double tap, a retry of the same request, back and again: the number of the one case."""
    page = resident.page
    form = page.locator("form[action$='/submission']")
    fields = {
        name: await form.locator(f"[name={name}]").input_value()
        for name in ("_csrf_token", "submission_id")
    }
    address = resident.base + str(await form.get_attribute("action"))
    posts: list[str] = []
    page.on("request", lambda one: posts.append(one.method) if one.method == "POST" else None)
    async with page.expect_navigation(wait_until="load", url=re.compile("/receipt$")):
        await form.get_by_role("button").dblclick()
    await resident.settle()
    assert posts == ["POST"]
    number = (await page.locator(".receipt-no").inner_text()).strip()
    again = await asyncio.gather(
        *(
            resident.context.request.post(address, form=fields, headers={"origin": resident.base})
            for _ in range(3)
        )
    )
    assert {one.url for one in again} == {page.url}
    await page.go_back()
    await resident.settle()
    assert number in await resident.words(), "back from the receipt is the case, not the form"
    await page.go_forward()
    await resident.settle()
    return number


async def _receipt_as_pdf(resident: Walk) -> None:
    page = resident.page
    for _ in range(40):
        link = page.get_by_role("link", name="下载回执 PDF")
        if await link.count():
            break
        await asyncio.sleep(0.25)
        await page.reload()
        await resident.settle()
    answer = await resident.context.request.get(
        resident.base + str(await link.get_attribute("href"))
    )
    assert (await answer.body()).startswith(b"%PDF")
    assert await page.locator("main svg").count(), "the code to scan"


async def test_first_page_on_a_slow_line(walk: Walks) -> None:
    """400 ms and 400 kbit/s: words to read within four seconds."""
    async with walk("phone") as resident:
        line = await resident.context.new_cdp_session(resident.page)
        await line.send("Network.enable")
        await line.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 400, "downloadThroughput": 50_000,
             "uploadThroughput": 50_000},
        )  # fmt: skip
        await resident.go("/t/huashi/")
        await resident.page.wait_for_function(
            "performance.getEntriesByName('first-contentful-paint').length"
        )
        shown = await resident.page.evaluate(
            "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        )
        figure("seconds to the first words at 400 kbit/s", round(shown / 1000, 1))
        assert shown < 4_000


async def test_typing_survives_a_lost_line(walk: Walks) -> None:
    """No signal when the button is pressed: the words stay, and go when the signal is back."""
    phone = a_phone()
    async with walk("phone") as resident:
        await resident.go("/t/huashi/apply/old_age_allowance")
        await sign_in_resident(resident, phone)
        await resident.submit()
        await resident.choose("替自己办")
        await resident.submit()
        await resident.page.locator("[name=applicant_name]").fill("罗菊英")
        await resident.context.set_offline(True)
        await resident.page.locator("main form[method=post] .acts button.btn").first.click()
        assert "没有信号" in await resident.words()
        assert await resident.page.locator("[name=applicant_name]").input_value() == "罗菊英"
        async with resident.page.expect_navigation(wait_until="load"):
            await resident.context.set_offline(False)
        assert asked(resident) == "id_number"

"""A township writes its own days, phone, contact and questions, and residents read them."""

from __future__ import annotations

from pathlib import Path

from jointhall.kernel.tools import Tools
from tests.builders.adoption import ROOM, a_valley
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import a_browser, send

VARIATION = f"/workbench/items/{ROOM}/variation"
MORE = ("  - 咨询电话\n", "  - 咨询电话\n  - 联系人\n  - 补充常见问题\n")


async def test_what_is_written_here_is_read_by_residents(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path, adopted=False)
    await valley.publish(MORE)
    one = valley.townships[0]
    await valley.take(one)
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        assert "县里承诺5个工作日，只能改短" in words_of(await browser.get(VARIATION))
        said = {
            "promised_days": "３", "phone": "0731-5555 0123", "contact": "谭建辉",
            "question": ["能带茶水吗？", ""], "answer": ["可以。", ""],
        }  # fmt: skip
        assert (await send(browser, VARIATION, said)).status_code == 303
        guide = words_of(await browser.get(f"/items/{ROOM}"))
        for words in ("3个工作日", "0731-5555 0123", "谭建辉", "能带茶水吗？", "可以。"):
            assert words in guide
        assert "本地改了" in words_of(await browser.get("/workbench/items"))


async def test_what_cannot_be_is_said_by_its_field_and_stays_typed(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    leader = await an_officer(tools, one, roles=["decider"])
    async with a_browser(tools, one, cookies=leader.cookies) as browser:
        answer = await send(browser, VARIATION, {"promised_days": "很快", "phone": "打张三"})
        assert answer.status_code == 422
        said = words_of(answer)
        assert "1到5之间" in said
        assert "不像能打通的电话" in said
        assert 'value="很快"' in answer.text
        for days in ("0", "6", "1e3", "-1", "99999999999"):
            assert (await send(browser, VARIATION, {"promised_days": days})).status_code == 422
        assert (await browser.get("/workbench/items/nothing/variation")).status_code == 404

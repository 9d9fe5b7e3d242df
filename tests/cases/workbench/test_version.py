"""An officer looks at what a new version changes for a case, and moves it with a reason."""

from __future__ import annotations

from pathlib import Path

from jointhall.kernel.tools import Tools
from tests.builders.adoption import ROOM, a_valley
from tests.builders.cases import an_accepted_case, with_parties
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.sheets import SHEET
from tests.builders.web import a_browser, send


async def test_the_case_says_there_is_a_new_version_and_is_moved(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    case = await an_accepted_case(
        valley.tools, one, item=ROOM, name="周秋生", size="small",
        where=[valley.townships[1].division_code],
    )  # fmt: skip
    leader = await an_officer(tools, one, roles=["decider"], offices=["lingdao"])
    clerk = await an_officer(tools, one, roles=["reviewer"])
    path = f"/workbench/cases/{case.number}"
    async with a_browser(valley.tools, one, cookies=leader.cookies) as browser:
        assert "事项有新版" not in words_of(await browser.get(path))
        assert (await browser.get(f"{path}/version")).status_code == 303
        await valley.publish_text(SHEET.replace("请做: 定下来。", "请做: 看齐了再定。"))
        await valley.take(one)
        assert "事项有新版" in words_of(await browser.get(path))
        page = await browser.get(f"{path}/version")
        assert "这件可以换" in words_of(page)
        edition = page.text.partition('name="edition" value="')[2][:16]
        empty = await send(browser, f"{path}/version", {"edition": edition, "why": " "})
        assert empty.status_code == 422
        assert "写明为什么要换" in words_of(empty)
        said = {"edition": edition, "why": "法律改了"}
        assert (await send(browser, f"{path}/version", said)).status_code == 303
        after = words_of(await browser.get(f"{path}?done=moved"))
        assert "换到新版了" in after
        assert "换到了事项的新版办理" in after
        assert (await send(browser, f"{path}/version", said)).status_code == 409
        assert (await browser.get("/workbench/cases/nothing/version")).status_code == 404
    async with a_browser(valley.tools, one, cookies=clerk.cookies) as browser:
        assert (await browser.get(f"{path}/version")).status_code == 403
        assert (await send(browser, f"{path}/version", said)).status_code == 403


async def test_several_are_moved_together_and_what_cannot_be_is_told(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    cases = [
        await an_accepted_case(
            valley.tools, one, item=ROOM, name="周秋生", size="small",
            where=[valley.townships[1].division_code],
        )
        for _n in range(2)
    ]  # fmt: skip
    leader = await an_officer(valley.tools, one, roles=["decider"], offices=["lingdao"])
    ids = [f"case.{case.id}" for case in cases]
    fields = {"id": ids, "act": "move", "sure": "yes", "words": "法律改了"}
    async with a_browser(valley.tools, one, cookies=leader.cookies) as browser:
        early = await send(browser, "/workbench/batch", fields, follow=True)
        assert "一件也没有办" in words_of(early)
        assert "已经是最新的一版" in words_of(early)
        await valley.publish_text(SHEET.replace("请做: 定下来。", "请做: 看齐了再定。"))
        await valley.take(one)
        long = await send(browser, "/workbench/batch", fields | {"words": "长" * 301})
        assert long.status_code == 422
        assert "最多写 300 个字" in words_of(long)
        told = await send(browser, "/workbench/batch", fields, follow=True)
        assert "2 件都办成了" in words_of(told)
        again = await browser.get(f"/workbench/cases/{cases[0].number}")
        assert "事项有新版" not in words_of(again)

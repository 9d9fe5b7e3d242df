"""A county administrator brings on two places from a sheet."""

from __future__ import annotations

import re

from tests.builders.running import RunningHall
from tests.builders.sheets_of_townships import HEADINGS, a_row, as_csv
from tests.builders.walk import Walk
from tests.journeys.conftest import Walks
from tests.journeys.signing_in import PASSWORD

WIDE_CODE = "４３０３２１４０１０００"
WIDE_PHONE = "０７３１－５５５５ ０４０１"
BAD = [
    list(HEADINGS),
    a_row(WIDE_CODE, " 天易示范区 ", phone=WIDE_PHONE, villages="第一村、第二村"),
    a_row("430321402000", "湘莲产业园", colour="#f2e6a0"),
    a_row("430321107000", "花石镇"),
    a_row("430321403000", ""),
    a_row("430322403000", "隔壁镇"),
    a_row("430321404000", "新开镇"),
    a_row("430321401000", "又一个示范区"),
    a_row("43032140", "短码园区"),
]  # fmt: skip
REASONS = {
    3: "太浅", 5: "名称", 6: "不在湘潭县", 7: "100 到 199", 8: "和第 2 行", 9: "12 位",
}  # fmt: skip
GOOD = [
    list(HEADINGS),
    a_row(WIDE_CODE, " 天易示范区 ", slug="tianyi", phone=WIDE_PHONE, villages="第一村、第二村"),
    a_row("430321402000", "湘莲产业园", slug="xianglian", colour="#7a2f3f", motifs="荷花、河"),
]  # fmt: skip


async def test_a_county_brings_on_two_places(walk: Walks, hall: RunningHall) -> None:
    async with walk("desk") as county:
        await county.go("/console")
        assert "登录" in await county.heading()
        await county.look("console-sign-in")
        await county.fill("账号", "tangruoshui")
        await county.fill("密码", PASSWORD)
        await county.submit()
        await county.look("console-second")
        async with county.context.expect_page() as opened:
            await county.page.get_by_role("link", name="打开演示动态码").click()
        twin = await opened.value
        code = await twin.inner_text("#code")
        await twin.close()
        await county.page.locator("[autocomplete=one-time-code]").fill(code)
        await county.submit()
        assert await county.heading() == "全县乡镇"
        await county.look("console-county")
        await county.press("接入乡镇")
        await county.look("console-join")

        await _upload(county, BAD)
        await county.look("console-preview-bad")
        words = await county.words()
        assert "湘莲产业园" not in words.partition("要改的")[0]
        for row, reason in REASONS.items():
            told = await county.page.locator("tr", has_text=f"第 {row} 行").first.inner_text()
            assert reason in told, f"row {row}: {told}"
        assert await county.page.get_by_role("button", name="接入").count() == 0

        await county.go("/console/join")
        await _upload(county, GOOD)
        assert "2" in await county.heading()
        await county.page.locator("summary", has_text="替您改好了").click()
        assert "天易示范区" in await county.words()
        await county.look("console-preview-good")
        await county.press("接入")
        assert await county.heading() == "接入了 2 个乡镇，都在试运行"
        await county.look("console-made")

        await county.go("/console/join")
        await _upload(county, GOOD)
        assert "已经接入的 2 个" in await county.words()
        assert await county.page.get_by_role("button", name=re.compile("^接入")).count() == 0
        await county.look("console-preview-again")

        await county.go("/console/townships/430321402000")
        await county.look("console-township")
        for path, name in [("policy", "policy"), ("journal", "journal"), ("calendar", "calendar")]:
            await county.go(f"/console/{path}")
            await county.look(f"console-{name}")

    async with walk("phone") as somebody:
        await somebody.go("/t/tianyi/")
        words = await somebody.words("body")
        assert "天易示范区" in words
        assert "试运行" in words
        assert "0731-5555 0401" in words
        await somebody.look("new-township")
        face = await somebody.context.request.get(f"{somebody.base}/t/xianglian/face.css")
        assert "#7a2f3f" in await face.text()
        await somebody.go("/t/xianglian/items/facility_farmland")
        assert await somebody.heading() == "设施农业用地备案"


async def _upload(county: Walk, rows: list[list[str]]) -> None:
    await county.page.locator("input[name=sheet]").set_input_files(
        {"name": "乡镇.csv", "mimeType": "text/csv", "buffer": as_csv(rows)}
    )
    async with county.page.expect_navigation(wait_until="load"):
        await county.page.locator("form[action$='/join/sheet'] button").click()
    await county.settle()

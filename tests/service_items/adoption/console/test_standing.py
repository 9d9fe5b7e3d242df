"""The county sees who stands where, item by item, narrowed by state, module and township."""

from __future__ import annotations

from pathlib import Path

from jointhall.kernel.tools import Tools
from tests.builders.adoption import FASTER, ROOM, a_valley
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import a_browser

DOWN = "/console/handing-down"


async def test_counts_for_every_item_and_narrowed(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    await valley.publish(FASTER)
    await valley.take(valley.townships[0])
    admin = await an_officer(tools, valley.county, roles=["county_admin"])
    async with a_browser(tools, valley.county, cookies=admin.cookies) as browser:
        whole = words_of(await browser.get(DOWN))
        assert "开会场地借用" in whole
        assert "高龄津贴" in whole
        assert "有新版没答复 2" in whole
        newer = words_of(await browser.get(f"{DOWN}?stands=newer"))
        assert "开会场地借用" in newer
        assert "高龄津贴" not in newer
        town = valley.townships[0].division_code
        narrowed = words_of(await browser.get(f"{DOWN}?stands=newer&town={town}"))
        assert "没有这样的事项" in narrowed
        assert "没有这样的事项" in words_of(await browser.get(f"{DOWN}?module=nothing"))
        assert (await browser.get(f"{DOWN}?stands=nonsense")).status_code == 200


async def test_only_who_may_publish(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    officer = await an_officer(tools, valley.county, roles=["bureau_reviewer"])
    async with a_browser(tools, valley.county, cookies=officer.cookies) as browser:
        for path in ("", f"/{ROOM}", f"/{ROOM}/opening"):
            assert (await browser.get(f"{DOWN}{path}")).status_code == 403

"""A clerk who never saw YAML changes a limit and a question; three townships take it over."""

from __future__ import annotations

import re

from tests.builders.walk import Walk
from tests.journeys.conftest import Walks
from tests.journeys.signing_in import Desks, sign_in_officer

ITEM = "/console/items/old_age_allowance"
TOWNSHIPS = {"huashi": "hewei", "chaensi": "liuxiangqin", "yisuhe": "guojing"}
ASKED = "津贴打到哪张银行卡上？"


async def test_a_limit_and_a_question_reach_three_townships(walk: Walks, desks: Desks) -> None:
    async with desks.at(walk, "tangruoshui") as clerk:
        await clerk.go("/console/items")
        await clerk.press("高龄津贴")
        await clerk.press("改这个事项")
        await clerk.fill("承诺办结时限", "12")
        await clerk.press("表单 12", within=".tabs-e")
        await clerk.press("津贴发到哪张卡？")
        await clerk.page.locator("[name='表单.6.问']").fill(ASKED)
        await _kept(clerk)
        await clerk.look("item-editor-question")
        await clerk.press("去送审")
        assert "津贴发到哪张卡" in await clerk.words()
        assert "改过，要重新核对" in await clerk.words()
        fact = clerk.page.locator(".facts li", has_text="改过，要重新核对")
        await fact.locator("input[name=note]").fill("县民政局 11 月 20 日电话答复")
        async with clerk.page.expect_navigation(wait_until="load"):
            await fact.get_by_role("button", name="已核对").click()
        await clerk.press("送审")
        assert "等另一个能审批的人来看" in await clerk.words()

    async with desks.at(walk, "fangxiuying") as second:
        await second.go("/console/items")
        assert "等人审批" in await second.words()
        await second.press("高龄津贴")
        await second.press("去审")
        words = await second.words()
        assert "12" in words
        assert ASKED in words
        await second.press("同意发布")
        assert "发布好了" in await second.words()

    for slug, login in TOWNSHIPS.items():
        async with desks.at(walk, login, slug) as township:
            await township.go(f"/t/{slug}/workbench/items/old_age_allowance/version")
            assert ASKED in await township.words()
            await township.press("换成新版")
    async with walk("phone") as resident:
        for slug in TOWNSHIPS:
            await resident.go(f"/t/{slug}/items/old_age_allowance")
            assert "12个工作日" in await resident.words()


async def test_losing_the_session_or_the_line_loses_no_word(walk: Walks, desks: Desks) -> None:
    async with desks.at(walk, "tangruoshui") as clerk:
        await clerk.go("/console/items/facility_farmland")
        await clerk.press("改")
        where = clerk.page.url
        await clerk.context.clear_cookies(name=re.compile("desk"))
        await clerk.page.get_by_label("一句话").fill("登录过期以后打的话。")
        await clerk.page.locator("[data-state]", has_text="重新登录").wait_for()
        clerk.troubles.clear()  # the browser itself notes the 401 that this is about
        await sign_in_officer(clerk, "tangruoshui", "/console/sign-in")
        await clerk.go(where)
        assert await clerk.page.get_by_label("一句话").input_value() != "登录过期以后打的话。"
        await clerk.page.get_by_role("button", name="放回来").click()
        await _kept(clerk)
        await clerk.go(where)
        assert await clerk.page.get_by_label("一句话").input_value() == "登录过期以后打的话。"
        await clerk.press("撤销")
        assert await clerk.page.get_by_label("一句话").input_value() != "登录过期以后打的话。"


async def test_the_editor_works_without_scripts_on_a_phone(walk: Walks, desks: Desks) -> None:
    async with desks.at(walk, "fangxiuying", size="phone", java_script_enabled=False) as clerk:
        await clerk.go("/console/items/facility_farmland")
        await clerk.press("改")
        before = await clerk.page.locator("[name^='俗称.']").count()
        await clerk.page.locator("[name='名称']").fill("设施农用地备案（试）")
        async with clerk.page.expect_navigation(wait_until="load"):
            await clerk.page.locator("button[value='add:俗称']").click()
        assert await clerk.page.locator("[name^='俗称.']").count() == before + 1
        assert await clerk.page.locator("[name='名称']").input_value() == "设施农用地备案（试）"
        await clerk.press("撤销")
        assert await clerk.page.locator("[name='名称']").input_value() != "设施农用地备案（试）"


async def _kept(clerk: Walk) -> None:
    """Waits until the page's script has saved what was typed."""
    await clerk.page.locator("[data-state]", has_text="已存").wait_for()

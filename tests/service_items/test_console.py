"""The county sees which edition of each item is published, and publishes what is newer."""

from __future__ import annotations

import shutil
from pathlib import Path

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import publish_library
from jointhall.service_items.console import shelved_in
from jointhall.service_items.editing.confirming import confirm_published
from jointhall.service_items.library import Library, library, modules_folder
from jointhall.service_items.queries import published_in
from tests.builders.items import a_library
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.sheets import SHEET
from tests.builders.tenancy import a_county
from tests.builders.web import a_browser, send

ITEMS = "/console/items"


def last_years(folder: Path) -> Library:
    """The house's own library as it was before one of its sheets was changed."""
    shutil.copytree(modules_folder(), folder, dirs_exist_ok=True)
    sheet = folder / "elderly" / "old_age_allowance" / "sheet.yaml"
    text = sheet.read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if line.startswith("一句话:"))
    sheet.write_text(text.replace(before, "一句话: 老人每月领的补贴。", 1), encoding="utf-8")
    return Library(folder)


async def test_a_newer_sheet_waits_until_the_county_publishes_it(
    tools: Tools, tmp_path: Path
) -> None:
    county = await a_county(tools.database)
    async with tools.database.transaction(county.standing()) as session:
        await publish_library(session, county, library(), who=SYSTEM)
        await confirm_published(session, note="", by=SYSTEM, now=tools.clock.now())
    officer = await an_officer(tools, county, name="唐若水", roles=["county_admin"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert "有新版" not in words_of(await browser.get(ITEMS))
        async with tools.database.transaction(county.standing()) as session:
            await publish_library(session, county, last_years(tmp_path), who=SYSTEM)
        waiting = words_of(await browser.get(ITEMS))
        assert "有新版，还没发布" in waiting
        assert "发布 1 个新版" in waiting
        assert "第 2 版" in waiting
        assert (await send(browser, f"{ITEMS}/publication")).status_code == 303
        assert "有新版" not in words_of(await browser.get(ITEMS))
        journal = words_of(await browser.get("/console/journal?act=item"))
        assert "发布了事项“高龄津贴" in journal
        assert "唐若水" in journal


async def test_a_library_that_cannot_be_read_leaves_what_is_published(
    tools: Tools, tmp_path: Path
) -> None:
    county = await a_county(tools.database)
    broken = a_library(tmp_path, SHEET.replace("一句话:", "一句活:"))
    async with tools.database.transaction(county.standing(), read_only=True) as session:
        shelved = await shelved_in(session, broken)
    assert shelved
    assert not any(one.is_newer for one in shelved)


async def test_only_who_may_publish(tools: Tools) -> None:
    county = await a_county(tools.database)
    officer = await an_officer(tools, county, roles=["bureau_reviewer"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        assert (await browser.get(ITEMS)).status_code == 403
        assert (await send(browser, f"{ITEMS}/publication")).status_code == 403


async def test_a_newer_sheet_with_unchecked_facts_waits_for_the_county(
    tools: Tools, tmp_path: Path
) -> None:
    county = await a_county(tools.database)
    async with tools.database.transaction(county.standing()) as session:
        await publish_library(session, county, last_years(tmp_path), who=SYSTEM)
        before = {item.code: item.edition for item in await published_in(session)}
    officer = await an_officer(tools, county, name="唐若水", roles=["county_admin"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        shown = words_of(await browser.get(ITEMS))
        assert "条没核对" in shown
        assert "放进草稿核对" in shown
        told = await send(browser, f"{ITEMS}/publication", follow=True)
        assert "先核对再发布" in words_of(told)
        async with tools.database.transaction(county.standing(), read_only=True) as session:
            after = {item.code: item.edition for item in await published_in(session)}
        assert after["old_age_allowance"] == before["old_age_allowance"]
        taken = await send(browser, f"{ITEMS}/old_age_allowance/draft/beginning", {"of": "library"})
        assert "随程序来的新版放进草稿了" in words_of(await browser.get(taken.headers["location"]))

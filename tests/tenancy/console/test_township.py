"""One township: its list to go live is answered by the data, and its door can be changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.editing.confirming import confirm_published
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send


@asynccontextmanager
async def at_a_township(
    tools: Tools,
) -> AsyncIterator[tuple[Place, httpx.AsyncClient, str]]:
    """A county's browser, and the path of one of its townships."""
    county = await a_county(tools.database)
    township = await a_township(tools.database, county, name="花石镇")
    officer = await an_officer(tools, county, roles=["county_admin"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        yield township, browser, f"/console/townships/{township.division_code}"


async def staffed(tools: Tools, township: Place) -> None:
    """Everybody a township needs before it goes live."""
    await an_officer(tools, township, roles=["township_admin"], offices=["dangzheng"])
    await an_officer(tools, township, roles=["counter"], offices=["zhengwu"])
    await an_officer(tools, township, roles=["decider"], offices=["lingdao"])
    county = await TenantDirectory(tools.database).by_id(township.county_id)
    assert county is not None
    async with tools.database.transaction(county.standing()) as session:
        await confirm_published(session, note="", by=SYSTEM, now=tools.clock.now())


async def test_it_goes_live_when_its_list_is_complete_and_not_before(tools: Tools) -> None:
    async with at_a_township(tools) as (township, browser, path):
        assert "还差" in (await browser.get(path)).text
        early = await send(browser, f"{path}/status", {"status": "live"})
        assert early.status_code == 409
        assert "窗口有人收件" in early.text

        assert "事项里要县里定的都核对了" in early.text
        assert "县里还有 2 个事项" in (await browser.get(path)).text

        await staffed(tools, township)
        assert (await send(browser, f"{path}/status", {"status": "live"})).status_code == 303
        assert "正式上线" in (await browser.get(path)).text
        assert "试运行" not in (await browser.get(f"/t/{township.slug}/pages/about")).text


async def test_a_live_one_can_be_made_read_only_and_opened_again(tools: Tools) -> None:
    async with at_a_township(tools) as (township, browser, path):
        await staffed(tools, township)
        for status in ("live", "read_only", "live"):
            answer = await send(browser, f"{path}/status", {"status": status})
            assert answer.status_code == 303, status
        assert (await send(browser, f"{path}/status", {"status": "trial"})).status_code == 409
        assert (await send(browser, f"{path}/status", {"status": "x"})).status_code == 409


async def test_its_door_is_changed_and_both_journals_say_so(tools: Tools) -> None:
    async with at_a_township(tools) as (township, browser, path):
        fields = {"name": "花石新镇", "phone": "０７３１－５５５５　０９９９", "colour": "#123d6b"}
        assert (await send(browser, f"{path}/door", fields)).status_code == 303
        portal = (await browser.get(f"/t/{township.slug}/pages/help")).text
        assert "花石新镇" in portal
        assert "0731-5555 0999" in portal
        assert "改了名称、电话、主色" in (await browser.get("/console/journal")).text
        admin = await an_officer(tools, township, roles=["township_admin"])
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        assert "改了名称、电话、主色" in (await browser.get("/workbench/journal")).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"colour": "#ffee88"}, "太浅"),
        ({"accent": ""}, "请写一种颜色"),
        ({"phone": "12"}, "不像能打通"),
        ({"name": ""}, "名称要写全称"),
        ({"motifs": "volcano"}, "没有叫“volcano”的景物"),
    ],
)
async def test_what_will_not_do_is_said_beside_its_field(
    tools: Tools, fields: dict[str, str], words: str
) -> None:
    async with at_a_township(tools) as (township, browser, path):
        answer = await send(browser, f"{path}/door", fields)
        assert answer.status_code == 422
        assert words in answer.text
        assert township.face["colour"] in (await browser.get(path)).text


async def test_another_countys_township_is_not_there(tools: Tools) -> None:
    stranger = await a_township(tools.database, await a_county(tools.database))
    async with at_a_township(tools) as (_township, browser, _path):
        path = f"/console/townships/{stranger.division_code}"
        assert (await browser.get(path)).status_code == 404
        assert (await browser.get(f"{path}/policy")).status_code == 404
        assert (await send(browser, f"{path}/door", {"name": "x"})).status_code == 404
        assert (await send(browser, f"{path}/status", {"status": "live"})).status_code == 404

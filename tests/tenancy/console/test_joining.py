"""A county looks at a sheet first, sees every bad row with its cure, confirms, and it is made."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from bs4 import BeautifulSoup

from jointhall.kernel.tools import Tools
from jointhall.tenancy.queries import known_tenants
from jointhall.web.place import Place
from tests.builders.people import an_officer
from tests.builders.sheets_of_townships import HEADINGS, a_row, as_csv, as_xlsx
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, follow, send


@asynccontextmanager
async def at_the_console(tools: Tools) -> AsyncIterator[tuple[Place, httpx.AsyncClient]]:
    """A county administrator's browser at the console of a county with no townships."""
    county = await a_county(tools.database, name="湘潭县")
    officer = await an_officer(tools, county, name="唐若水", roles=["county_admin"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        yield county, browser


def rows_of(county: Place, *, colour: str = "", name: str = "花石镇") -> list[list[str]]:
    prefix, mark = county.division_code[:6], county.division_code[1:6]
    return [
        list(HEADINGS),
        a_row(f"{prefix}107000", name, slug=f"hs-{mark}", villages="罗汉村、天马村"),
        a_row(f"{prefix}104000", "茶恩寺镇", slug=f"ces-{mark}", colour=colour),
    ]


async def upload(browser: httpx.AsyncClient, content: bytes, name: str = "乡镇.csv") -> str:
    answer = await send(
        browser, "/console/join/sheet", files={"sheet": (name, content, "text/csv")}
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def words_of(answer: httpx.Response) -> str:
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.main is not None
    return " ".join(page.main.get_text(" ").split())


async def known_slugs(tools: Tools) -> set[str]:
    return {one.slug for one in await known_tenants(tools.database)}


async def test_a_sheet_is_shown_then_confirmed_once(tools: Tools) -> None:
    async with at_the_console(tools) as (county, browser):
        where = await upload(browser, as_xlsx(rows_of(county)), "乡镇.xlsx")
        shown = words_of(await follow(browser, where))
        assert "接入这 2 个乡镇？" in shown
        assert "现在还什么都没写进去" in shown
        assert not {f"hs-{county.division_code[1:6]}"} & await known_slugs(tools)

        first = await send(browser, f"{where}/confirmation")
        again = await send(browser, f"{where}/confirmation")
        assert (first.status_code, again.status_code) == (303, 303)
        made = words_of(await follow(browser, where))
        assert "接入了 2 个乡镇，都在试运行" in made
        everyone = await known_tenants(tools.database)
        assert sum(one.county_id == county.tenant_id for one in everyone) == 3

        portal = await browser.get(f"/t/hs-{county.division_code[1:6]}/pages/help")
        assert portal.status_code == 200
        assert "花石镇便民服务中心" in portal.text


async def test_bad_rows_are_shown_with_number_reason_and_cure(tools: Tools) -> None:
    async with at_the_console(tools) as (county, browser):
        rows = rows_of(county, colour="#ffee88", name=" 花石　镇")
        where = await upload(browser, as_csv(rows, encoding="gb18030"))
        shown = words_of(await follow(browser, where))
        assert "2 行里有 1 行要改" in shown
        assert "第 3 行 主色 #ffee88" in shown
        assert "太浅" in shown
        assert "就够清楚" in shown
        assert "替您改好了 1 格" in shown
        refused = await send(browser, f"{where}/confirmation")
        assert refused.status_code == 409
        assert f"hs-{county.division_code[1:6]}" not in await known_slugs(tools)


async def test_the_rows_to_mend_can_be_taken_away_and_carry_no_formula(tools: Tools) -> None:
    async with at_the_console(tools) as (county, browser):
        rows = rows_of(county)
        rows[1][2] = "=HYPERLINK(1)"
        where = await upload(browser, as_csv(rows))
        answer = await follow(browser, f"{where}/refused.csv")
        told = answer.content.decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in told
        assert ",=HYPERLINK" not in told


async def test_a_second_sheet_of_the_same_changes_nothing(tools: Tools) -> None:
    async with at_the_console(tools) as (county, browser):
        content = as_csv(rows_of(county))
        await send(browser, f"{await upload(browser, content)}/confirmation")
        again = words_of(await follow(browser, await upload(browser, content)))
        assert "都已经接入" in again


async def test_what_is_no_sheet_is_told_beside_the_field(tools: Tools) -> None:
    async with at_the_console(tools) as (_county, browser):
        sent = {"sheet": ("x.csv", b"\x00\x01", "text/csv")}
        answer = await send(browser, "/console/join/sheet", files=sent)
        assert answer.status_code == 422
        assert "请传 CSV 或 .xlsx" in words_of(answer)
        assert answer.text.count("<title>错误：") == 1


async def test_no_sheet_at_all_is_asked_for(tools: Tools) -> None:
    async with at_the_console(tools) as (_county, browser):
        answer = await send(browser, "/console/join/sheet", {"nothing": ""})
        assert answer.status_code == 422
        assert "请选一张表" in words_of(answer)


async def test_one_township_by_form(tools: Tools) -> None:
    async with at_the_console(tools) as (county, browser):
        code = f"{county.division_code[:6]}205000"
        fields = {"name": "锦石乡", "code": code, "phone": "0731-5555 0205", "motifs": "terraces"}
        wrong = await send(browser, "/console/join/township", fields | {"phone": "12"})
        assert wrong.status_code == 422
        assert "不像能打通的电话" in words_of(wrong)
        assert f'value="{code}"' in wrong.text

        answer = await send(browser, "/console/join/township", fields)
        shown = words_of(await follow(browser, answer.headers["location"]))
        assert "接入这 1 个乡镇？" in shown
        assert "梯田" in shown


async def test_a_sheet_laid_aside_cannot_be_confirmed(tools: Tools) -> None:
    async with at_the_console(tools) as (county, browser):
        where = await upload(browser, as_csv(rows_of(county)))
        await send(browser, f"{where}/dropping")
        assert (await send(browser, f"{where}/confirmation")).status_code == 409


async def test_another_countys_sheet_is_not_there(tools: Tools) -> None:
    async with at_the_console(tools) as (county, browser):
        where = await upload(browser, as_csv(rows_of(county)))
    async with at_the_console(tools) as (_other, browser):
        assert (await browser.get(where)).status_code == 404
        assert (await send(browser, f"{where}/confirmation")).status_code == 404


async def test_a_township_brings_nobody_on_whatever_its_roles(tools: Tools) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    officer = await an_officer(tools, place, permissions=["tenant:onboard"])
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        answer = await send(browser, "/console/join/township", {"name": "x镇", "code": "1"})
        assert answer.status_code == 404


async def test_faces_are_one_class_for_each_new_township(tools: Tools) -> None:
    async with at_the_console(tools) as (county, browser):
        where = await upload(browser, as_csv(rows_of(county)))
        shown = BeautifulSoup((await follow(browser, where)).text, "html.parser")
        (sheet,) = [one["href"] for one in shown.select("link") if "faces.css" in str(one["href"])]
        styles = (await follow(browser, str(sheet))).text
        assert (await browser.get("/faces.css?of=x%7Dbody%7B")).status_code == 404
        assert f".f-{county.division_code[:6]}107000{{--face:#" in styles
        assert ":root" not in styles


async def test_a_long_sheet_makes_no_heavy_page(tools: Tools) -> None:
    async with at_the_console(tools) as (county, browser):
        prefix = county.division_code[:6]
        rows = [[f"{prefix}{number:03d}000", f"第{number}乡"] for number in range(200, 400)]
        where = await upload(browser, as_csv([["代码", "名称"], *rows]))
        shown = words_of(await follow(browser, where))
        assert "接入这 200 个乡镇？" in shown
        assert "还有 100 条没有列出来" in shown

"""The pages that show the language live keep the rules they show."""

from __future__ import annotations

import re
from collections import Counter

import httpx
import pytest
from bs4 import BeautifulSoup

from jointhall.kernel.tools import Tools
from jointhall.web.design_samples import TOWNSHIPS
from jointhall.web.pages import PACKAGE
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


@pytest.fixture(params=["/design", "/design/desk"])
async def shown(request: pytest.FixtureRequest, tools: Tools) -> httpx.Response:
    town = await a_township(tools.database, await a_county(tools.database))
    async with a_browser(tools, town) as browser:
        return await browser.get(request.param)


async def test_a_page_of_parts_is_sound(shown: httpx.Response) -> None:
    assert shown.status_code == 200
    page = BeautifulSoup(shown.text, "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "zh-CN"
    assert len(page.find_all("h1")) == 1
    assert not page.select("[style]")
    assert not page.select("style")
    assert not [tag for tag in page.find_all("script") if not tag.get("src")]
    assert [name for name, times in Counter(_ids(page)).items() if times > 1] == []


async def test_every_field_has_a_label(shown: httpx.Response) -> None:
    page = BeautifulSoup(shown.text, "html.parser")
    named = {label.get("for") for label in page.find_all("label")}
    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") in ("hidden", "submit"):
            continue
        assert field.get("id") in named or field.find_parent("label") or field.get("aria-label"), (
            field
        )


async def test_what_a_field_points_to_is_there(shown: httpx.Response) -> None:
    page = BeautifulSoup(shown.text, "html.parser")
    ids = set(_ids(page))
    for tag in page.select("[aria-describedby]"):
        assert set(str(tag["aria-describedby"]).split()) <= ids, tag
    for link in page.select("a[href^='#']"):
        assert str(link["href"])[1:] in ids, link


def test_no_part_says_a_word_outside_its_macros() -> None:
    """What stands outside a macro is made once, in the language of whoever came first."""
    for part in sorted((PACKAGE / "web" / "pages" / "parts").glob("*.html")):
        outside = re.sub(r"(?s)\{%-? macro .*?endmacro -?%\}", "", part.read_text(encoding="utf-8"))
        assert "_(" not in outside, part.name


async def test_ten_townships_show_ten_scenes_in_their_own_colours(tools: Tools) -> None:
    town = await a_township(tools.database, await a_county(tools.database))
    async with a_browser(tools, town) as browser:
        page = BeautifulSoup((await browser.get("/design")).text, "html.parser")
        colours = (await browser.get("/design/faces.css")).text
    for place in range(len(TOWNSHIPS)):
        scene = page.select_one(f".face-{place} svg.scene")
        assert scene is not None
        assert f".face-{place}{{--face:#" in colours


async def test_a_page_that_is_not_there_says_what_to_do(tools: Tools) -> None:
    town = await a_township(tools.database, await a_county(tools.database))
    async with a_browser(tools, town) as browser:
        answer = await browser.get("/no-such-page")
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 404
    assert page.h1 is not None
    assert page.h1.get_text() == "没有这一页"
    assert town.phone in page.main.get_text()  # type: ignore[union-attr]
    assert page.select_one(f"main a[href='{town.prefix}/items']") is not None


def _ids(page: BeautifulSoup) -> list[str]:
    return [str(tag["id"]) for tag in page.select("[id]")]

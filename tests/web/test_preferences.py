"""How a browser wants to read is kept, and the way back never leads to another site."""

from __future__ import annotations

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


async def test_what_was_chosen_is_kept_for_this_browser_and_out_of_reach_of_scripts(
    tools: Tools,
) -> None:
    county = await a_county(tools.database)
    async with a_browser(tools, county) as browser:
        answer = await browser.get("/view?elder=1&lang=en&back=/items")
        assert answer.headers["location"] == "/items"
        (kept,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-view")]
        assert "en.elder" in kept
        assert "httponly" in kept.lower()
        answer = await browser.get("/view?elder=0")
        assert answer.headers["set-cookie"].startswith("__Host-view=en;")


@pytest.mark.parametrize(
    "back",
    ["https://other.test/", "//other.test/", "/\\other.test/", "/\t/other.test/",
     "/\n/other.test/", "/\r/other.test", "items", ""],
)  # fmt: skip
async def test_the_way_back_stays_here(tools: Tools, back: str) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    async with a_browser(tools, place) as browser:
        answer = await browser.get("/view", params={"elder": "1", "back": back})
        assert answer.headers["location"] == f"/t/{place.slug}/"

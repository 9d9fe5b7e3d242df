"""Standing pages: there from the first second, with the place's own words put in."""

from __future__ import annotations

from jointhall.kernel.tools import Tools
from jointhall.tenancy.standing_pages import Block, blocks
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


async def test_all_four_are_there_for_everybody(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database), name="花石镇")
    async with a_browser(tools, township) as browser:
        for slug, words in [
            ("about", "关于花石镇联办大厅"),
            ("help", "接电话的是花石镇便民服务中心的工作人员"),
            ("privacy", "您的信息怎么用"),
            ("accessibility", "长辈版"),
        ]:
            answer = await browser.get(f"/pages/{slug}")
            assert answer.status_code == 200
            assert words in answer.text
            assert "{" not in answer.text.split("<main")[1]
        assert (await browser.get("/pages/nothing")).status_code == 404


async def test_one_townships_page_is_not_anothers(tools: Tools) -> None:
    county = await a_county(tools.database)
    one = await a_township(tools.database, county, name="花石镇")
    other = await a_township(tools.database, county, name="乌石镇")
    for place, name in [(one, "花石镇"), (other, "乌石镇"), (one, "花石镇")]:
        async with a_browser(tools, place) as browser:
            assert f"关于{name}联办大厅" in (await browser.get("/pages/about")).text


def test_a_body_is_headings_lists_and_paragraphs() -> None:
    body = "先说一句\n再一句\n\n## 小标题\n- 一\n- 二\n\n最后"
    assert list(blocks(body)) == [
        Block("paragraph", ("先说一句", "再一句")),
        Block("heading", ("小标题",)),
        Block("list", ("一", "二")),
        Block("paragraph", ("最后",)),
    ]

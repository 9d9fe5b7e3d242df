"""A township says its own phone, days, contact and questions, and never a longer promise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.service_items.adoption.varying import vary
from jointhall.service_items.offers import varied
from jointhall.service_items.queries import item_in, sheet_here
from jointhall.service_items.sheets import Sheet
from tests.builders.adoption import LEADER, ROOM, Valley, a_valley

MORE = ("  - 咨询电话\n", "  - 咨询电话\n  - 联系人\n  - 补充常见问题\n")


async def sheet_after(valley: Valley, given: dict[str, Any]) -> Sheet:
    one = valley.townships[0]
    async with valley.tools.database.transaction(one.standing()) as session:
        await vary(session, one, ROOM, given, who=LEADER)
        return (await item_in(session, one, ROOM)).sheet


async def a_valley_that_lets_more(tools: Tools, folder: Path) -> Valley:
    valley = await a_valley(tools, folder, adopted=False)
    await valley.publish(MORE)
    await valley.take(valley.townships[0])
    return valley


async def test_everything_the_sheet_allows_is_said_the_townships_way(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley_that_lets_more(tools, tmp_path)
    asked = {"question": "能不能带茶水？", "answer": "可以。"}
    given = {
        "promised_days": 2, "phone": " 0731-5555 0123 ", "contact": "谭建辉",
        "faq": [asked, {"question": " ", "answer": ""}],
    }  # fmt: skip
    sheet = await sheet_after(valley, given)
    assert (sheet.promised_limit.count, sheet.window.phone) == (2, "0731-5555 0123")
    assert (sheet.window.contact, sheet.faq[-1].question) == ("谭建辉", "能不能带茶水？")
    plain = await sheet_after(valley, {})
    assert (plain.promised_limit.count, plain.window.contact, plain.faq) == (5, None, ())


async def test_a_case_of_it_is_promised_what_the_township_promises(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley_that_lets_more(tools, tmp_path)
    sheet = await sheet_after(valley, {"promised_days": 2})
    one = valley.townships[0]
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        promised = await sheet_here(session, one, ROOM, sheet.edition)
    assert promised.promised_limit.count == 2


async def test_a_promise_is_never_longer_than_the_countys(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley_that_lets_more(tools, tmp_path)
    sheet = await sheet_after(valley, {})
    assert varied(sheet, {"promised_days": 40}).promised_limit.count == 5


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"promised_days": 6}, "promised_days"),
        ({"promised_days": 0}, "promised_days"),
        ({"phone": "打张三"}, "phone"),
        ({"contact": "谭" * 201}, "contact"),
        ({"hours": "全天"}, "hours"),
        ({"faq": "问"}, "faq"),
        ({"faq": [{"question": "有问没答？", "answer": ""}]}, "faq"),
        ({"faq": [{"question": f"{n}？", "answer": "是"} for n in range(11)]}, "faq"),
    ],
)
async def test_what_cannot_be_said_is_told_by_its_field(
    tools: Tools, tmp_path: Path, given: dict[str, Any], field: str
) -> None:
    valley = await a_valley_that_lets_more(tools, tmp_path)
    with pytest.raises(BadForm) as bad:
        await sheet_after(valley, given)
    assert set(bad.value.troubles) == {field}

"""The editor as a clerk uses it: typing, moving, undoing, two at once, and everything wrong."""

from __future__ import annotations

from typing import Any

from jointhall.kernel.tools import Tools
from jointhall.service_items.editing.queries import draft_of, text_of
from jointhall.service_items.editing.taking import LONGEST
from jointhall.web.place import Place
from tests.builders.editing import BASE, CODE, DRAFT, an_office, begin, fields_of, page_of, type_in
from tests.builders.pages import read, words_of
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county
from tests.builders.web import a_browser, send

LIMIT = "承诺办结时限"


async def text_now(tools: Tools, county: Place) -> dict[str, Any]:
    async with tools.database.transaction(county.standing(), read_only=True) as session:
        draft = await draft_of(session, CODE)
        assert draft is not None
        return await text_of(session, draft)


async def test_what_is_typed_is_kept_and_can_be_undone_by_anybody(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        before = await text_now(tools, office.county)
        await type_in(office.first, "guide", 承诺办结时限__n="12", 一句话="老人每月领的钱。")
        after = await text_now(tools, office.county)
        assert (after[LIMIT], after["一句话"]) == ("12个工作日", "老人每月领的钱。")
        assert {k: v for k, v in after.items() if k not in (LIMIT, "一句话")} == {
            k: v for k, v in before.items() if k not in (LIMIT, "一句话")
        }
        assert "12个工作日" in words_of(await office.second.get(f"{DRAFT}/history"))
        await type_in(office.second, "guide", do="undo")
        assert await text_now(tools, office.county) == before
        await type_in(office.first, "guide", do="redo")
        assert await text_now(tools, office.county) == after
        said = words_of(await office.first.get(f"{DRAFT}/history"))
        assert said.index("重做了一步") < said.index("撤销了一步")
        assert "方秀英" in said


async def test_a_question_is_added_filled_moved_and_taken_out(tools: Tools) -> None:
    async with an_office(tools) as office:
        clerk = office.first
        await begin(clerk)
        number = len((await text_now(tools, office.county))["表单"])
        answer = await type_in(clerk, "form", do="add:表单")
        at = f"表单.{number}"
        assert f"at=%E8%A1%A8%E5%8D%95.{number}" in answer.headers["location"]
        shown = words_of(await page_of(clerk, "form", at))
        assert "缺少“问”" in shown
        await type_in(clerk, "form", at, **{f"{at}.问": "老人现在住院吗？", f"{at}.类型": "是否",
                                            f"{at}.何时问.0.q": "for_whom"})  # fmt: skip
        await type_in(clerk, "form", at, **{f"{at}.何时问.0.v": "family"})
        question = (await text_now(tools, office.county))["表单"][-1]
        assert question == {
            "编号": question["编号"], "类型": "是否", "问": "老人现在住院吗？",
            "何时问": {"题": "for_whom", "答": "family"},
        }  # fmt: skip
        preview = await clerk.get(f"{BASE}/preview/question", params={"at": number})
        assert "老人现在住院吗？" in words_of(preview)
        await type_in(clerk, "form", do=f"up:{at}")
        assert (await text_now(tools, office.county))["表单"][-2] == question
        await type_in(clerk, "form", do=f"remove:表单.{number - 1}")
        assert question not in (await text_now(tools, office.county))["表单"]


async def test_a_notice_is_added_among_the_steps_and_a_word_put_into_a_letter(tools: Tools) -> None:
    async with an_office(tools) as office:
        clerk = office.first
        await begin(clerk)
        await type_in(clerk, "steps", do="add:步骤|notice")
        notice = (await text_now(tools, office.county))["步骤"][-1]
        assert notice["公示"]["期限"] == "5个工作日"
        shown = words_of(await page_of(clerk, "steps", "步骤.1"))
        assert "异议站所" in shown
        assert "规则" not in shown
        await type_in(clerk, "letters", do="put:文书.0.正文|【答 village】")
        assert (await text_now(tools, office.county))["文书"][0]["正文"].endswith("【答 village】")


async def test_two_who_change_different_places_both_keep_theirs(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        stale = fields_of(await page_of(office.second, "guide"))
        await type_in(office.first, "guide", 承诺办结时限__n="12")
        answer = await send(office.second, DRAFT, {**stale, "一句话": "领钱。", "do": "save"})
        assert "told=both" in answer.headers["location"]
        now = await text_now(tools, office.county)
        assert (now[LIMIT], now["一句话"]) == ("12个工作日", "领钱。")
        assert "方秀英 0 分钟前也在改" in words_of(await page_of(office.first, "guide"))


async def test_two_who_change_the_same_place_choose_and_nothing_is_lost(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        stale = fields_of(await page_of(office.second, "guide"))
        await type_in(office.first, "guide", 一句话="甲写的。")
        answer = await send(office.second, DRAFT, {**stale, "一句话": "乙写的。", "do": "save"})
        place = answer.headers["location"]
        assert "/draft/both/" in place
        both = await office.second.get(place)
        assert "甲写的。" in words_of(both)
        assert "乙写的。" in words_of(both)
        assert (await text_now(tools, office.county))["一句话"] == "甲写的。"
        await send(office.second, place, {"place-0": "mine"})
        assert (await text_now(tools, office.county))["一句话"] == "乙写的。"
        said = words_of(await office.first.get(f"{DRAFT}/history"))
        assert "没用上的一份" in said


async def test_a_script_saves_without_leaving_the_page(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        shown = fields_of(await page_of(office.first, "guide"))
        saved = await send(office.first, DRAFT, {**shown, "一句话": "领钱。", "auto": "1"},
                           headers={"accept": "application/json"})  # fmt: skip
        assert saved.json()["version"] == 2
        same = await send(office.first, DRAFT, {**shown, "一句话": "领钱。", "auto": "1"},
                          headers={"accept": "application/json"})  # fmt: skip
        assert same.json()["version"] == 2
        stale = await send(office.second, DRAFT, {**shown, "一句话": "不领。", "auto": "1"},
                           headers={"accept": "application/json"})  # fmt: skip
        assert "/draft/both/" in stale.json()["both"]
        old = dict(office.first.cookies)
        office.first.cookies.clear()
        away = await send(office.first, DRAFT, {**shown, "auto": "1"},
                          headers={"accept": "application/json"})  # fmt: skip
        assert away.status_code == 401
        assert old


async def test_a_page_that_stays_open_takes_nothing_back_from_others(tools: Tools) -> None:
    """Saved again and again by its script, a stale page never sends others' old texts as new."""
    json = {"headers": {"accept": "application/json"}}
    async with an_office(tools) as office:
        await begin(office.first)
        open_page = {**fields_of(await page_of(office.second, "guide")), "auto": "1"}
        await type_in(office.first, "guide", 承诺办结时限__n="12")
        for words in ("领", "领钱", "领钱。"):
            told = await send(office.second, DRAFT, {**open_page, "一句话": words}, **json)
            assert "both" not in told.json()
            open_page["version"] = str(told.json()["version"])
        now = await text_now(tools, office.county)
        assert (now[LIMIT], now["一句话"]) == ("12个工作日", "领钱。")
        await type_in(office.first, "guide", 一句话="别人的话。")
        for words in ("领钱！", "领钱！！"):
            told = await send(office.second, DRAFT, {**open_page, "一句话": words}, **json)
            assert "/draft/both/" in told.json()["both"]
            open_page["version"] = str(told.json()["version"])
        again = await send(office.second, DRAFT, {**open_page, "时限说明": "从明天起。"}, **json)
        assert again.status_code == 200
        now = await text_now(tools, office.county)
        assert (now[LIMIT], now["一句话"]) == ("12个工作日", "别人的话。")
        said = words_of(await office.first.get(f"{DRAFT}/history"))
        assert said.count("没用上的一份") >= 2


async def test_what_comes_after_sending_or_publishing_is_kept_beside(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        shown = fields_of(await page_of(office.second, "guide"))
        await send(office.first, f"{DRAFT}/dropping")
        late = await send(office.second, DRAFT, {**shown, "一句话": "晚到的话。", "do": "save"})
        assert late.headers["location"].endswith("told=aside")
        item = await office.second.get(late.headers["location"])
        assert "没有丢" in words_of(item)
        drafts = [str(a["href"]) for a in read(item).select("a") if "/drafts/" in str(a["href"])]
        assert "晚到的话。" in words_of(await office.second.get(drafts[0]))


async def test_bad_values_are_said_beside_the_field_and_kept(tools: Tools) -> None:
    async with an_office(tools) as office:
        clerk = office.first
        await begin(clerk)
        await type_in(clerk, "guide", 承诺办结时限__n="很快", 到现场次数="两次",
                      一句话="<script>alert(1)</script>\x00 ＡＢ\u200b", 名称="")  # fmt: skip
        page = await page_of(clerk, "guide")
        fields = fields_of(page)
        assert fields["承诺办结时限.n"] == "很快"
        assert fields["到现场次数"] == "两次"
        assert fields["一句话"] == "<script>alert(1)</script> ＡＢ"
        assert "看不出是多久" in words_of(page)
        assert "应当是整数" in words_of(page)
        assert "缺少“名称”" in words_of(page)
        assert (await clerk.get(f"{BASE}/preview/guide")).status_code == 200


async def test_a_text_that_is_too_long_is_not_kept_and_not_lost(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        long = "字" * (LONGEST + 1)
        answer = await type_in(office.first, "guide", 一句话=long)
        assert answer.status_code == 422
        assert fields_of(answer)["一句话"] == long
        assert "太长了" in words_of(answer)
        assert (await text_now(tools, office.county))["一句话"] != long


async def test_a_sheet_that_grows_too_large_is_refused_in_words(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        for _round in range(8):
            await type_in(office.first, "guide", do="add:受理条件")
        shown = fields_of(await page_of(office.first, "guide"))
        long = {
            name: "字" * (LONGEST - 1) for name in shown if name.startswith(("受理条件.", "俗称."))
        }
        answer = await send(office.first, DRAFT, {**shown, **long, "do": "save"})
        assert answer.status_code == 413
        assert "400 KB" in words_of(answer)


async def test_odd_addresses_are_answered_in_words(tools: Tools) -> None:
    async with an_office(tools) as office:
        clerk = office.first
        assert (await clerk.get(DRAFT)).status_code == 404
        await begin(clerk)
        assert (await page_of(clerk, "attic")).status_code == 404
        assert (await page_of(clerk, "form", "表单.99")).status_code == 404
        assert (await page_of(clerk, "form", "表单.x")).status_code == 404
        assert (await clerk.get(f"{DRAFT}/both/1")).status_code == 404
        assert (await clerk.get(f"{DRAFT}/both/99")).status_code == 404
        assert (await clerk.get("/console/items/nowhere")).status_code == 404
        for do in ("up:表单.99", "add:名称", "put:名称|【电话】", "drop:|", "up:", "x" * 9000):
            assert (await type_in(clerk, "form", do=do)).status_code == 303, do
        odd = {"version": "9" * 30, "part": "guide", "draft": "none", "do": "save"}
        assert (await send(clerk, DRAFT, odd)).status_code == 303


async def test_only_who_may_edit(tools: Tools) -> None:
    county = await a_county(tools.database)
    officer = await an_officer(tools, county, roles=["bureau_reviewer"])
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        for path in (BASE, DRAFT, f"{DRAFT}/review", "/console/new-item", f"{BASE}/sheet.yaml"):
            assert (await browser.get(path)).status_code == 403, path
        for path in (DRAFT, f"{DRAFT}/beginning", f"{DRAFT}/approval", f"{BASE}/confirmations"):
            assert (await send(browser, path)).status_code == 403, path

"""Drafts begun: a copy under another name, a file read in, a file written out and read again."""

from __future__ import annotations

from typing import Any

from jointhall.kernel.tools import Tools
from jointhall.service_items.reading import read_text
from tests.builders.editing import BASE, DRAFT, an_office, begin, type_in
from tests.builders.pages import words_of
from tests.builders.web import send

NEW = "/console/new-item"


def a_file(text: str | bytes) -> dict[str, Any]:
    raw = text.encode() if isinstance(text, str) else text
    return {"files": {"sheet": ("sheet.yaml", raw, "application/yaml")}}


async def test_a_copy_gets_a_name_and_a_code_of_its_own(tools: Tools) -> None:
    async with an_office(tools) as office:
        clerk = office.first
        bare = await send(clerk, NEW, {"title": "", "of": "nowhere"})
        assert bare.status_code == 422
        assert "起个名字" in words_of(bare)
        made = await send(clerk, NEW, {"title": "百岁老人补贴", "of": "old_age_allowance"})
        place = made.headers["location"]
        assert place == "/console/items/bailaorenbutie/draft" or "butie" in place
        assert "百岁老人补贴" in words_of(await clerk.get(place))
        again = await send(clerk, NEW, {"title": "百岁老人补贴", "of": "old_age_allowance"})
        assert again.headers["location"] != place
        assert "百岁老人补贴" in words_of(await clerk.get("/console/items"))


async def test_a_file_goes_out_and_comes_in_without_loss(tools: Tools) -> None:
    async with an_office(tools) as office:
        clerk = office.first
        published = await clerk.get(f"{BASE}/sheet.yaml")
        await begin(clerk)
        draft = await clerk.get(f"{BASE}/sheet.yaml", params={"of": "draft"})
        assert draft.text == published.text
        await type_in(clerk, "guide", 承诺办结时限__n="12")
        changed = (await clerk.get(f"{BASE}/sheet.yaml", params={"of": "draft"})).text
        await type_in(clerk, "guide", do="undo")
        read_in = await send(
            clerk, f"{NEW}/sheet", {"into": "old_age_allowance"}, **a_file(changed)
        )
        assert read_in.headers["location"].endswith("told=import")
        again = await clerk.get(f"{BASE}/sheet.yaml", params={"of": "draft"})
        assert again.text == changed
        codes = {"file": "", "module": "elderly", "code": "old_age_allowance"}
        assert read_text(changed, **codes).sheet == read_text(again.text, **codes).sheet
        fresh = await send(clerk, f"{NEW}/sheet", {"module": "elderly"}, **a_file(changed))
        assert fresh.status_code == 303


async def test_a_file_with_faults_is_read_in_and_its_faults_are_shown(tools: Tools) -> None:
    async with an_office(tools) as office:
        clerk = office.first
        text = (await clerk.get(f"{BASE}/sheet.yaml")).text
        wrong = text.replace("承诺办结时限: 15个工作日", "承诺办结时限: 很快", 1)
        await send(clerk, f"{NEW}/sheet", {"into": "old_age_allowance"}, **a_file(wrong))
        assert "看不出是多久" in words_of(await clerk.get(DRAFT))


async def test_a_file_of_the_wrong_sort_is_refused_in_words(tools: Tools) -> None:
    async with an_office(tools) as office:
        clerk = office.first
        for raw, said in (
            (b"\x89PNG\r\n\x1a\n\x00\xff", "不是文字"),
            (b"", "空的"),
            (b"a: [1, 2", "行"),
            ("名称：高龄津贴".encode(), "行"),
            (b"x: y\n" * 100_000, "太大"),
        ):
            answer = await send(clerk, f"{NEW}/sheet", {"into": "old_age_allowance"}, **a_file(raw))
            assert answer.status_code == 422, raw[:20]
            assert said in words_of(answer), (raw[:20], words_of(answer)[:900])
        nothing = await send(clerk, f"{NEW}/sheet", {"into": "old_age_allowance"})
        assert "选一个文件" in words_of(nothing)


async def test_our_newer_sheet_is_taken_into_a_draft(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        await type_in(office.first, "guide", 一句话="我们县自己的话。")
        taken = await send(office.first, f"{DRAFT}/beginning", {"of": "library"})
        assert taken.status_code == 303
        page = words_of(await office.first.get(taken.headers["location"]))
        assert "随程序来的新版放进草稿了" in page
        assert "我们县自己的话" in words_of(await office.first.get(f"{DRAFT}/history"))

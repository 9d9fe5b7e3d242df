"""Beside a case: notes, talk with the applicant, who looks, canned opinions, papers, paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from jointhall.cases.dossier.canned import MOST
from jointhall.kernel.clock import FixedClock
from tests.builders.halls import Hall
from tests.builders.pages import link_named, read, words_of
from tests.builders.people import a_resident
from tests.builders.web import a_browser, follow, send


async def test_a_note_is_for_officers_and_never_for_the_applicant(hall: Hall) -> None:
    someone = await a_resident(hall.tools)
    case = await hall.filed(resident_id=someone.id)
    async with hall.at(hall.clerk) as browser:
        path = f"/workbench/cases/{case.number}"
        empty = await send(browser, f"{path}/notes", {"note": "  "})
        assert empty.status_code == 422
        assert "备注是空的" in words_of(empty)
        kept = await send(browser, f"{path}/notes", {"note": "电话里说周三来。"}, follow=True)
        assert "备注存好了" in words_of(kept)
        assert "电话里说周三来" in words_of(kept)
    async with hall.at(hall.surveyor) as browser:
        assert "电话里说周三来" in words_of(await browser.get(path))
        assert "电话里说周三来" not in words_of(await browser.get(f"{path}/print"))
    async with a_browser(hall.tools, hall.here, cookies=someone.cookies) as browser:
        for page in (f"/cases/{case.number}", f"/cases/{case.number}/talk"):
            assert "周三来" not in words_of(await browser.get(page))
    standing = hall.here.standing(resident_id=someone.id)
    async with hall.tools.database.transaction(standing, read_only=True) as session:
        assert await session.scalar(text("select count(*) from case_notes")) == 0


async def test_applicant_and_officer_talk_and_each_sees_what_is_new(hall: Hall) -> None:
    someone = await a_resident(hall.tools)
    case = await hall.filed(resident_id=someone.id)
    path = f"/workbench/cases/{case.number}"
    async with a_browser(hall.tools, hall.here, cookies=someone.cookies) as browser:
        mine = f"/cases/{case.number}/talk"
        assert "还没写" in words_of(await send(browser, mine, {"talk": ""}))
        sent = await send(browser, mine, {"talk": "地块图要不要盖章？"}, follow=True)
        assert "发出去了" in words_of(sent)
    async with hall.at(hall.clerk) as browser:
        seen = words_of(await browser.get(path))
        assert "申请人有 1 条新留言" in seen
        assert "地块图要不要盖章" in seen
        assert "新留言" not in words_of(await browser.get(path))
        told = await send(browser, f"{path}/talk", {"talk": "不用盖章。"}, follow=True)
        assert "发给申请人了" in words_of(told)
    async with a_browser(hall.tools, hall.here, cookies=someone.cookies) as browser:
        assert "不用盖章" in words_of(await browser.get(mine))
        assert "给您留言了" in words_of(await browser.get("/messages"))


async def test_anothers_talk_is_not_there(hall: Hall) -> None:
    case = await hall.filed()
    other = await a_resident(hall.tools)
    async with a_browser(hall.tools, hall.here, cookies=other.cookies) as browser:
        path = f"/cases/{case.number}/talk"
        assert (await browser.get(path)).status_code == 404
        assert (await send(browser, path, {"talk": "让我看看"})).status_code == 404
    async with hall.at(hall.neighbour) as browser:
        asked = await send(browser, f"/workbench/cases/{case.number}/notes", {"note": "x"})
        assert asked.status_code == 404


async def test_two_who_look_see_each_other_until_one_is_gone(hall: Hall, clock: FixedClock) -> None:
    case = await hall.filed()
    path = f"/workbench/cases/{case.number}"
    async with hall.at(hall.clerk) as browser:
        assert "也开着这一件的同事" not in words_of(await browser.get(path))
    async with hall.at(hall.surveyor) as browser:
        assert "也开着这一件的同事：谭建辉" in words_of(await browser.get(path))
        assert (await browser.get(f"{path}/lookers")).text == "也开着这一件的同事：谭建辉"
        clock.at += timedelta(minutes=4)
        assert (await browser.get(f"{path}/lookers")).text == ""


async def test_own_canned_opinions_stand_first_and_an_offices_are_its_own(hall: Hall) -> None:
    case = await hall.asked()
    async with hall.at(hall.surveyor) as browser:
        told = await send(browser, "/workbench/opinions", {"act": "review", "words": " "})
        assert "请写常用的话" in words_of(told)
        for words, office in (("四至清楚，同意。", ""), ("所里看过了，同意。", "ziran")):
            kept = await send(
                browser, "/workbench/opinions",
                {"act": "review", "words": words, "office": office}, follow=True,
            )  # fmt: skip
            assert words in words_of(kept)
        stranger = {"act": "review", "words": "越权", "office": "minzheng"}
        assert "只能给自己所在的站所加" in words_of(
            await send(browser, "/workbench/opinions", stranger)
        )
        shown = read(await browser.get(f"/workbench/cases/{case.number}"))
        first = [button.select_one("span").get_text() for button in shown.select("[data-canned]")]
        assert first[:2] == ["四至清楚，同意。", "所里看过了，同意。"]
        drop = read(await browser.get("/workbench/opinions")).select_one("form[action$='/drop']")
    async with hall.at(hall.leader) as browser:
        assert "四至清楚" not in words_of(await browser.get("/workbench/opinions"))
        action = drop["action"].removeprefix(hall.here.prefix)
        assert (await send(browser, action)).status_code == 404
    async with hall.at(hall.surveyor) as browser:
        gone = await send(browser, action, follow=True)
        assert "四至清楚" not in words_of(gone)
    async with hall.at(hall.neighbour) as browser:
        own = {"act": "review", "words": "不走我镇的沟，同意。"}
        await send(browser, "/workbench/opinions", own)
        asked = link_named(await browser.get("/workbench"), case.title)
        shown = read(await follow(browser, asked))
        assert shown.select_one("[data-canned] span").get_text() == "不走我镇的沟，同意。"


async def test_thirty_canned_opinions_are_enough(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        for n in range(MOST):
            await send(browser, "/workbench/opinions", {"act": "accept", "words": f"第{n}句"})
        more = await send(browser, "/workbench/opinions", {"act": "accept", "words": "再来一句"})
    assert f"已经有 {MOST} 句了" in words_of(more)


@pytest.mark.parametrize("side", ["left", "right"])
async def test_papers_side_by_side_lead_from_one_to_the_next(hall: Hall, side: str) -> None:
    case = await hall.filed()
    async with hall.at(hall.clerk) as browser:
        path = f"/workbench/cases/{case.number}/papers"
        page = read(await browser.get(path))
        ids = [option["value"] for option in page.select("select[name=left] option")]
        assert len(ids) >= 2
        shown = read(await browser.get(path, params={side: ids[0]}))
        onward = [link["href"] for link in shown.select("a[rel=next]")]
        assert any(f"{side}={ids[1]}" in href for href in onward)
        # A forged or stale id shows the first paper, never an error.
        assert (await browser.get(path, params={side: "x"})).status_code == 200


async def test_a_case_on_paper_has_cover_list_and_history(hall: Hall) -> None:
    case = await hall.asked()
    async with hall.at(hall.leader) as browser:
        words = words_of(await browser.get(f"/workbench/cases/{case.number}/print"))
    for said in ("办件卷宗", "卷内目录", "填的内容", "受理通知书", "经过", case.number):
        assert said in words

"""Lists: mine, everybody's here, and what others asked."""

from __future__ import annotations

import httpx

from jointhall.cases.supervision.reminding import remind
from tests.builders.cases import a_submitted_case
from tests.builders.halls import Hall
from tests.builders.pages import link_named, read, words_of
from tests.builders.web import follow, send


async def test_what_i_did_is_listed_newest_first_and_only_mine(hall: Hall) -> None:
    filed = await hall.filed()
    async with hall.at(hall.clerk) as browser:
        assert "您还没有办过" in words_of(await browser.get("/workbench/done"))
        await send(browser, f"/workbench/cases/{filed.number}/acceptance")
        page = await browser.get("/workbench/done")
    assert [row.select("td")[1].get_text() for row in read(page).select("[data-row]")] == ["受理了"]
    assert "已办1" in [a.get_text() for a in read(page).select(".rail-nav a")]
    await hall.work_off()
    async with hall.at(hall.neighbour) as browser:
        desk = await browser.get("/workbench")
        path = link_named(desk, filed.title)
        await send(browser, f"{browser.base_url.join(path)}/answer", {"vote": "agree"})
        page = await browser.get("/workbench/done")
    words = words_of(page)
    assert "已办1" in [a.get_text() for a in read(page).select(".rail-nav a")]
    assert "答复：同意" in words
    assert filed.number in words


async def test_what_i_sent_back_unanswered_is_among_what_i_did(hall: Hall) -> None:
    filed = await hall.asked()
    async with hall.at(hall.neighbour) as browser:
        path = link_named(await browser.get("/workbench"), filed.title)
        fields = {"reason": "too_little", "words": "没有附四至图，答不了。"}
        sent = await send(browser, f"{browser.base_url.join(path)}/return", fields)
        assert sent.status_code == 303
        assert "答复：退回" in words_of(await browser.get("/workbench/done"))


async def test_cases_are_found_by_number_its_end_matter_and_status(hall: Hall) -> None:
    one, other = await a_submitted_case(hall.tools, hall.here), await hall.asked()
    async with hall.at(hall.clerk) as browser:
        page = await browser.get("/workbench/cases")
        assert len(read(page).select("[data-row]")) == 2
        spaced = one.number.replace("-", " ").lower()
        straight = await browser.get("/workbench/cases", params={"q": spaced})
        assert straight.status_code == 303
        assert straight.headers["location"].endswith(one.number)
        for asked, found in (
            ({"q": other.number[-4:]}, [other.number]),
            ({"q": "设施用地"}, [other.number]),
            ({"status": "submitted"}, [one.number]),
            ({"item": "设施农业用地备案"}, [other.number]),
            ({"q": "100%"}, []),
            ({"status": "nonsense"}, [other.number, one.number]),
        ):
            page = await browser.get("/workbench/cases", params=asked)
            numbers = [row.select("td")[1].get_text() for row in read(page).select("[data-row]")]
            assert numbers == found, asked
        assert "没有找到" in words_of(await browser.get("/workbench/cases?q=xyz"))


async def test_what_others_asked_is_split_by_what_became_of_it(hall: Hall) -> None:
    await hall.asked()
    async with hall.at(hall.neighbour) as browser:
        page = await browser.get("/workbench/referrals")
        assert "等我们答 1" in words_of(page)
        answered = await follow(browser, link_named(page, "已答复 0"))
        assert "这里还没有" in words_of(answered)


async def test_envelopes_are_listed_and_proven_on_demand(hall: Hall) -> None:
    await hall.asked()
    async with hall.at(hall.surveyor) as browser:
        page = await browser.get("/workbench/envelopes")
        assert "还没验" in words_of(page)
        proven = await follow(browser, link_named(page, "现在验一遍"))
        words = words_of(proven)
    assert words.count("每一封都对，首尾相连") == 2
    assert f"发往{hall.there.name}，第 1 封" in words
    async with hall.at(hall.clerk) as browser:
        assert (await browser.get("/workbench/envelopes")).status_code == 403


async def test_unread_reminders_are_counted_in_the_heading_of_every_page(hall: Hall) -> None:
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        for words in ("一件快到期了", "有人催办"):
            await remind(
                session, [hall.clerk.id], "due", words, "/workbench", at=hall.tools.clock.now()
            )
    paths = ("/workbench", "/workbench/cases", "/workbench/done", "/workbench/account")
    async with hall.at(hall.clerk) as browser:
        for path in paths:
            assert _reminders(await browser.get(path)) == "提醒 2", path
        await send(browser, "/workbench/reminders")
        assert _reminders(await browser.get("/workbench")) == "提醒"
    async with hall.at(hall.surveyor) as browser:
        assert _reminders(await browser.get("/workbench")) == "提醒"


def _reminders(page: httpx.Response) -> str:
    return read(page).select_one("nav.nav a[href$='/reminders']").get_text()

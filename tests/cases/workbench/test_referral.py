"""What another tenant asks: shown as far as its sheet allows, answered once, proven on the spot."""

from __future__ import annotations

import asyncio
from datetime import UTC
from uuid import UUID

from sqlalchemy import select, text

from jointhall.cases.steps import Referral
from jointhall.kernel.jobs import perform
from jointhall.web.place import Place
from tests.builders.cases import FARMLAND, an_accepted_case, answered, tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import read, words_of
from tests.builders.people import an_officer
from tests.builders.web import follow, send

HTMX = {"hx-request": "true"}


async def test_it_says_who_asks_what_and_by_when_and_shows_no_more_than_that(hall: Hall) -> None:
    await hall.asked()
    referral = await _referral(hall, hall.there)
    async with hall.at(hall.neighbour) as browser:
        page = await browser.get(f"/workbench/referrals/{referral.id}")
        words = words_of(page)
        picture = await follow(browser, read(page).select_one("#papers img")["src"])
    assert f"{hall.here.name}问：" in words
    assert "核对落在你们乡镇的那部分地" in words
    assert "11月23日（周一）前" in words
    assert "7 项答案，2 份材料" in words
    assert "都对" in words
    assert "430321196505120012" not in words
    assert "13812345678" not in words.replace(" ", "")
    assert picture.headers["content-type"] == "image/jpeg"


async def test_opening_it_is_noted_once_and_looking_every_time(hall: Hall) -> None:
    await hall.asked()
    referral = await _referral(hall, hall.there)
    assert referral.first_opened_at is None
    async with hall.at(hall.neighbour) as browser:
        for _time in range(2):
            await browser.get(f"/workbench/referrals/{referral.id}")
            await browser.get(f"/workbench/referrals/{referral.id}/papers", headers=HTMX)
    opened = await _referral(hall, hall.there)
    assert opened.first_opened_at is not None
    assert opened.first_opened_at.astimezone(UTC) == hall.tools.clock.now().astimezone(UTC)
    async with hall.tools.database.transaction(hall.there.standing(), read_only=True) as session:
        looked = await session.scalar(
            text("select count(*) from journal where act = 'referral.viewed'")
        )
    assert looked == 2


async def test_papers_that_are_still_coming_are_asked_for_again(hall: Hall) -> None:
    await an_accepted_case(hall.tools, hall.here, item=FARMLAND, across=[hall.there])
    await _perform(hall, hall.here, "exchange.deliver")
    referral = await _referral(hall, hall.there)
    path = f"/workbench/referrals/{referral.id}"
    async with hall.at(hall.neighbour) as browser:
        page = await browser.get(path)
        part = read(page).select_one("#referral-papers")
        assert "还有 2 份材料正在送来" in part.get_text()
        assert part["hx-trigger"] == "every 2s"
        assert (await browser.get(f"{path}/papers/0?look=1")).status_code == 404
        await hall.work_off()
        part = await browser.get(str(browser.base_url.join(part["hx-get"])), headers=HTMX)
        arrived = read(part).select_one("#referral-papers")
        assert not arrived.has_attr("hx-get")
        assert arrived.select_one("img") is not None


async def test_an_answer_is_given_once_and_comes_back(hall: Hall) -> None:
    case = await hall.asked()
    referral = await _referral(hall, hall.there)
    path = f"/workbench/referrals/{referral.id}/answer"
    async with hall.at(hall.neighbour) as browser:
        await browser.get("/workbench")
        silent = await send(browser, path, {"vote": "refuse", "opinion": ""})
        assert silent.status_code == 422
        both = await asyncio.gather(
            *(send(browser, path, {"vote": "agree", "opinion": "不影响机耕路。"}) for _n in (1, 2))
        )
        assert sorted(answer.status_code for answer in both) == [303, 409]
        page = await browser.get(f"/workbench/referrals/{referral.id}")
        assert "已答复：同意" in words_of(page)
        assert "我们答，第 2 封" in words_of(page)
        assert read(page).select_one("#act") is None
    await hall.work_off()
    async with hall.at(hall.clerk) as browser:
        words = words_of(await browser.get(f"/workbench/cases/{case.number}"))
    assert "联合核查 1/3" in words
    assert "不影响机耕路。" in words


async def test_only_the_office_that_is_asked_may_answer(hall: Hall) -> None:
    await hall.asked()
    referral = await _referral(hall, hall.there)
    other = await an_officer(hall.tools, hall.there, roles=["reviewer"], offices=["minzheng"])
    async with hall.at(other) as browser:
        page = await browser.get(f"/workbench/referrals/{referral.id}")
        assert "这一项归自然资源所答" in words_of(page)
        assert read(page).select_one("#act") is None
        path = f"/workbench/referrals/{referral.id}/answer"
        assert (await send(browser, path, {"vote": "agree"})).status_code == 403
    assert (await _referral(hall, hall.there)).status == "open"


async def test_what_is_no_longer_needed_says_so(hall: Hall) -> None:
    case = await hall.asked()
    referral = await _referral(hall, hall.there)
    tasks = await tasks_here(hall.tools, hall.here, case)
    own = next(task for task in tasks if task.peer_id is None)
    await answered(hall.tools, hall.here, own, vote="refuse", opinion="占了路。")
    await hall.work_off()
    async with hall.at(hall.neighbour) as browser:
        path = f"/workbench/referrals/{referral.id}"
        assert "已经不需要这份答复了" in words_of(await browser.get(path))
        told = await send(browser, f"{path}/answer", {"vote": "agree"})
        assert told.status_code == 409
        assert "都办完了" in words_of(await browser.get("/workbench"))


async def test_another_townships_referral_is_not_there(hall: Hall) -> None:
    await hall.asked()
    referral = await _referral(hall, hall.there)
    async with hall.at(hall.surveyor) as browser:
        assert (await browser.get(f"/workbench/referrals/{referral.id}")).status_code == 404


async def _referral(hall: Hall, place: Place) -> Referral:
    async with hall.tools.database.transaction(place.standing(), read_only=True) as session:
        found = await session.scalar(select(Referral))
    assert found is not None
    return found


async def _perform(hall: Hall, place: Place, job: str) -> None:
    async with hall.tools.database.transaction(place.standing(), read_only=True) as session:
        rows = await session.scalars(
            text("select id from outbox where tenant_id = :t and job = :job and done_at is null"),
            {"t": place.tenant_id, "job": job},
        )
        waiting: list[UUID] = list(rows)
    for id in waiting:
        await perform(hall.tools, place.standing(), id)

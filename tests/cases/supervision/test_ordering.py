"""Orders: a number and a day, from the county by envelope or inside a house; replies, once."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from jointhall.cases.models import Case
from jointhall.cases.supervision.models import Order, WatchedClock
from jointhall.cases.supervision.watching import look
from jointhall.web.place import Place
from tests.builders.halls import Hall
from tests.builders.people import SignedInOfficer, in_again
from tests.builders.web import send
from tests.cases.supervision.test_watching import due, on


async def late_referral(hall: Hall) -> tuple[Case, WatchedClock]:
    """A question the neighbour has let go past its day, on the neighbour's list."""
    case = await hall.asked()
    on(hall, await due(hall, case) + timedelta(days=1))
    await look(hall.tools, hall.there)
    await hall.work_off()
    async with hall.tools.database.transaction(hall.there.standing(), read_only=True) as session:
        clock = await session.scalar(select(WatchedClock))
    assert clock is not None
    return case, clock


async def order_at(hall: Hall, place: Place) -> Order:
    async with hall.tools.database.transaction(place.standing(), read_only=True) as session:
        found = await session.scalar(select(Order))
    assert found is not None
    return found


async def test_the_county_orders_a_township_and_reads_its_reply(
    hall: Hall, overseer: SignedInOfficer
) -> None:
    case, clock = await late_referral(hall)
    there = f"/console/supervision/townships/{hall.there.division_code}"
    async with hall.at(await in_again(hall.tools, overseer)) as browser:
        assert "全县 1 项超期" in (await browser.get("/console/supervision")).text
        page = (await browser.get(there)).text
        assert case.number in page
        assert "超期 1 个工作日" in page
        path = f"{there}/clocks/{clock.id}"
        assert f'href="{path}"' in page
        for fields, words in (
            ({"words": "", "within": "3"}, "写清楚要他们做什么"),
            ({"words": "办", "within": "三"}, "要在 1 到 30 之间"),
            ({"words": "办" * 1001, "within": "3"}, "最多写 1000 个字"),
        ):
            answer = await send(browser, path, fields)
            assert answer.status_code == 422
            assert words in answer.text
        made = await send(browser, path, {"words": "请本周内答复", "within": "3"})
        assert made.status_code == 303
        again = await send(browser, path, {"words": "请本周内答复", "within": "3"})
        assert again.status_code == 409, "one open order about one thing"
    await hall.work_off()
    order = await order_at(hall, hall.there)
    assert order.number_words.endswith("1号")
    assert "督" in order.number_words
    async with hall.at(await in_again(hall.tools, hall.neighbour)) as browser:
        assert order.number_words in (await browser.get("/workbench/reminders")).text
        path = f"/workbench/supervision/orders/{order.id}"
        assert "请本周内答复" in (await browser.get(path)).text
        today = hall.tools.clock.now().date()
        bad = await send(browser, f"{path}/reply", {"reply": "在补"})
        assert bad.status_code == 422
        for words in ("请选为什么晚了", "请选打算哪天办完"):
            assert words in bad.text
        said = {"reason": "materials", "reply": "图纸还差一张", "done_by": str(today)}
        assert (await send(browser, f"{path}/reply", said)).status_code == 303
        assert (await send(browser, f"{path}/reply", said)).status_code == 409
    await hall.work_off()
    async with hall.at(await in_again(hall.tools, overseer)) as browser:
        page = (await browser.get(f"/console/supervision/orders/{order.id}")).text
        assert "图纸还差一张" in page
        assert "材料还要核对" in page
        assert order.number_words in (await browser.get(there)).text


async def test_an_overdue_reply_turns_red_and_climbs_by_itself(
    hall: Hall, overseer: SignedInOfficer
) -> None:
    _case, clock = await late_referral(hall)
    there = f"/console/supervision/townships/{hall.there.division_code}"
    async with hall.at(await in_again(hall.tools, overseer)) as browser:
        await send(browser, f"{there}/clocks/{clock.id}", {"words": "请答复", "within": "1"})
    await hall.work_off()
    order = await order_at(hall, hall.there)
    on(hall, order.reply_by + timedelta(days=1))
    await look(hall.tools, hall.there)
    async with hall.at(await in_again(hall.tools, overseer)) as browser:
        assert "1 份督办没按时答复" in (await browser.get("/console/supervision")).text
        assert "答复督办" in (await browser.get(there)).text


async def test_a_leader_orders_an_office_of_the_house(hall: Hall) -> None:
    case = await hall.asked()
    on(hall, date(2026, 12, 4))
    await look(hall.tools, hall.here)
    async with hall.at(await in_again(hall.tools, hall.leader)) as browser:
        page = (await browser.get("/workbench/supervision?show=red")).text
        assert case.number in page
        assert "报给了县里" in page, "how far up it went stands beside it"
        href = next(
            part.split('"')[0] for part in page.split('href="') if "/order" in part.split('"')[0]
        )
        path = href.removeprefix(hall.here.prefix)
        assert "发督办通知单" in (await browser.get(path)).text
        answer = await send(browser, path, {"words": "今天办完", "within": "2"})
        assert answer.status_code == 303
        await hall.work_off()
        page = (await browser.get("/workbench/supervision?show=orders")).text
        order = await order_at(hall, hall.here)
        assert order.number_words in page
        assert (await browser.get("/workbench/supervision?show=late")).status_code == 200
        path = f"/workbench/supervision/orders/{order.id}"
        said = {"reason": "hands", "reply": "今天就办", "done_by": "2026-12-04"}
        assert (await send(browser, f"{path}/reply", said)).status_code == 303
        assert "人手不够" in (await browser.get(path)).text

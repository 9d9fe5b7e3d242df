"""A watched case stays in sight and says when somebody else has done something."""

from __future__ import annotations

from jointhall.cases.answering import answer_task
from jointhall.cases.queries import task_of
from jointhall.kernel.clock import FixedClock
from jointhall.kernel.who import Actor
from tests.builders.cases import ALLOWANCE, a_submitted_case, an_accepted_case, tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import read, words_of
from tests.builders.web import send


async def test_a_watched_case_has_news_until_it_was_looked_at(
    hall: Hall, clock: FixedClock
) -> None:
    case = await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE)
    path = f"/workbench/cases/{case.number}/watching"
    async with hall.at(hall.clerk) as browser:
        assert "放进您的“关注”" in words_of(await browser.get(path))
        done = await send(browser, path, {"watch": "yes"}, follow=True)
        assert "关注了" in words_of(done)
        listed = await browser.get("/workbench/cases?mine=watched")
        assert not read(listed).select(".news")
        clock.at = clock.at.replace(minute=35)
        await _answered(hall, case)
        clock.at = clock.at.replace(minute=40)
        listed = await browser.get("/workbench/cases?mine=watched")
        assert [tag.get_text() for tag in read(listed).select(".news")] == ["有新情况"]
        await browser.get(f"/workbench/cases/{case.number}")
        assert not read(await browser.get("/workbench/cases?mine=watched")).select(".news")
        await send(browser, path, {"watch": "no"})
        assert "这里现在没有" in words_of(await browser.get("/workbench/cases?mine=watched"))


async def test_what_one_watches_is_seen_by_nobody_else(hall: Hall) -> None:
    case = await a_submitted_case(hall.tools, hall.here)
    async with hall.at(hall.clerk) as browser:
        await send(browser, f"/workbench/cases/{case.number}/watching", {"watch": "yes"})
    async with hall.at(hall.surveyor) as browser:
        rows = read(await browser.get("/workbench/cases?mine=watched")).select("[data-row]")
    assert rows == []


async def test_in_hand_is_what_i_had_a_hand_in_and_nobody_has_finished(hall: Hall) -> None:
    mine = await a_submitted_case(hall.tools, hall.here)
    await a_submitted_case(hall.tools, hall.here)
    gone = await a_submitted_case(hall.tools, hall.here)
    async with hall.at(hall.clerk) as browser:
        await send(browser, f"/workbench/cases/{mine.number}/acceptance")
        await send(browser, f"/workbench/cases/{gone.number}/rejection", {"words": "不归我们"})
        page = await browser.get("/workbench/cases?mine=hand&cols=number&cols=with")
    rows = read(page).select("[data-row]")
    assert [row.select("td")[1].get_text() for row in rows] == [mine.number]
    assert "民政" in rows[0].get_text()
    assert "在办1" in [a.get_text() for a in read(page).select(".rail-nav a")]


async def _answered(hall: Hall, case: object) -> None:
    tasks = await tasks_here(hall.tools, hall.here, case)  # type: ignore[arg-type]
    task = next(t for t in tasks if t.peer_id is None and t.status == "open")
    by = Actor("officer", None, "欧阳静", "民政办")
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await task_of(session, task.id)
        await answer_task(session, hall.tools, hall.here, held, vote="agree", opinion="好", by=by)

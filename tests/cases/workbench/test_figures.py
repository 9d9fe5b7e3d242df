"""Numbers added up over the cases granted here, on a page of their own."""

from __future__ import annotations

from jointhall.cases.decision import decide
from jointhall.cases.queries import case_numbered, tasks_of
from tests.builders.cases import COUNTER_CLERK, an_accepted_case, answered, tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import link_named, read, words_of
from tests.builders.web import follow


async def granted(hall: Hall) -> None:
    """An allowance paid to one more old person."""
    case = await an_accepted_case(hall.tools, hall.here)
    (task,) = await tasks_here(hall.tools, hall.here, case)
    await answered(hall.tools, hall.here, task)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = next(t for t in await tasks_of(session, held) if t.kind == "decide")
        await decide(
            session, hall.tools, hall.here, task, outcome="granted", why="", by=COUNTER_CLERK
        )


async def test_what_rules_reckoned_is_added_up_item_by_item(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        assert "还没有记下的数" in words_of(await browser.get("/workbench/figures"))
        await granted(hall)
        await granted(hall)
        listed = await browser.get("/workbench/cases")
        page = await follow(browser, link_named(listed, "统计数"))
    (row,) = read(page).select("[data-row]")
    cells = [cell.get_text() for cell in row.select("td")]
    assert cells == ["高龄津贴", "年龄档次", "2 件", "2档", "1档"]


async def test_a_neighbour_adds_up_its_own(hall: Hall) -> None:
    await granted(hall)
    async with hall.at(hall.neighbour) as browser:
        assert "还没有记下的数" in words_of(await browser.get("/workbench/figures"))

"""One case on one page: all that is needed, nothing that is not, and a line of who looked."""

from __future__ import annotations

import asyncpg
from sqlalchemy import text

from jointhall.cases.history import broken_at
from jointhall.cases.models import Case
from jointhall.cases.queries import history_of
from jointhall.kernel.tools import Tools
from tests.builders.cases import answered, tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import link_named, read, words_of
from tests.builders.people import an_officer
from tests.builders.web import follow


async def test_the_page_shows_clock_way_votes_envelopes_letters_and_history(hall: Hall) -> None:
    case = await hall.asked()
    async with hall.at(hall.clerk) as browser:
        page = await browser.get(f"/workbench/cases/{case.number}")
    words = words_of(page)
    assert page.status_code == 200
    for said in (
        "承诺 10 个工作日", "法定 15 个工作日", "11月30日（周一）", "3 家同时看", "联合核查 0/3",
        "各家都同意才算通过", "签名和回执都对", "受理通知书", "首尾相连",
    ):  # fmt: skip
        assert said in words, said
    assert len(read(page).select("#papers img")) == 1
    assert len(read(page).select("[data-paper]")) == 3


async def test_looking_is_put_on_record_for_the_resident(hall: Hall) -> None:
    case = await hall.filed()
    async with hall.at(hall.clerk) as browser:
        await browser.get(f"/workbench/cases/{case.number}")
        await browser.get("/workbench")
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        rows = (
            await session.execute(
                text("select actor_name, behalf_of, subject from journal where act = 'case.viewed'")
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("便民服务中心 谭建辉", str(case.resident_id), f"case:{case.id}")
    ]


async def test_an_office_sees_in_full_only_what_the_sheet_lets_it_see(hall: Hall) -> None:
    case = await hall.asked()
    path = f"/workbench/cases/{case.number}"
    async with hall.at(hall.clerk) as browser:
        assert "430321196505120012" in words_of(await browser.get(path)).replace(" ", "")
    async with hall.at(hall.surveyor) as browser:
        words = words_of(await browser.get(path))
    assert "430321196505120012" not in words.replace(" ", "")
    assert "0012" in words
    assert "138 1234 5678" in words
    assert "已经遮住一部分" in words


async def test_another_paper_is_a_link_away(hall: Hall) -> None:
    case = await hall.filed()
    async with hall.at(hall.clerk) as browser:
        page = await browser.get(f"/workbench/cases/{case.number}")
        other = await follow(browser, link_named(page, "村里公示的照片"))
        assert read(other).select_one("#papers img")["alt"] == "notice_photo.jpg"
        picture = await follow(browser, read(other).select_one("#papers img")["src"])
    assert picture.headers["content-type"] == "image/jpeg"


async def test_a_paper_opens_only_for_those_whom_the_sheet_shows_it(hall: Hall) -> None:
    case = await hall.asked()
    async with hall.at(hall.surveyor) as browser:
        page = await browser.get(f"/workbench/cases/{case.number}")
        path = read(page).select_one("#papers img")["src"].partition("?")[0]
        saved = await follow(browser, path)
        assert saved.headers["content-disposition"].startswith("attachment")
    other = await an_officer(hall.tools, hall.here, roles=["reviewer"], offices=["minzheng"])
    async with hall.at(other) as browser:
        assert (await follow(browser, path)).status_code == 404
        page = await browser.get(f"/workbench/cases/{case.number}")
        assert "没有您这一步要看的材料" in words_of(page)
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        looked = await session.scalar(
            text("select count(*) from journal where act = 'document.viewed' and behalf_of = :r"),
            {"r": str(case.resident_id)},
        )
    assert looked == 1


async def test_one_who_has_nothing_to_do_is_told_whom_it_waits_for(hall: Hall) -> None:
    case = await hall.asked()
    for task in await tasks_here(hall.tools, hall.here, case):
        if task.peer_id is None:
            await answered(hall.tools, hall.here, task)
    async with hall.at(hall.surveyor) as browser:
        page = await browser.get(f"/workbench/cases/{case.number}")
    assert "现在不用您办" in words_of(page)
    assert "还等 2 家答复" in words_of(page)
    assert read(page).select_one("#act") is None


async def test_a_history_line_that_was_changed_is_shown_on_the_page(
    hall: Hall, owner: asyncpg.Connection
) -> None:
    case = await hall.asked()
    async with owner.transaction():
        await owner.execute("alter table case_history no force row level security")
        await owner.execute("alter table case_history disable trigger append_only")
        await owner.execute(
            "update case_history set words = '没受理' where case_id = $1 and seq = 2", case.id
        )
        await owner.execute("alter table case_history enable trigger append_only")
        await owner.execute("alter table case_history force row level security")
    async with hall.at(hall.clerk) as browser:
        words = words_of(await browser.get(f"/workbench/cases/{case.number}"))
    assert "第 2 条起接不上" in words


async def test_an_untouched_history_holds(hall: Hall, tools: Tools) -> None:
    case = await hall.asked()
    async with tools.database.transaction(hall.here.standing(), read_only=True) as session:
        found = await session.get(Case, (case.tenant_id, case.id))
        assert found is not None
        lines = list(await history_of(session, found))
    assert broken_at(lines) is None
    assert broken_at(lines[1:]) == 1
    assert broken_at([*lines[:2], *lines[3:]]) == 3

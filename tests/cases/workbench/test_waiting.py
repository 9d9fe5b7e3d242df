"""What waits is sorted by what is due, counted right, and quick however much there is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy import event, text

from jointhall.cases.desk.waiting import LOOKS_BACK, _filing_days
from jointhall.cases.models import Case
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.cases import ALLOWANCE, a_submitted_case, an_accepted_case
from tests.builders.halls import Hall
from tests.builders.pages import link_named, read, words_of
from tests.builders.people import an_officer
from tests.builders.web import follow
from tests.conftest import NOW


async def test_rows_stand_under_the_day_they_are_due_with_light_and_weekday(hall: Hall) -> None:
    for days_ago in (12, 7, 6, 4, 0):
        await _filed_days_ago(hall, days_ago)
    async with hall.at(hall.clerk) as browser:
        page = await browser.get("/workbench")
    assert [h.get_text() for h in read(page).select("tr.grp b")] == [
        "已超期", "今天", "明天", "本周", "以后",
    ]  # fmt: skip
    words = words_of(page)
    assert "已超期 3 天" in words
    assert "今天到期" in words
    assert "17:30 前" in words
    assert "将到期，剩 1 天" in words
    assert "11月23日（周一）" in words
    assert "待办 5 件" in words
    assert "1 件已超期，1 件今天到期，1 件下一个工作日到期，2 件在期。" in words


async def test_each_light_and_item_is_a_link_and_counts_right(hall: Hall) -> None:
    for days_ago in (12, 7, 0, 0):
        await _filed_days_ago(hall, days_ago)
    await hall.filed()
    async with hall.at(hall.clerk) as browser:
        page = await browser.get("/workbench")
        late = await follow(browser, link_named(page, "已超期 1"))
        assert len(read(late).select("[data-row]")) == 1
        fine = await follow(browser, link_named(page, "在期 3"))
        assert len(read(fine).select("[data-row]")) == 3
        farmland = await follow(browser, link_named(page, "设施农业用地备案"))
        assert len(read(farmland).select("[data-row]")) == 1
        none = await browser.get("/workbench?light=paused")
        assert "这一类现在没有" in words_of(none)
        assert (await browser.get("/workbench?light=purple&at=-3")).status_code == 200


async def test_own_tasks_referrals_and_decisions_each_lie_on_their_own_desk(hall: Hall) -> None:
    case = await hall.asked()
    asks = {}
    for officer in (hall.clerk, hall.surveyor, hall.leader, hall.neighbour, hall.bureau):
        async with hall.at(officer) as browser:
            rows = read(await browser.get("/workbench")).select("[data-row]")
        asks[officer.name] = [row.select("td")[5].get_text() for row in rows]
    assert asks == {
        "谭建辉": [], "周晓岚": ["提意见"], "何卫东": [], "陈建": ["答复"], "王础": ["答复"],
    }  # fmt: skip
    async with hall.at(hall.neighbour) as browser:
        words = words_of(await browser.get("/workbench"))
    assert hall.here.name in words
    assert "信封" in words
    assert case.title in words


async def test_an_empty_desk_says_what_to_do(hall: Hall) -> None:
    async with hall.at(hall.clerk) as browser:
        assert "都办完了" in words_of(await browser.get("/workbench"))
    nowhere = await an_officer(hall.tools, hall.here, roles=["reviewer"])
    async with hall.at(nowhere) as browser:
        assert "您还没有岗位" in words_of(await browser.get("/workbench"))


async def test_a_task_for_an_office_nobody_has_lies_with_whoever_may(hall: Hall) -> None:
    case = await hall.asked()
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await session.execute(
            text(
                "update case_tasks set office = 'shui_li' where case_id = :id and peer_id is null"
            ),
            {"id": case.id},
        )
    other = await an_officer(hall.tools, hall.here, roles=["reviewer"], offices=["minzheng"])
    async with hall.at(other) as browser:
        assert case.title in words_of(await browser.get("/workbench"))


async def test_the_chart_tells_what_falls_due_on_each_day(hall: Hall) -> None:
    await _filed_days_ago(hall, 12)
    await _filed_days_ago(hall, 0)
    async with hall.at(hall.clerk) as browser:
        chart = read(await browser.get("/workbench")).select_one("figure.load svg")
    assert chart["aria-label"].startswith("今后十个工作日，每天到期几件：超期 1；16 0；17 0；")
    assert "23 1；" in chart["aria-label"]


def test_days_to_accept_are_reckoned_as_the_clock_does() -> None:
    calendar, today = national_calendar(), NOW.date()
    days = _filing_days(today, calendar)
    assert len(days) == LOOKS_BACK + 1
    for day, due in days:
        assert due == reckon(day, 5, calendar=calendar).due_on


async def test_ten_thousand_cases_cost_no_more_questions_than_three(
    hall: Hall, tools: Tools, owner: asyncpg.Connection
) -> None:
    base = await an_accepted_case(hall.tools, hall.here, item=ALLOWANCE)
    officer = await an_officer(
        hall.tools, hall.here, roles=["counter", "reviewer"], offices=["zhengwu", "minzheng"]
    )
    async with hall.at(officer) as browser:
        await browser.get("/workbench")
        with _asked(tools.database) as few:
            await browser.get("/workbench")
        await _many(tools.database, owner, hall.here, base, 10_000)
        began = time.perf_counter()
        with _asked(tools.database) as many:
            page = await browser.get("/workbench")
        took = time.perf_counter() - began
        assert "待办 10001 件" in words_of(page)
        assert len(read(page).select("[data-row]")) == 50
        second = await follow(browser, link_named(page, "下一页"))
        assert len(read(second).select("[data-row]")) == 50
        assert read(second).select_one("a[rel=prev]") is not None
    assert len(few) == len(many)
    assert len(many) <= 8, many
    assert took < 5


async def _filed_days_ago(hall: Hall, days: int) -> Case:
    case = await a_submitted_case(hall.tools, hall.here)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await session.execute(
            text(
                "update cases set updated_at = :at, filed_at = :at, answer_from = :at"
                " where id = :id"
            ),
            {"id": case.id, "at": NOW - timedelta(days=days)},
        )
    return case


async def _many(
    database: Database, owner: asyncpg.Connection, place: Place, base: Case, count: int
) -> None:
    """Copies of an accepted case and its task, due on many different days."""
    async with database.transaction(place.standing()) as session:
        columns = [c.name for c in Case.__table__.columns]
        changed = {
            "id": "gen_random_uuid()",
            "number": "'Z20261116-' || lpad(n::text, 5, '0')",
            "submission_id": "gen_random_uuid()",
        }
        picked = ", ".join(changed.get(name, f"c.{name}") for name in columns)
        await session.execute(
            text(
                f"insert into cases ({', '.join(columns)}) "
                f"select {picked} from cases c, generate_series(1, :count) n where c.id = :id"
            ),
            {"count": count, "id": base.id},
        )
    # What autovacuum does in time: a plan made for three rows is not kept for ten thousand.
    await owner.execute("analyze cases")
    async with database.transaction(place.standing()) as session:
        await session.execute(
            text(
                """
                insert into case_tasks (tenant_id, id, case_id, key, kind, words, office,
                    party_name, opened_at, due_on, status)
                select c.tenant_id, gen_random_uuid(), c.id, 'many', 'review', '核实', 'minzheng',
                    '', c.filed_at, date '2026-11-10' + (right(c.number, 5)::int % 40), 'open'
                from cases c where c.number like 'Z20261116-%'
                """
            )
        )
    await owner.execute("analyze case_tasks")


@contextmanager
def _asked(database: Database) -> Iterator[list[str]]:
    """Every question asked meanwhile, but for who is asking and in which tenant."""
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not any(other in statement for other in ("sessions", "set_config", "FROM tenants")):
            said.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", ["/workbench", "/workbench/done", "/workbench/cases"])
async def test_nobody_looks_without_signing_in(hall: Hall, path: str) -> None:
    from tests.builders.web import a_browser

    async with a_browser(hall.tools, hall.here) as browser:
        answer = await browser.get(path)
    assert answer.status_code == 303
    assert "/workbench/sign-in" in answer.headers["location"]

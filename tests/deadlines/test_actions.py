"""Limits on the real database: opened, paused, met, and moved when the calendar changes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from jointhall.deadlines import actions
from jointhall.deadlines.actions import Moved, open_deadline, recompute_open, set_day
from jointhall.deadlines.jobs import calendar_changed, recompute
from jointhall.deadlines.models import Deadline
from jointhall.deadlines.queries import (
    calendar_here,
    days_changed,
    deadlines_of,
    open_deadline_of,
)
from jointhall.deadlines.reading_in import read_in
from jointhall.kernel.clock import BEIJING
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.light import Colour
from jointhall.kernel.clock.notices import read_notice
from jointhall.kernel.db import Database
from jointhall.kernel.jobs import Work
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor, Standing
from jointhall.web.place import Place
from tests.builders.tenancy import a_county, a_township

# A kind of subject that no slice has: only the limits themselves are looked at here.
KIND = "matter"
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=BEIJING)
CLERK = Actor("officer", uuid4(), "唐若水", "县政务服务中心")


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database)


@pytest.fixture(scope="module")
async def township(database: Database, county: Place) -> Place:
    return await a_township(database, county)


async def opened(database: Database, place: Place, length: int = 10, key: str = "promised") -> UUID:
    """A limit from Monday morning on a subject of its own; the subject's id."""
    subject = uuid4()
    async with database.transaction(place.standing()) as session:
        await open_deadline(
            session, subject_kind=KIND, subject_id=subject, key=key, start=MONDAY,
            length=length, basis="承诺",
        )  # fmt: skip
    return subject


async def seen(database: Database, place: Place, subject: UUID) -> Deadline:
    async with database.transaction(place.standing(), read_only=True) as session:
        (found,) = await deadlines_of(session, KIND, subject)
        return found


async def test_a_limit_is_opened_with_its_reckoning(database: Database, township: Place) -> None:
    found = await seen(database, township, await opened(database, township))
    assert found.due_on == date(2026, 11, 30)
    assert found.due_at == datetime(2026, 11, 30, 17, 30, tzinfo=BEIJING)
    assert not found.is_provisional
    told = found.reckoning(national_calendar(), as_of=date(2026, 11, 20))
    assert told.words[-1] == "第 10 个工作日是11月30日（周一），到 17:30 下班为止。"
    shown = found.light(datetime(2026, 11, 27, 9, tzinfo=BEIJING), national_calendar())
    assert (shown.colour, shown.words) == (Colour.YELLOW, "将到期，剩 1 天")


async def test_one_open_limit_of_a_name_on_a_subject(database: Database, township: Place) -> None:
    subject = await opened(database, township)
    with pytest.raises(Exception, match="uq_deadlines_open"):
        async with database.transaction(township.standing()) as session:
            await open_deadline(
                session, subject_kind=KIND, subject_id=subject, key="promised",
                start=MONDAY, length=3,
            )  # fmt: skip


async def test_pausing_and_resuming_moves_the_day(database: Database, township: Place) -> None:
    subject = await opened(database, township)
    async with database.transaction(township.standing()) as session:
        limit = await open_deadline_of(session, KIND, subject, "promised")
        assert limit is not None
        limit.pause(date(2026, 11, 18), "补正", national_calendar())
        with pytest.raises(Refusal, match="已经在停表"):
            limit.pause(date(2026, 11, 19), "补正", national_calendar())
    found = await seen(database, township, subject)
    assert found.is_paused
    assert found.light(MONDAY, national_calendar()).words == "停表，不计时"
    async with database.transaction(township.standing()) as session:
        limit = await open_deadline_of(session, KIND, subject, "promised")
        assert limit is not None
        limit.resume(date(2026, 11, 20), national_calendar())
    assert (await seen(database, township, subject)).due_on == date(2026, 12, 3)


async def test_a_limit_stands_where_another_stood_after_it_began(
    database: Database, township: Place
) -> None:
    found = await seen(database, township, await opened(database, township))
    calendar = national_calendar()
    before = {"first": "2026-11-10", "last": "2026-11-13", "ground": "听证", "document": ""}
    across = {"first": "2026-11-12", "last": "2026-11-18", "ground": "听证", "document": ""}
    found.stand_like([before, across], calendar, as_of=date(2026, 11, 20))
    assert [(one["first"], one["last"]) for one in found.pauses] == [("2026-11-17", "2026-11-18")]
    assert found.due_on == date(2026, 12, 2)
    since = {"first": "2026-11-12", "last": None, "ground": "听证", "document": ""}
    found.stand_like([since], calendar, as_of=date(2026, 11, 20))
    assert not found.is_paused
    still = {"first": "2026-11-19", "last": None, "ground": "听证", "document": ""}
    found.stand_like([still], calendar, as_of=date(2026, 11, 20))
    assert found.is_paused


async def test_a_limit_that_has_ended_stays_ended(database: Database, township: Place) -> None:
    subject = await opened(database, township)
    async with database.transaction(township.standing()) as session:
        limit = await open_deadline_of(session, KIND, subject, "promised")
        assert limit is not None
        limit.meet(MONDAY)
        with pytest.raises(Refusal, match="已经结束"):
            limit.cancel(MONDAY)
    async with database.transaction(township.standing(), read_only=True) as session:
        assert await open_deadline_of(session, KIND, subject, "promised") is None


async def test_a_township_reckons_with_its_countys_days_and_cannot_change_them(
    database: Database,
) -> None:
    county = await a_county(database)
    township = await a_township(database, county)
    async with database.transaction(county.standing()) as session:
        await set_day(session, date(2026, 11, 18), is_off=True, name="县庆", by=CLERK, at=MONDAY)
    assert (await seen(database, township, await opened(database, township))).due_on == date(
        2026, 12, 1
    )
    async with database.transaction(township.standing(), read_only=True) as session:
        (changed,) = await days_changed(session)
        assert (changed.name, changed.changed_by) == ("县庆", "县政务服务中心 唐若水")
    with pytest.raises(Exception, match="row-level security"):
        async with database.transaction(township.standing()) as session:
            await session.execute(
                text(
                    "insert into calendar_days values (:county, '2026-11-19', true, '', '', now())"
                ),
                {"county": county.tenant_id},
            )
    stranger = await a_county(database)
    async with database.transaction(stranger.standing(), read_only=True) as session:
        assert await days_changed(session) == []


async def test_saying_what_the_nation_says_leaves_nothing_of_our_own(database: Database) -> None:
    county = await a_county(database)
    async with database.transaction(county.standing()) as session:
        day = date(2026, 10, 1)
        await set_day(session, day, is_off=False, name="防汛", by=CLERK, at=MONDAY)
        assert (await calendar_here(session)).is_working_day(day)
        await set_day(session, day, is_off=True, name="国庆节", by=CLERK, at=MONDAY)
        assert await days_changed(session) == []
        await set_day(session, day, is_off=False, name="防汛", by=CLERK, at=MONDAY)
        await set_day(session, day, is_off=None, name="", by=CLERK, at=MONDAY)
        assert (await calendar_here(session)).edition == national_calendar().edition


async def test_a_changed_calendar_moves_open_limits_and_tells_whose_they_are(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = await a_county(database)
    township = await a_township(database, county)
    touched, ended, untouched = [await opened(database, township, n) for n in (10, 10, 1)]
    async with database.transaction(township.standing()) as session:
        limit = await open_deadline_of(session, KIND, ended, "promised")
        assert limit is not None
        limit.meet(MONDAY)
    async with database.transaction(county.standing()) as session:
        await set_day(session, date(2026, 11, 25), is_off=True, name="县庆", by=CLERK, at=MONDAY)
    told: list[Moved] = []

    async def hear(_session: object, moved: Moved) -> None:
        told.append(moved)

    monkeypatch.setitem(actions._when_moved, KIND, hear)
    async with database.transaction(township.standing()) as session:
        moved = await recompute_open(session, as_of=MONDAY.date())
    assert [(one.deadline.subject_id, one.before, one.after) for one in moved] == [
        (touched, date(2026, 11, 30), date(2026, 12, 1))
    ]
    assert told == moved
    async with database.transaction(township.standing()) as session:
        assert await recompute_open(session, as_of=MONDAY.date()) == []
        words = await session.scalar(
            text("select words from journal where act = 'deadline.moved' and subject = :s"),
            {"s": f"{KIND}:{touched}"},
        )
    assert words == "工作日历变了，到期日由2026年11月30日（周一）改为2026年12月1日（周二）"
    assert (await seen(database, township, ended)).due_on == date(2026, 11, 30)
    assert (await seen(database, township, untouched)).due_on == date(2026, 11, 17)


async def test_a_new_years_notice_settles_what_was_provisional(database: Database) -> None:
    county = await a_county(database)
    subject = await opened(database, county, 40)
    assert (await seen(database, county, subject)).is_provisional
    notice = read_notice(
        '{"year": 2027, "notice": [], "days": ['
        '{"date": "2027-01-01", "name": "元旦", "off": true},'
        '{"date": "2027-01-04", "name": "元旦", "off": true}]}'
    )
    async with database.transaction(county.standing()) as session:
        assert await read_in(session, notice, by=CLERK, at=MONDAY) == 2
        # Reading the same notice in again changes nothing.
        await read_in(session, notice, by=CLERK, at=MONDAY)
        await recompute_open(session, as_of=MONDAY.date())
    found = await seen(database, county, subject)
    assert not found.is_provisional
    assert found.due_on == date(2027, 1, 13)


async def test_the_jobs_reach_every_township_of_the_county(tools: Tools) -> None:
    database = tools.database
    county = await a_county(database)
    townships = [await a_township(database, county) for _ in range(2)]
    subjects = [await opened(database, place) for place in townships]
    async with database.transaction(county.standing()) as session:
        await set_day(session, date(2026, 11, 25), is_off=True, name="县庆", by=CLERK, at=MONDAY)
        work = Work(session, county.standing(), uuid4(), 1, tools)
        await calendar_changed.body(work)
    for place, subject in zip(townships, subjects, strict=True):
        standing = Standing(place.tenant_id, county.tenant_id)
        async with database.transaction(standing) as session:
            waiting = await session.scalar(
                text("select count(*) from outbox where job = 'deadlines.recompute'")
            )
            assert waiting == 1
            await recompute.body(Work(session, standing, uuid4(), 1, tools))
        assert (await seen(database, place, subject)).due_on == date(2026, 12, 1)


async def test_a_stranger_sees_no_limit_although_it_knows_the_subject(database: Database) -> None:
    one, other = await a_county(database), await a_county(database)
    subject = await opened(database, one)
    async with database.transaction(other.standing(), read_only=True) as session:
        assert await deadlines_of(session, KIND, subject) == []

"""A calendar that changes: every resident and every officer touched is told, each of them once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from jointhall.cases.supervision.models import Reminder
from jointhall.deadlines.actions import set_day
from jointhall.deadlines.jobs import calendar_changed
from jointhall.kernel.jobs import later
from jointhall.kernel.who import Actor
from jointhall.messages.models import Message
from tests.builders.cases import an_accepted_case
from tests.builders.halls import Hall
from tests.builders.people import a_resident

CLERK = Actor("officer", None, "唐若水", "县政务服务中心")


async def a_day_off(hall: Hall, day: date) -> None:
    async with hall.tools.database.transaction(hall.county.standing()) as session:
        await set_day(session, day, is_off=True, name="县庆", by=CLERK, at=hall.tools.clock.now())
        await later(session, calendar_changed)
    await hall.work_off()


async def test_one_message_a_person_however_many_cases(hall: Hall) -> None:
    busy, other = await a_resident(hall.tools), await a_resident(hall.tools)
    for _n in range(3):
        await an_accepted_case(hall.tools, hall.here, resident_id=busy.id)
    one = await an_accepted_case(hall.tools, hall.here, resident_id=other.id)
    crossing = await hall.asked()
    await a_day_off(hall, date(2026, 11, 18))
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        found = await session.scalars(select(Message).where(Message.kind == "calendar.moved"))
        told = {row.resident_id: row for row in found}
        assert set(told) == {busy.id, other.id, crossing.resident_id}
        secrets = hall.tools.secrets
        assert "您有 3 件事的日子跟着改了" in told[busy.id].words(secrets)
        assert one.item_title in told[other.id].words(secrets)
        assert told[other.id].link_path == f"/cases/{one.number}"
        found = await session.scalars(select(Reminder).where(Reminder.kind == "calendar"))
        by_officer = [row.officer_id for row in found]
    assert len(by_officer) == len(set(by_officer)), "one reminder for each officer"
    assert hall.surveyor.id in by_officer
    assert hall.clerk.id in by_officer
    async with hall.tools.database.transaction(hall.there.standing(), read_only=True) as session:
        (news,) = (await session.scalars(select(Reminder))).all()
    assert news.officer_id == hall.neighbour.id
    assert crossing.number in news.words


async def test_nobody_is_told_of_a_day_that_changes_nothing(hall: Hall) -> None:
    await an_accepted_case(hall.tools, hall.here)
    await a_day_off(hall, date(2027, 8, 18))
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        found = await session.scalars(select(Message).where(Message.kind == "calendar.moved"))
        assert found.all() == []
        assert (await session.scalars(select(Reminder))).all() == []

"""Days past the known calendar say so, to resident and officer, until the notice is there."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select

from jointhall.cases.supervision.models import Reminder
from jointhall.deadlines.jobs import calendar_changed
from jointhall.deadlines.queries import imports_here
from jointhall.deadlines.reading_in import read_in, undo_import
from jointhall.kernel.clock import BEIJING, FixedClock
from jointhall.kernel.clock.notice_text import read_text
from jointhall.kernel.jobs import later
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.messages.models import Message
from tests.builders.cases import an_accepted_case
from tests.builders.halls import Hall, a_hall
from tests.builders.people import a_resident, in_again
from tests.builders.web import a_browser

CLERK = Actor("officer", None, "唐若水", "县政务服务中心")
WORDS = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。"""


@pytest.fixture
async def hall(tools: Tools) -> Hall:
    return await a_hall(tools)


async def test_until_the_notice_comes_and_again_when_it_is_taken_out(
    hall: Hall, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 12, 28, 9, 30, tzinfo=BEIJING)
    resident = await a_resident(hall.tools)
    case = await an_accepted_case(hall.tools, hall.here, resident_id=resident.id)

    async def marked() -> tuple[bool, bool]:
        cookies = (await in_again(hall.tools, hall.surveyor)).cookies
        async with a_browser(hall.tools, hall.here, cookies=cookies) as browser:
            at_the_desk = (await browser.get(f"/workbench/cases/{case.number}")).text
        async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
            at_home = (await browser.get(f"/cases/{case.number}")).text
        return "暂定" in at_the_desk, "暂定" in at_home

    assert await marked() == (True, True)
    async with hall.tools.database.transaction(hall.county.standing()) as session:
        await read_in(session, read_text(WORDS), by=CLERK, at=hall.tools.clock.now())
        await later(session, calendar_changed)
    await hall.work_off()
    assert await marked() == (False, False)
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        told = select(func.count()).select_from(Message).where(Message.kind == "calendar.moved")
        assert await session.scalar(told) == 1, "the resident once"
        each = (
            select(func.count())
            .select_from(Reminder)
            .where(Reminder.kind == "calendar")
            .group_by(Reminder.officer_id)
        )
        assert set(await session.scalars(each)) == {1}, "every officer once"
    async with hall.tools.database.transaction(hall.county.standing()) as session:
        (kept,) = await imports_here(session)
        await undo_import(session, kept.id, by=CLERK, at=hall.tools.clock.now())
        await later(session, calendar_changed)
    await hall.work_off()
    assert await marked() == (True, True)

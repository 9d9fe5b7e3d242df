"""A count says what the list it leads to shows, however it was come by."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from jointhall.cases.desk.asked import Asked
from jointhall.cases.desk.found import (
    Days,
    cases_counted,
    cases_found,
    how_many_of_each_light,
)
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from tests.builders.cases import ALLOWANCE, a_submitted_case
from tests.builders.halls import a_hall

ASKED = (
    Asked(), Asked(status="open"), Asked(status="submitted"), Asked(light="late"),
    Asked(light="paused", status="open"), Asked(item="设施农业用地备案"), Asked(status="decided"),
    Asked(office="zhengwu"), Asked(channel="online", light="late"), Asked(q="用地"),
    Asked(mine="hand"), Asked(mine="watched"), Asked(item="没有的", light="ok"),
)  # fmt: skip


async def test_every_count_is_as_long_as_its_list(tools: Tools) -> None:
    hall = await a_hall(tools)
    for _n in range(2):
        await a_submitted_case(tools, hall.here, item=ALLOWANCE)
    await hall.filed()
    today = on_which_day(tools.clock.now())
    days = Days(today, today + timedelta(days=1))
    async with tools.database.transaction(hall.here.standing()) as session:
        late = "update cases set due_on = :day where item_code = :item"
        values = {"day": today - timedelta(days=3), "item": ALLOWANCE}
        await session.execute(text(late), values)
        me = hall.clerk.id
        for has_all in (True, False):
            tallies, counts = await cases_counted(session, ASKED, days, me, has_all=has_all)
            for asked, count in zip(ASKED, counts, strict=True):
                shown = await cases_found(session, asked, days, me)
                assert count == len(shown.rows), asked
        open_only = [one for one in ASKED if one.status == "open" or one.light]
        _tallies, counts = await cases_counted(session, open_only, days, me)
        assert counts == [
            len((await cases_found(session, one, days, me)).rows) for one in open_only
        ]
        for asked in ASKED:
            lights = await how_many_of_each_light(session, asked, days, me, tallies)
            for light, count in lights.items():
                one = Asked(**{**{f: getattr(asked, f) for f in Asked.__slots__}, "light": light})
                assert count == len((await cases_found(session, one, days, me)).rows), one
        assert max(counts) > 0

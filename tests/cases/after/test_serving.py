"""Delivery is an event of law: at once where it was agreed, else a task with ten working days."""

from __future__ import annotations

from datetime import date

import pytest

from jointhall.cases.after.deliveries import Wish
from jointhall.cases.after.serving import receive_online
from jointhall.cases.after.wishes import Served, read_wish
from jointhall.cases.queries import hold_case
from jointhall.deadlines.actions import recompute_open, set_day
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.who import Actor
from tests.builders.decided import LEADER, a_decided_case, acts, deliveries, now
from tests.builders.halls import Hall

PAPER = Served(Wish.WINDOW)


async def test_who_agreed_to_be_served_online_is_served_when_the_letter_is_made(
    hall: Hall,
) -> None:
    case = await a_decided_case(hall.tools, hall.here)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert case.status == "closed"
    assert (delivery.way, delivery.status) == ("online", "done")
    assert delivery.effective_on == on_which_day(hall.tools.clock.now())
    assert (await acts(hall.tools, hall.here, case))[-2:] == ["case.delivered", "case.closed"]


@pytest.mark.parametrize("wish", [Wish.WINDOW, Wish.POST])
async def test_who_wants_paper_is_waited_for_ten_working_days(hall: Hall, wish: Wish) -> None:
    case = await a_decided_case(hall.tools, hall.here, served=Served(wish, "日华村五组"))
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (case.status, case.closed_at) == ("granted", None)
    assert (delivery.way, delivery.status, delivery.effective_on) == (None, "waiting", None)
    # Monday 16 November and ten working days.
    assert delivery.due_on == date(2026, 11, 30)


async def test_the_last_day_moves_with_the_calendar(hall: Hall) -> None:
    case = await a_decided_case(hall.tools, hall.here, served=PAPER)
    async with hall.tools.database.transaction(hall.county.standing()) as session:
        await set_day(
            session, date(2026, 11, 30), is_off=True, name="停电", by=LEADER,
            at=hall.tools.clock.now(),
        )  # fmt: skip
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await recompute_open(session, as_of=date(2026, 11, 16))
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert delivery.due_on == date(2026, 12, 1)


async def test_taking_it_online_after_all_brings_the_case_to_its_end(hall: Hall) -> None:
    case = await a_decided_case(hall.tools, hall.here, served=PAPER)
    by = Actor("resident", case.resident_id, "申请人")
    for _twice in range(2):
        standing = hall.here.standing(resident_id=case.resident_id)
        async with hall.tools.database.transaction(standing) as session:
            held = await hold_case(session, case.id)
            (delivery,) = await deliveries(hall.tools, hall.here, case)
            found = await session.get_one(type(delivery), (case.tenant_id, delivery.id))
            await receive_online(session, hall.tools, held, found, by=by)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (await now(hall.tools, hall.here, case)).status == "closed"
    assert (delivery.way, delivery.shown_at is not None) == ("online", True)
    done = await acts(hall.tools, hall.here, case)
    assert done.count("case.delivered") == 1


@pytest.mark.parametrize(
    ("form", "wish"),
    [
        ({}, Wish.ONLINE),
        ({"serve_by": "online", "serve_to": "旧地址"}, Wish.ONLINE),
        ({"serve_by": "window"}, Wish.WINDOW),
        ({"serve_by": "post", "serve_to": "周秋生 日华村"}, Wish.POST),
        ({"serve_by": "pigeon"}, Wish.ONLINE),
    ],
)
def test_the_wish_is_read_from_the_page(form: dict[str, str], wish: Wish) -> None:
    read = read_wish(form)
    assert read.wish is wish
    assert bool(read.to) is (wish is Wish.POST)


@pytest.mark.parametrize("to", ["", "   ", "长" * 201])
def test_posting_needs_an_address(to: str) -> None:
    with pytest.raises(BadForm) as bad:
        read_wish({"serve_by": "post", "serve_to": to})
    assert list(bad.value.troubles) == ["serve_to"]

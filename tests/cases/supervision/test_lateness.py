"""Whose the late days are: the one whose own day was past, never the one who waited for them."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID, uuid4

import pytest

from jointhall.cases.supervision.ladder import due_words, reached
from jointhall.cases.supervision.lateness import Period, accounts_of, charged, late_days
from jointhall.cases.supervision.models import WatchedClock
from jointhall.kernel.clock import BEIJING
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.now import OpeningHours

CALENDAR = national_calendar()
NOW = datetime(2026, 11, 30, 9, tzinfo=BEIJING)
CASE, PEER = uuid4(), uuid4()
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def a_clock(
    due: str,
    ended: str | None = None,
    *,
    key: str = "answer",
    peer: UUID | None = None,
    office: str = "自然资源所",
    stood: tuple[str, str | None] | None = None,
) -> WatchedClock:
    due_on = date.fromisoformat(due)
    at = None if ended is None else datetime.combine(
        date.fromisoformat(ended), time(16), BEIJING
    )  # fmt: skip
    return WatchedClock(
        tenant_id=uuid4(), id=uuid4(), county_id=uuid4(), subject_kind="task", subject_id=uuid4(),
        key=key, case_id=CASE, case_number="HS20261101-0001", item_title="备案", office="ziran",
        office_name=office, peer_id=peer, party_name="茶恩寺镇" if peer else "花石镇",
        unit="working_day", due_on=due_on, due_at=OpeningHours().closing_on(due_on),
        seen_at=NOW, ended_at=at, is_paused=stood is not None and stood[1] is None,
        pauses=[{"first": stood[0], "last": stood[1], "ground": "听证"}] if stood else [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "ended", "days"),
    [
        ("2026-11-16", "2026-11-16", 0),  # done on the day itself
        ("2026-11-16", "2026-11-17", 1),
        ("2026-11-20", "2026-11-23", 1),  # a weekend between costs nothing
        ("2026-11-20", "2026-11-21", 1),  # but late is late, even on a Saturday
        ("2026-02-13", "2026-02-24", 2),  # 14 February is worked, the festival is not counted
        ("2026-11-20", None, 6),  # still running on Monday the 30th
        ("2026-12-01", None, 0),
    ],
)
def test_late_days_are_working_days(due: str, ended: str | None, days: int) -> None:
    assert len(late_days(a_clock(due, ended), CALENDAR, now=NOW)) == days


@pytest.mark.parametrize(
    ("due", "ended", "stood", "days"),
    [
        # Late on Tuesday and Wednesday; from Thursday the clock stands, until the Wednesday after.
        ("2026-11-16", "2026-11-26", ("2026-11-19", "2026-11-25"), 3),
        ("2026-11-16", None, ("2026-11-19", None), 2),  # it stands still now: no day is added
        ("2026-11-16", "2026-11-20", ("2026-11-17", "2026-11-20"), 0),  # never late at all
        ("2026-11-27", "2026-11-27", ("2026-11-10", "2026-11-18"), 0),  # before its day
    ],
)
def test_a_clock_that_stands_still_makes_nobody_late(
    due: str, ended: str | None, stood: tuple[str, str | None], days: int
) -> None:
    assert len(late_days(a_clock(due, ended, stood=stood), CALENDAR, now=NOW)) == days


@pytest.mark.parametrize(
    ("peer_due", "peer_ended", "ours", "theirs"),
    [
        # The case was due on the 16th and done on the 25th: seven working days late.
        ("2026-11-30", "2026-11-18", 7, 0),  # the peer was never late: all ours
        ("2026-11-13", "2026-11-25", 0, 7),  # the peer was late all the while: all theirs
        ("2026-11-13", "2026-11-20", 3, 4),  # they kept us until the 20th, the rest is ours
        ("2026-11-18", "2026-11-20", 5, 2),  # only past their own day
        ("2026-11-10", "2026-11-12", 7, 0),  # late, but long before: not the reason
    ],
)
def test_waiting_for_who_is_late_is_not_counted_against_us(
    peer_due: str, peer_ended: str, ours: int, theirs: int
) -> None:
    whole = a_clock("2026-11-16", "2026-11-25", key="promised")
    part = a_clock(peer_due, peer_ended, peer=PEER)
    found = charged(whole, [whole, part], CALENDAR, now=NOW)
    assert tuple(map(len, found)) == (ours, theirs)


def test_two_late_at_once_take_a_day_only_once() -> None:
    whole = a_clock("2026-11-16", "2026-11-20", key="promised")
    parts = [a_clock("2026-11-13", "2026-11-19", peer=PEER) for _twice in range(2)]
    assert tuple(map(len, charged(whole, parts, CALENDAR, now=NOW))) == (1, 3)


def test_each_office_and_each_neighbour_has_its_own_figures() -> None:
    clocks = [
        a_clock("2026-11-16", "2026-11-18"),
        a_clock("2026-11-23"),
        a_clock("2026-11-23", "2026-11-24", office="便民服务中心"),
        a_clock("2026-11-23", "2026-11-23", office="便民服务中心"),
        a_clock("2026-11-13", "2026-11-16", peer=PEER),
        a_clock("2026-11-16", "2026-11-17", key="promised"),
    ]
    told = accounts_of(clocks, CALENDAR, NOVEMBER, now=NOW)
    offices = [(one.name, one.times, one.days, one.longest, one.still) for one in told.offices]
    assert offices == [("自然资源所", 2, 7, 5, 1), ("便民服务中心", 1, 1, 1, 0)]
    assert [(one.name, one.days) for one in told.peers] == [("茶恩寺镇", 1)]
    assert (told.whole_times, told.whole_days, told.whole_theirs) == (1, 1, 0)
    assert (told.times, told.days, told.longest) == (3, 8, 5)


def test_each_month_has_its_own_days_and_together_they_are_the_year() -> None:
    running = [a_clock("2026-10-28"), a_clock("2026-10-28", key="promised")]
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    year = Period(date(2026, 1, 1), date(2026, 11, 30))
    counted = [
        accounts_of(running, CALENDAR, period, now=NOW) for period in (october, NOVEMBER, year)
    ]
    assert [(one.days, one.whole_days) for one in counted] == [(2, 2), (21, 21), (23, 23)]
    assert accounts_of(running, CALENDAR, Period(date(2026, 9, 1), date(2026, 9, 30)),
                       now=NOW).times == 0  # fmt: skip


@pytest.mark.parametrize(
    ("left", "levels", "words"),
    [
        (2, (), "只剩 2 个工作日"),
        (1, ("holder",), "只剩 1 个工作日"),
        (0, ("holder", "head"), "今天到期"),
        (-1, ("holder", "head", "leader"), "超期 1 个工作日"),
        (-2, ("holder", "head", "leader", "county"), "超期 2 个工作日"),
        (-9, ("holder", "head", "leader", "county"), "超期 9 个工作日"),
    ],
)
def test_the_ladder(left: int, levels: tuple[str, ...], words: str) -> None:
    assert tuple(rung.level for rung in reached(left)) == levels
    assert due_words(left) == words

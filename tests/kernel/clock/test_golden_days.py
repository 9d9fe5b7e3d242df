"""Golden days (日子对照表): reckoned by hand from the notices, for every rule a limit may have.

Each row: how it was received, the day, the limit, what stands still, and the day it is due.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jointhall.kernel.clock.calendar import calendar_of, merged, national_calendar
from jointhall.kernel.clock.deadline import Pause, reckon
from jointhall.kernel.clock.light import light
from jointhall.kernel.clock.notice_text import read_text
from jointhall.kernel.clock.notices import DayNotice, published_notices
from jointhall.kernel.clock.now import BEIJING
from jointhall.kernel.clock.receipt import BadReceipt, Receipt, begins

CALENDAR = national_calendar()


def moment(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("how", "day", "now", "accept_by"),
    [
        # Handed over on the Friday before Spring Festival 2026: the worked Saturday counts first.
        (Receipt.IN_PERSON, "2026-02-13", "2026-02-13T16:00", "2026-02-27"),
        # On the eve itself, a day off: the eve is not counted, nor anything before the 24th.
        (Receipt.REGISTERED, "2026-02-16", "2026-02-24T09:00", "2026-02-28"),
        # By ordinary mail, agreed by telephone on the first day back.
        (Receipt.ORDINARY, "2026-02-24", "2026-02-24T09:00", "2026-03-02"),
        # Online late at night belongs to that day, whatever the counter's hours.
        (Receipt.ONLINE, "2026-03-06", "2026-03-06T23:50", "2026-03-13"),
        # Online on a holiday: the day of the event does not count, the next working day does.
        (Receipt.ONLINE, "2026-10-01", "2026-10-01T10:00", "2026-10-13"),
        # Across National Day with its worked Saturday on the 10th.
        (Receipt.IN_PERSON, "2026-09-29", "2026-09-29T10:00", "2026-10-12"),
    ],
)
def test_by_how_it_was_received(how: Receipt, day: str, now: str, accept_by: str) -> None:
    since = begins(how, date.fromisoformat(day), now=moment(now))
    assert reckon(since, 5, calendar=CALENDAR).due_on == date.fromisoformat(accept_by)


@pytest.mark.parametrize(
    ("how", "day"),
    [
        (Receipt.IN_PERSON, "2026-03-03"),  # tomorrow
        (Receipt.REGISTERED, "2025-12-31"),  # too long ago
        (Receipt.ONLINE, "2026-03-01"),  # online is confirmed at once, or not at all
    ],
)
def test_days_of_receipt_that_cannot_be(how: Receipt, day: str) -> None:
    with pytest.raises(BadReceipt):
        begins(how, date.fromisoformat(day), now=moment("2026-03-02T10:00"))


@pytest.mark.parametrize(
    ("start", "length", "unit", "due"),
    [
        # Plain days that end inside a festival run on to the first day worked.
        ("2026-02-10T10:00", 10, "day", "2026-02-24T17:30"),
        ("2026-09-20T10:00", 15, "day", "2026-10-08T17:30"),
        # On a worked weekend they end there.
        ("2026-10-05T10:00", 5, "day", "2026-10-10T17:30"),
        # Plain days across the new year, into a day the rule knows is off.
        ("2025-12-22T10:00", 10, "day", "2026-01-04T17:30"),
        # Hours run through nights, weekends and festivals.
        ("2026-02-14T10:00", 72, "hour", "2026-02-17T10:00"),
        ("2026-11-20T16:30", 24, "hour", "2026-11-21T16:30"),
        # Working days: twenty across both autumn festivals; ten more days make an extension.
        ("2026-09-16T10:00", 20, "working_day", "2026-10-20T17:30"),
        ("2026-09-16T10:00", 30, "working_day", "2026-11-03T17:30"),
        # From a worked Sunday: it is the day of the event and is not counted.
        ("2026-09-20T10:00", 1, "working_day", "2026-09-21T17:30"),
    ],
)
def test_by_unit(start: str, length: int, unit: str, due: str) -> None:
    assert reckon(moment(start), length, unit, CALENDAR).due_at == moment(due)


@pytest.mark.parametrize(
    ("start", "length", "unit", "first", "last", "due"),
    [
        # A hearing over the National Day week costs only the days that would have counted.
        ("2026-09-28", 5, "working_day", "2026-09-30", "2026-10-09", "2026-10-14"),
        # A correction begun and mended on one day costs that day.
        ("2026-11-16", 5, "working_day", "2026-11-18", "2026-11-18", "2026-11-24"),
        # Plain days stand still too, weekends with them.
        ("2026-11-16", 10, "day", "2026-11-20", "2026-11-23", "2026-11-30"),
        # A pause that ends on the eve: the count goes on after the festival.
        ("2026-02-09", 5, "working_day", "2026-02-11", "2026-02-16", "2026-02-27"),
    ],
)
def test_by_pause(start: str, length: int, unit: str, first: str, last: str, due: str) -> None:
    pause = Pause(date.fromisoformat(first), date.fromisoformat(last), "听证")
    told = reckon(date.fromisoformat(start), length, unit, CALENDAR, pauses=[pause])
    assert told.due_on == date.fromisoformat(due)


def test_a_new_notice_moves_what_was_provisional_and_only_that() -> None:
    far, near = date(2026, 12, 21), date(2026, 12, 7)
    before = [reckon(day, 10, calendar=CALENDAR) for day in (far, near)]
    assert [one.provisional for one in before] == [True, False]
    text = (
        "国务院办公厅关于2027年部分节假日安排的通知\n"
        "一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。"
    )
    years = calendar_of([*published_notices(), read_text(text)])
    after = [reckon(day, 10, calendar=years) for day in (far, near)]
    assert [one.due_on for one in before] == [date(2027, 1, 5), date(2026, 12, 21)]
    assert [one.due_on for one in after] == [date(2027, 1, 5), date(2026, 12, 21)]
    assert [one.provisional for one in after] == [False, False]
    # One of the county's own days over it, a corrected calendar, moves it on.
    corrected = merged(years, [DayNotice(date(2026, 12, 25), off=True, name="停电")])
    assert reckon(far, 10, calendar=corrected).due_on == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("due", "now", "colour", "words"),
    [
        ("2026-11-27", "2026-11-24T09:00", "green", "在期，剩 3 天"),
        ("2026-11-27", "2026-11-26T09:00", "yellow", "将到期，剩 1 天"),
        ("2026-11-27", "2026-11-27T18:00", "yellow", "今天到期"),
        ("2026-11-27", "2026-11-28T09:00", "red", "已超期 1 天"),
        ("2026-02-13", "2026-02-23T09:00", "red", "已超期 1 天"),
        ("2026-02-24", "2026-02-14T09:00", "yellow", "将到期，剩 1 天"),
    ],
)
def test_the_light_of_a_day(due: str, now: str, colour: str, words: str) -> None:
    lamp = light(date.fromisoformat(due), moment(now), calendar=CALENDAR)
    assert (lamp.colour.value, lamp.words) == (colour, words)

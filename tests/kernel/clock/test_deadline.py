"""Deadlines against days reckoned by hand, and against what must hold for any day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.deadline import BadDeadline, Pause, reckon
from jointhall.kernel.clock.now import BEIJING, OpeningHours
from jointhall.kernel.clock.reckoning import Kind, Reckoning, Unit, Unsettled

CALENDAR = national_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2026, 10, 31))
COUNTS = (Kind.COUNTED, Kind.MAKEUP)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        ("2025-09-25", 20, "2025-10-29"),  # across the National Day week; plain weeks give 10-23
        ("2026-02-10", 5, "2026-02-24"),  # across Spring Festival; plain weeks give 02-17
        ("2026-04-28", 3, "2026-05-06"),  # across Labour Day; plain weeks give 05-01
        ("2026-09-18", 7, "2026-09-29"),  # a worked Sunday makes up for Mid-Autumn
        ("2026-02-13", 1, "2026-02-14"),  # due on a worked Saturday
        ("2026-09-17", 12, "2026-10-10"),  # both autumn festivals, due on a worked Saturday
    ],
)
def test_working_days_by_hand(start: str, length: int, due: str) -> None:
    told = reckon(date.fromisoformat(start), length, Unit.WORKING_DAY, CALENDAR)
    assert told.due_on == date.fromisoformat(due)
    assert not told.provisional


def test_plain_days_that_end_on_a_day_off_run_on() -> None:
    told = reckon(date(2026, 9, 21), 5, "day", CALENDAR)
    assert told.due_on == date(2026, 9, 28)
    assert [line.kind for line in told.days[-3:]] == [Kind.COUNTED, Kind.HOLIDAY, Kind.CARRIED]
    assert "顺延到9月28日（周一）" in told.words[-1]


def test_plain_days_that_end_on_a_worked_weekend_end_there() -> None:
    assert reckon(date(2026, 2, 9), 5, "day", CALENDAR).due_on == date(2026, 2, 14)


def test_hours_run_from_the_moment_through_the_night() -> None:
    told = reckon(datetime(2026, 2, 13, 22, 30, tzinfo=BEIJING), 4, "hour", CALENDAR)
    assert told.due_at == datetime(2026, 2, 14, 2, 30, tzinfo=BEIJING)
    assert told.words[0] == "期限 4 小时，从2月13日（周五） 22:30起算。"


def test_hours_stand_still_on_a_paused_day() -> None:
    pause = Pause(date(2026, 2, 14), date(2026, 2, 14), "停电")
    told = reckon(datetime(2026, 2, 13, 22, tzinfo=BEIJING), 4, "hour", CALENDAR, pauses=[pause])
    assert told.due_at == datetime(2026, 2, 15, 2, tzinfo=BEIJING)


def test_hours_need_a_moment() -> None:
    with pytest.raises(BadDeadline, match="几点几分"):
        reckon(date(2026, 2, 13), 4, "hour", CALENDAR)


def test_due_at_is_closing_time() -> None:
    told = reckon(date(2026, 3, 2), 1, hours=OpeningHours(), calendar=CALENDAR)
    assert told.due_at == datetime(2026, 3, 3, 17, 30, tzinfo=BEIJING)


def test_a_moment_late_at_night_belongs_to_its_beijing_day() -> None:
    moment = datetime.fromisoformat("2026-03-02T17:00:00+00:00")  # 01:00 on the third in Beijing
    assert reckon(moment, 1, calendar=CALENDAR).due_on == date(2026, 3, 4)


def test_paused_days_are_left_out_and_say_why() -> None:
    pause = Pause(date(2026, 9, 22), date(2026, 9, 24), "专家评审")
    told = reckon(date(2026, 9, 17), 12, calendar=CALENDAR, basis="承诺", pauses=[pause])
    assert told.due_on == date(2026, 10, 14)
    assert reckon(date(2026, 9, 17), 20, calendar=CALENDAR, pauses=[pause]).due_on == date(
        2026, 10, 26
    )
    assert [line.name for line in told.days if line.kind is Kind.PAUSED] == ["专家评审"] * 3
    assert "9月22日（周二）到9月24日（周四）停表（专家评审），3 天不算。" in told.words


def test_an_open_pause_pushes_the_day_on_as_time_goes_by() -> None:
    pause = Pause(date(2026, 3, 4), None, "补正")
    early = reckon(date(2026, 3, 2), 5, calendar=CALENDAR, pauses=[pause], as_of=date(2026, 3, 4))
    later = reckon(date(2026, 3, 2), 5, calendar=CALENDAR, pauses=[pause], as_of=date(2026, 3, 6))
    assert (early.due_on, later.due_on) == (date(2026, 3, 10), date(2026, 3, 12))
    assert later.paused


@pytest.mark.parametrize(
    ("start", "length", "why"),
    [
        (date(2026, 12, 10), 5, None),
        (date(2026, 12, 21), 5, Unsettled.YEAR_END),
        (date(2026, 12, 20), 20, Unsettled.BEYOND_CALENDAR),
        (date(2023, 5, 4), 5, Unsettled.BEFORE_CALENDAR),
    ],
)
def test_what_the_calendar_does_not_settle_is_said(
    start: date, length: int, why: Unsettled | None
) -> None:
    told = reckon(start, length, calendar=CALENDAR)
    assert told.unsettled is why
    assert told.provisional is (why is not None)
    if why is not None:
        assert told.provisional_because == told.words[-1]


def test_beyond_the_calendar_the_festivals_fixed_by_rule_still_hold() -> None:
    assert reckon(date(2026, 12, 31), 1, calendar=CALENDAR).due_on == date(2027, 1, 4)


@pytest.mark.parametrize("length", [0, -3, 3_661, 10**9])
def test_lengths_out_of_reason_are_refused(length: int) -> None:
    with pytest.raises(BadDeadline, match="期限要在 1 和 3660 之间"):
        reckon(date(2026, 3, 2), length, calendar=CALENDAR)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadDeadline, match="不能早于"):
        reckon(date(2026, 3, 2), 3, pauses=[Pause(date(2026, 3, 5), date(2026, 3, 4), "补正")])


def test_the_explanation_of_a_spring_festival() -> None:
    told = reckon(date(2026, 2, 10), 5, calendar=CALENDAR, basis="行政许可法第三十二条")
    assert told.words == (
        "期限 5 个工作日（行政许可法第三十二条），2月10日（周二）当天不算，从第二天数起。",
        "2月15日（周日）到2月23日（周一）春节放假，9 天不算。",
        "2月14日（周六）调休上班，照算。",
        "第 5 个工作日是2月24日（周二），到 17:30 下班为止。",
    )


@given(DAYS, st.integers(1, 40))
def test_a_working_day_limit_ends_on_a_working_day_after_n_counted(start: date, n: int) -> None:
    told = reckon(start, n, Unit.WORKING_DAY, CALENDAR)
    assert CALENDAR.is_working_day(told.due_on)
    assert [line.n for line in told.days if line.kind in COUNTS] == list(range(1, n + 1))
    assert CALENDAR.working_days_between(start, told.due_on) == n


@given(DAYS, st.integers(1, 40))
def test_a_plain_day_limit_counts_n_and_never_ends_on_a_day_off(start: date, n: int) -> None:
    told = reckon(start, n, Unit.DAY, CALENDAR)
    assert CALENDAR.is_working_day(told.due_on)
    assert sum(line.kind in COUNTS for line in told.days) == n
    assert told.due_on >= start + timedelta(days=n)


@given(DAYS, st.integers(1, 40), st.sampled_from([Unit.WORKING_DAY, Unit.DAY]))
def test_every_day_from_start_to_due_is_on_the_strip_once(start: date, n: int, unit: Unit) -> None:
    told = reckon(start, n, unit, CALENDAR)
    span = (told.due_on - start).days + 1
    assert [line.date for line in told.days] == [start + timedelta(days=i) for i in range(span)]


@given(DAYS, st.integers(1, 40), st.integers(0, 10), st.integers(0, 10))
def test_later_or_longer_is_never_due_sooner(start: date, n: int, later: int, longer: int) -> None:
    first = reckon(start, n, calendar=CALENDAR)
    assert reckon(start + timedelta(days=later), n, calendar=CALENDAR).due_on >= first.due_on
    assert reckon(start, n + longer, calendar=CALENDAR).due_on >= first.due_on


@given(DAYS, st.integers(1, 30), st.integers(0, 20), st.integers(0, 15))
def test_a_pause_costs_exactly_its_working_days(start: date, n: int, into: int, long: int) -> None:
    first = start + timedelta(days=1 + into)
    pause = Pause(first, first + timedelta(days=long), "检验")
    told = reckon(start, n, calendar=CALENDAR, pauses=[pause])
    lost = sum(CALENDAR.is_working_day(line.date) for line in told.days if line.kind is Kind.PAUSED)
    assert told.due_on == reckon(start, n + lost, calendar=CALENDAR).due_on


@given(DAYS, st.integers(1, 30))
def test_in_plain_weeks_it_agrees_with_counting_mondays_to_fridays(start: date, n: int) -> None:
    naive, left = start, n
    while left:
        naive += timedelta(days=1)
        left -= naive.weekday() < 5
    span = [start + timedelta(days=i) for i in range((naive - start).days + 1)]
    assume(not any(day in CALENDAR.off or day in CALENDAR.makeup for day in span))
    assert reckon(start, n, calendar=CALENDAR).due_on == naive


def test_a_reckoning_names_the_edition_it_was_made_with() -> None:
    told: Reckoning = reckon(date(2026, 3, 2), 5)
    assert told.edition == CALENDAR.edition

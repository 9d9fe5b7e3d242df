"""The national calendar against the notices, and a county's own days over it."""

from datetime import date

from jointhall.kernel.clock.calendar import merged, national_calendar
from jointhall.kernel.clock.notices import DayNotice

NATIONAL = national_calendar()


def test_make_up_days_of_three_years() -> None:
    worked = sorted(day.isoformat()[2:] for day in NATIONAL.makeup)
    assert worked == [
        "24-02-04", "24-02-18", "24-04-07", "24-04-28", "24-05-11", "24-09-14", "24-09-29",
        "24-10-12", "25-01-26", "25-02-08", "25-04-27", "25-09-28", "25-10-11", "26-01-04",
        "26-02-14", "26-02-28", "26-05-09", "26-09-20", "26-10-10",
    ]  # fmt: skip
    assert all(NATIONAL.is_working_day(day) for day in NATIONAL.makeup)


def test_working_days_of_a_year() -> None:
    # 2025 as counted by hand from the notice: 365 − 104 weekend days − 18 weekdays off + 5 worked.
    assert NATIONAL.working_days_between(date(2024, 12, 31), date(2025, 12, 31)) == 248


def test_what_is_known() -> None:
    assert (NATIONAL.known_from, NATIONAL.known_until) == (date(2024, 1, 1), date(2026, 12, 31))
    assert NATIONAL.knows(date(2026, 12, 26))
    assert not NATIONAL.knows(date(2026, 12, 29))


def test_a_county_day_lies_over_the_national_one() -> None:
    festival = DayNotice(date(2026, 7, 1), True, "县庆")
    ours = merged(NATIONAL, [festival, DayNotice(date(2026, 7, 4), False, "县庆")])
    assert not ours.is_working_day(date(2026, 7, 1))
    assert ours.is_makeup(date(2026, 7, 4))
    assert ours.name_of(date(2026, 7, 1)) == "县庆"
    assert NATIONAL.is_working_day(date(2026, 7, 1))


def test_the_edition_changes_with_the_days_and_only_with_them() -> None:
    assert merged(NATIONAL, []).edition == NATIONAL.edition
    named = merged(NATIONAL, [DayNotice(date(2026, 1, 1), True, "新年")])
    assert named.edition == NATIONAL.edition
    moved = merged(NATIONAL, [DayNotice(date(2026, 7, 1), True, "县庆")])
    assert moved.edition != NATIONAL.edition


def test_a_new_year_extends_what_is_known_and_a_gap_does_not() -> None:
    assert merged(NATIONAL, [], years=[2027]).known_until == date(2027, 12, 31)
    assert merged(NATIONAL, [], years=[2028]).known_until == date(2026, 12, 31)
    assert merged(NATIONAL, [], years=[2028, 2027]).known_until == date(2028, 12, 31)


def test_negative_count_backwards() -> None:
    assert NATIONAL.working_days_between(date(2026, 10, 13), date(2026, 10, 9)) == -3

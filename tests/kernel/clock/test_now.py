"""The time of day, and a test's hand on it."""

from datetime import UTC, date, datetime, timedelta

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import BEIJING, FixedClock, OpeningHours, clock_at, now, today


def test_the_clock_can_be_set_and_moved() -> None:
    with clock_at(FixedClock(datetime(2026, 2, 10, 20, tzinfo=UTC))) as clock:
        assert today() == date(2026, 2, 11)
        assert now().tzinfo is BEIJING
        assert isinstance(clock, FixedClock)
        clock.move_on(timedelta(days=1))
        assert today() == date(2026, 2, 12)
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_days_are_said_with_their_weekday() -> None:
    assert day_words(date(2026, 11, 27)) == "11月27日（周五）"
    assert day_words(date(2027, 1, 4), with_year=True) == "2027年1月4日（周一）"


def test_opening_hours() -> None:
    hours = OpeningHours()
    assert hours.is_open_at(datetime(2026, 2, 10, 0, 30, tzinfo=UTC))
    assert not hours.is_open_at(datetime(2026, 2, 10, 9, 30, tzinfo=UTC))

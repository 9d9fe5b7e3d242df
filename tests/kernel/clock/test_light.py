"""Lights of a deadline on 13 October 2026, a Tuesday after a worked Saturday."""

from datetime import date, datetime

import pytest

from jointhall.kernel.clock.deadline import Pause, reckon
from jointhall.kernel.clock.light import Colour, light
from jointhall.kernel.clock.now import BEIJING

NOW = datetime(2026, 10, 13, 9, 30, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("due", "colour", "words"),
    [
        ("2026-10-21", Colour.GREEN, "在期，剩 6 天"),
        ("2026-10-15", Colour.GREEN, "在期，剩 2 天"),
        ("2026-10-14", Colour.YELLOW, "将到期，剩 1 天"),
        ("2026-10-13", Colour.YELLOW, "今天到期"),
        ("2026-10-12", Colour.RED, "已超期 1 天"),
        ("2026-10-10", Colour.RED, "已超期 2 天"),
        ("2026-10-09", Colour.RED, "已超期 3 天"),
    ],
)
def test_working_days(due: str, colour: Colour, words: str) -> None:
    shown = light(date.fromisoformat(due), NOW)
    assert (shown.colour, shown.words) == (colour, words)


def test_late_over_a_weekend_is_late() -> None:
    saturday = datetime(2026, 10, 17, 10, tzinfo=BEIJING)
    assert light(date(2026, 10, 16), saturday).words == "已超期 1 天"


def test_plain_days_are_counted_plainly() -> None:
    assert light(date(2026, 10, 19), NOW, unit="day").words == "在期，剩 6 天"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(9, 0, "已超期 1 小时"), (12, 0, "将到期，剩 3 小时"), (18, 0, "在期，剩 9 小时")],
)
def test_hours(hour: int, minute: int, words: str) -> None:
    due = datetime(2026, 10, 13, hour, minute, tzinfo=BEIJING)
    assert light(due, NOW, unit="hour").words == words


def test_a_paused_clock_says_so() -> None:
    told = reckon(date(2026, 10, 9), 5, pauses=[Pause(date(2026, 10, 12), None, "补正")])
    assert light(told, NOW).colour is Colour.PAUSED
    assert light(told, NOW).words == "停表，不计时"

"""The year on the page, checked where festivals and worked weekends meet."""

from datetime import date

from jointhall.deadlines.year import months_of
from jointhall.kernel.clock.calendar import national_calendar


def test_february_2026() -> None:
    month = months_of(2026, national_calendar(), own={date(2026, 2, 3)}, today=date(2026, 2, 10))[1]
    cells = {cell.day.day: cell for week in month.weeks for cell in week if cell}
    assert month.working_days == 16
    assert (cells[14].kind, cells[14].mark) == ("makeup", "班")
    assert cells[17].words == "2月17日（周二） 放假 春节"
    assert (cells[7].kind, cells[9].kind) == ("weekend", "work")
    assert cells[10].is_today
    assert cells[3].is_own
    assert month.weeks[0][:6] == (None,) * 6


def test_every_day_of_the_year_once() -> None:
    months = months_of(2024, national_calendar(), own=(), today=date(2026, 1, 1))
    days = [cell.day for month in months for week in month.weeks for cell in week if cell]
    assert len(days) == len(set(days)) == 366

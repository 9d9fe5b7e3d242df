"""How a day is said: 11月27日（周五）; and read, as a date field sends it."""

from datetime import date, datetime

from jointhall.kernel.clock.now import BEIJING
from jointhall.kernel.words import _


def weekday_words(day: date) -> str:
    """周一 … 周日."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[
        day.weekday()
    ]


def month_words(day: date) -> str:
    """1月 … 12月."""
    return (
        _("1月"), _("2月"), _("3月"), _("4月"), _("5月"), _("6月"),
        _("7月"), _("8月"), _("9月"), _("10月"), _("11月"), _("12月"),
    )[day.month - 1]  # fmt: skip


def day_words(day: date, *, with_year: bool = False) -> str:
    """A date with its weekday, and with its year where the reader could be in doubt."""
    month, weekday = month_words(day), weekday_words(day)
    if with_year:
        return _(
            "%(year)s年%(month)s%(day)s日（%(weekday)s）",
            year=day.year, month=month, day=day.day, weekday=weekday,
        )  # fmt: skip
    return _("%(month)s%(day)s日（%(weekday)s）", month=month, day=day.day, weekday=weekday)


def moment_words(moment: datetime) -> str:
    """A moment as the counter's clock shows it: 11月27日（周五）9:05."""
    there = moment.astimezone(BEIJING)
    time = f"{there.hour}:{there.minute:02d}"
    return _("%(day)s%(time)s", day=day_words(there.date()), time=time)


def day_typed(said: str | None) -> date | None:
    """The day a date field sends, 2026-11-27; None when it is no day."""
    try:
        return date.fromisoformat((said or "").strip())
    except ValueError:
        return None

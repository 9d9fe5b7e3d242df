"""How a day is said: 11月27日（周五）."""

from datetime import date, datetime

from jointhall.kernel.clock.now import BEIJING
from jointhall.kernel.words import _


def weekday_words(day: date) -> str:
    """周一 … 周日."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[
        day.weekday()
    ]


def day_words(day: date, *, with_year: bool = False) -> str:
    """A date with its weekday, and with its year where the reader could be in doubt."""
    parts = {"month": day.month, "day": day.day, "weekday": weekday_words(day)}
    if with_year:
        return _("%(year)s年%(month)s月%(day)s日（%(weekday)s）", year=day.year, **parts)
    return _("%(month)s月%(day)s日（%(weekday)s）", **parts)


def moment_words(moment: datetime) -> str:
    """A moment as the counter's clock shows it: 11月27日（周五）9:05."""
    there = moment.astimezone(BEIJING)
    return f"{day_words(there.date())}{there.hour}:{there.minute:02d}"

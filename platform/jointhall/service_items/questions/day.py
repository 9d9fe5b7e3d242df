"""A date (日期), typed however people type dates."""

import re
from datetime import date

from jointhall.kernel.words import N_, _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.typed import half_width

_SPLIT = re.compile(r"(\d{4})\s*[-/.年\s]\s*(\d{1,2})\s*[-/.月\s]\s*(\d{1,2})\s*日?号?")
_WHOLE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEKDAYS = (N_("一"), N_("二"), N_("三"), N_("四"), N_("五"), N_("六"), N_("日"))


class Day(Kind):
    """One date, kept as 2026-03-02."""

    code = "day"

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        return day_from(raw.text()).isoformat()

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return day_shown(date.fromisoformat(value))

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        return str(value)


def day_from(text: str, *, part: str = "") -> date:
    """The date meant, or Unclear."""
    plain = half_width(text).replace("—", "-").replace("–", "-")
    found = _SPLIT.fullmatch(plain) or _WHOLE.fullmatch(plain)
    if not found:
        raise Unclear(_("请写年月日，比如 2026年3月2日 或 2026-03-02"), part=part)
    year, month, day = (int(each) for each in found.groups())
    if not 1900 <= year <= 2200:
        raise Unclear(_("年份写得不对，请写四位数的年份"), part=part)
    try:
        return date(year, month, day)
    except ValueError:
        words = _("没有%(year)s年%(month)s月%(day)s日这一天", year=year, month=month, day=day)
        raise Unclear(words, part=part) from None


def day_shown(day: date) -> str:
    """The date with its weekday."""
    return _(
        "%(year)s年%(month)s月%(day)s日（星期%(weekday)s）",
        year=day.year,
        month=day.month,
        day=day.day,
        weekday=_(_WEEKDAYS[day.weekday()]),
    )

"""Checks of limits in plain days and hours: steps go by working days, such limits do not."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.words import _
from jointhall.service_items.checks.finding import Check, Finding, warning
from jointhall.service_items.checks.steps import longest_way
from jointhall.service_items.limits import Limit
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.simulation import limit_on, telling_days


@cache
def _accepted_on() -> tuple[date, ...]:
    calendar = national_calendar()
    days = (day for day, _why in telling_days(calendar.known_until.year, calendar))
    return tuple(sorted({calendar.first_working_day_from(day) for day in days}))


def _days_on_end(sheet: Sheet) -> Iterator[Finding]:
    limits = {"承诺办结时限": sheet.promised_limit, "法定办结时限": sheet.statutory_limit}
    for heading, limit in limits.items():
        late = _late(sheet, limit) if limit and limit.unit.code != "workday" else None
        if late is not None:
            accepted, decided, due = (day_words(day, with_year=True) for day in late)
            words = _(
                "%(accepted)s受理的，各步走完要到%(decided)s，%(heading)s是%(due)s",
                accepted=accepted, decided=decided, heading=heading, due=due,
            )  # fmt: skip
            mend = _("把步骤的期限改短；跑 hall items simulate 看全年")
            yield Finding((heading,), words, mend)


def _late(sheet: Sheet, limit: Limit) -> tuple[date, date, date] | None:
    """The first day of the year on which acceptance leads past the limit."""
    calendar, working_days = national_calendar(), longest_way(sheet)
    for accepted in _accepted_on():
        decided = reckon(accepted, working_days, calendar=calendar).due_on
        due = limit_on(accepted, limit, calendar)
        if due is not None and decided > due:
            return accepted, decided, due
    return None


CLOCK: tuple[Check, ...] = (
    warning("C78", _days_on_end, "按自然日、小时算的时限，节假日前后受理也赶得上"),
)

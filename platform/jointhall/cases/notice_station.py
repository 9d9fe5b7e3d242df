"""A notice on the line of stations (公示这一站): how many days it still has, what holds it."""

from __future__ import annotations

from datetime import date

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import _
from jointhall.service_items.stations import Notice
from jointhall.web.stations import Station

from .notices import PublicNotice, Standing


def notice_words(notice: PublicNotice, today: date) -> str:
    """How it stands in one sentence: 公示中，还有 3 天."""
    if notice.status == Standing.HELD or today > notice.ends_on:
        return _("公示期满，还有 %(n)s 份异议在核实", n=notice.open_objections) if (
            notice.open_objections
        ) else _("公示期满，正在收尾")  # fmt: skip
    left = notice.days_left(today)
    return _("公示中，还有 %(n)s 天", n=left) if left else _("公示中，今天是最后一天")


def notice_station(name: str, notice: PublicNotice, today: date) -> Station:
    """The station of a notice that has gone up."""
    until = _("公示到%(day)s", day=day_words(notice.ends_on))
    if not notice.is_settled:
        lines = [notice_words(notice, today)]
        if notice.status == Standing.RUNNING and today <= notice.ends_on:
            lines.append(until)
            if notice.open_objections:
                lines.append(_("%(n)s 份异议在核实", n=notice.open_objections))
        return Station(name, "now", tuple(lines))
    if notice.status == Standing.WITHDRAWN:
        return Station(name, "stopped", (_("跟着申请一起撤了"),))
    ended = day_words(on_which_day(notice.taken_down_at or notice.ends_at))
    if notice.status == Standing.REFUSED:
        said = _("有 %(n)s 份异议成立", n=notice.upheld_objections)
    elif notice.objections:
        said = _("%(n)s 份异议，核实过都不成立", n=notice.objections)
    else:
        said = _("没有人提异议")
    return Station(name, "done", (said, _("%(day)s撤下", day=ended)))


def notice_to_come(name: str, notice: Notice) -> Station:
    """The station of a notice that will go up."""
    return Station(name, "coming", (_("公示%(limit)s", limit=notice.period),))

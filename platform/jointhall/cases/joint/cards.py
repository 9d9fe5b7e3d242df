"""How a question that is out looks on the line of stations, when it is not plainly on its way."""

from __future__ import annotations

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import _
from jointhall.web.stations import LightState, PartyState

from ..steps import Task
from .threads import Thread

Standing = tuple[PartyState, LightState, str]


def standing(task: Task, thread: Thread | None) -> Standing | None:
    """State, light and word of a question that came back, or that they asked back about."""
    if task.status == "bounced":
        return "asked", "soon", _("退回来了")
    if thread is None:
        return None
    if task.status == "open" and thread.waits_for_our_words:
        return "asked", "paused", _("等我们说明")
    if task.status == "withdrawn" and thread.late_vote is not None:
        return "silent", "none", _("答晚了，没有计入")
    return None


def thread_lines(task: Task, thread: Thread | None, *, is_open_to_all: bool) -> tuple[str, ...]:
    """When they opened it, how often it was asked, and how late the answer came."""
    lines = []
    if task.status == "bounced":
        at_desk = thread is not None and thread.is_at_the_desk
        lines.append(_("县里在定由谁答") if at_desk else _("正在安排谁来答"))
    if task.status == "done" and task.answered_at is not None:
        late = (on_which_day(task.answered_at) - task.due_on).days
        if late > 0:
            lines.append(_("比期限晚了 %(n)s 天", n=late))
    if thread is None:
        return tuple(lines)
    if task.status == "open" and thread.waits_for_our_words:
        lines.append(_("对方想先问清楚再答"))
    if task.status == "open" and thread.seen_at is not None:
        lines.append(_("%(day)s打开看了", day=day_words(on_which_day(thread.seen_at))))
    if task.status == "open" and thread.round > 1:
        lines.append(_("第 %(n)s 次问", n=thread.round))
    if thread.late_vote is not None and thread.late_at is not None:
        said = _("同意") if thread.late_vote == "agree" else _("不同意")
        day = day_words(on_which_day(thread.late_at))
        lines.append(_("%(day)s答：%(said)s", day=day, said=said))
        if thread.late_opinion and not is_open_to_all:
            lines.append(thread.late_opinion)
    return tuple(lines)

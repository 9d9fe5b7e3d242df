"""One of those asked at a step (会签方), as its card on the line shows it."""

from __future__ import annotations

from datetime import date

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import _
from jointhall.web.stations import DayCells, LightState, Party, PartyState

from .course.standing import Course
from .joint.cards import standing, thread_lines
from .joint.threads import Thread
from .steps import Task

NEAR = 1
"""Working days left at which a light turns yellow."""


def party_of(
    task: Task,
    *,
    today: date,
    calendar: Calendar,
    office: str,
    is_county: bool,
    is_one_of_several: bool = False,
    is_open_to_all: bool = False,
    thread: Thread | None = None,
    course: Course | None = None,
) -> Party:
    """The card of a task: who, what they look at, how their days run, what they said.

    With `course`, days on which the case stands still do not count for our own offices.
    """
    course = course if course is not None and task.peer_id is None else Course()
    # A county speaks through its bureau, a township under its own name, or, where several of its
    # offices are asked at once, through each of them.
    by_office = is_county or is_one_of_several
    name = office if by_office else task.party_name
    state, light, word = standing(task, thread) or _light(task, today, calendar)
    if course.running is not None and task.status == "open":
        state, light, word = "asked", "paused", _("停表，不计时")
    cells, words = _days(task, today, calendar, course)
    return Party(
        name=name,
        asked=task.words,
        state=state,
        light=light,
        word=word,
        day_cells=cells,
        day_words=words,
        lines=(
            *_lines(task, "" if by_office else office, is_open_to_all=is_open_to_all),
            *thread_lines(task, thread, is_open_to_all=is_open_to_all),
        ),
        phone=task.party_phone if task.status == "open" and task.peer_id is not None else "",
    )


def _light(task: Task, today: date, calendar: Calendar) -> tuple[PartyState, LightState, str]:
    if task.status == "withdrawn":
        return "silent", "none", _("不用答了")
    if task.status == "waiting":
        words = _("后签，还没轮到") if task.added_how == "after" else _("等加签的先看")
        return "asked", "paused", words
    if task.status == "sent_back":
        return "asked", "paused", _("退回前面核对")
    if task.vote == "agree":
        return "agreed", "done", _("已同意")
    if task.vote == "refuse":
        return "refused", "no", _("不同意")
    left = calendar.working_days_between(today, task.due_on)
    if today > task.due_on:
        return "asked", "late", _("已超期 %(n)s 天", n=max(-left, 1))
    if today == task.due_on:
        return "asked", "soon", _("今天到期")
    if left <= NEAR:
        return "asked", "soon", _("只剩 1 天")
    return "asked", "ok", _("按时")


def _days(
    task: Task, today: date, calendar: Calendar, course: Course
) -> tuple[DayCells | None, str]:
    asked_on = on_which_day(task.opened_at)
    total = course.counted_here(calendar, asked_on, task.due_on)
    if task.answered_at is not None:
        used = max(course.counted_here(calendar, asked_on, on_which_day(task.answered_at)), 0)
        words = _("给 %(n)s 天，用了 %(m)s 天", n=total, m=used) if used else _("当天就答了")
        return DayCells(total, used, today=False), words
    if task.status != "open":
        return None, ""
    n = course.counted_here(calendar, asked_on, today)
    if course.running is not None:
        words = _("给 %(n)s 天，到停表用了 %(m)s 天", n=total, m=min(n, total))
        return DayCells(total, min(n, total), today=False), words
    if n > total:
        return DayCells(total, n, today=False), _("给 %(n)s 天，已 %(m)s 天", n=total, m=n)
    works = calendar.is_working_day(today) and n > 0
    cells = DayCells(total, n - 1 if works else n, today=works)
    if n == 0:
        return cells, _("给 %(n)s 天，下一个工作日起算", n=total)
    return cells, _("第 %(m)s 天，共 %(n)s 天", m=n, n=total)


def _lines(task: Task, office: str, *, is_open_to_all: bool) -> tuple[str, ...]:
    if task.status in ("withdrawn", "bounced"):
        return ()
    if task.answered_at is None:
        due = _("%(day)s到期", day=day_words(task.due_on))
        return (due, office) if office else (due,)
    lines = [_("%(day)s答复", day=day_words(on_which_day(task.answered_at)))]
    if is_open_to_all:
        return tuple(lines)
    who = f"{office}　{task.answered_by}".strip("　 ")
    if who:
        lines.append(who)
    if task.vote == "refuse" and task.opinion:
        lines.append(_("理由：%(why)s", why=task.opinion))
    return tuple(lines)

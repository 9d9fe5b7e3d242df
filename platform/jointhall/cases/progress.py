"""Where a case stands, in plain words (办到哪一步): the line of stations, and what it means today.

Pure: from the case, its steps and tasks, the sheet, today and the calendar; the portal and the
workbench say the same because both ask here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Sheet
from jointhall.web.stations import DayCells, Fork, Line, Party, Station, StationState

from .after.deliveries import Delivery
from .after.passings import Passing
from .after.told import delivery_station, said_after, said_of_passing
from .course.standing import Course, procedure_station, procedure_words
from .joint.threads import Thread
from .limit_told import by_day, days_otherwise, is_counted_otherwise
from .models import Case
from .notice_station import notice_station, notice_to_come, notice_words
from .notices import PublicNotice
from .parties import party_of
from .status import ACCEPTANCE_WITHIN, Status
from .steps import Step, Task

MOST_LANES = 5
Tone = Literal["", "ok", "soon", "late"]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is needed to say where a case stands.

    `offices` names office codes, `expected` names whom a step still to come will ask, steps
    `passed_over` are not taken this time; with `is_open_to_all` nothing is told that number and
    last digits alone should not open.
    """

    case: Case
    sheet: Sheet
    today: date
    calendar: Calendar
    here: str
    steps: Sequence[Step] = ()
    tasks: Sequence[Task] = ()
    offices: Mapping[str, str] = field(default_factory=dict)
    expected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    passed_over: frozenset[str] = frozenset()
    notices: Sequence[PublicNotice] = ()
    course: Course = field(default_factory=Course)
    county_id: UUID | None = None
    is_open_to_all: bool = False
    delivery: Delivery | None = None
    """How its decision is being brought, once there is one."""
    passing: Passing | None = None
    """Where it went, when it belongs to another."""
    threads: Mapping[UUID, Thread] = field(default_factory=dict)
    """What is known of questions that are out, besides question and answer."""

    def office(self, code: str) -> str:
        return self.offices.get(code, self.here)

    @property
    def status(self) -> Status:
        return Status(self.case.status)

    @property
    def reviews(self) -> list[Task]:
        return [task for task in self.tasks if task.kind == "review"]

    @property
    def decision_task(self) -> Task | None:
        asked = (one for one in reversed(self.tasks) if one.kind == "decide")
        return next((one for one in asked if one.status in ("open", "waiting", "done")), None)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the top of a case's page says, and the line below it."""

    heading: str
    lines: tuple[str, ...]
    line: Line
    tone: Tone = ""
    day_cells: DayCells | None = None
    day_words: str = ""


def progress_of(seen: Seen) -> Progress:
    """How the case stands today."""
    heading, lines, tone = _said(seen)
    cells, words = _days(seen)
    return Progress(heading, lines, line_of(seen), tone, cells, words)


def line_of(seen: Seen) -> Line:
    """The whole way of a case: what is done, what is under way, what is still to come."""
    case = seen.case
    stations: list[Station | Fork] = [Station(_("提交"), "done", (_day(case.filed_at),))]
    stations += _acceptance(seen)
    if case.accepted_at is None and seen.status not in (Status.SUBMITTED, Status.CORRECTION_ASKED):
        return Line(tuple(stations))
    stations += _steps(seen)
    if seen.status in (Status.WITHDRAWN, Status.ENDED):
        word = _("已撤回") if seen.status is Status.WITHDRAWN else _("已终止")
        return Line((*stations, Station(word, "stopped", _when(case.closed_at))))
    return Line((*stations, _decision(seen), _delivery(seen)))


def answer_by(seen: Seen) -> date:
    """The day by which the applicant is told whether the case is accepted."""
    # What was sent after a correction starts the five days anew.
    start = on_which_day(seen.case.answer_since)
    return reckon(start, ACCEPTANCE_WITHIN, calendar=seen.calendar).due_on


def _acceptance(seen: Seen) -> list[Station | Fork]:
    case = seen.case
    if case.accepted_at is not None:
        by = seen.office(case.office)
        return [Station(_("受理"), "done", (*_when(case.accepted_at), by))]
    ended = {
        Status.NOT_ACCEPTED: _("不予受理"),
        Status.WITHDRAWN: _("已撤回"),
        Status.ENDED: _("已终止"),
        Status.PASSED_ON: _("已转送"),
    }
    if seen.status in ended:
        return [Station(ended[seen.status], "stopped", _when(case.closed_at))]
    if seen.status is Status.CORRECTION_ASKED:
        return [Station(_("等补正"), "stopped", (_("停表，不算日子"),))]
    by = _("最迟%(day)s", day=by_day(answer_by(seen), seen.calendar))
    return [Station(_("受理"), "now", (seen.office(case.office), by))]


def _steps(seen: Seen) -> list[Station | Fork]:
    codes = [step.code for step in seen.sheet.steps]
    reached = codes.index(seen.case.step_code) if seen.case.step_code in codes else -1
    opened = {step.code: step for step in seen.steps}
    is_gone = seen.status in (Status.WITHDRAWN, Status.ENDED)
    shown: list[Station | Fork] = []
    changes = list(seen.course.procedures)
    for place, step in enumerate(seen.sheet.steps):
        until = opened[step.code].finished_at if step.code in opened else None
        while changes and (until is None or changes[0].started_at < until):
            # What stopped the clock stands before the step that ended after it had begun.
            shown.append(procedure_station(changes.pop(0), seen.today))
        if step.code in opened and not (place > reached and _comes_again(seen, opened[step.code])):
            shown.append(_opened(seen, opened[step.code]))
        elif step.code in seen.passed_over:
            continue
        elif place > reached and not is_gone and seen.decision_task is None:
            if step.notice is not None:
                shown.append(notice_to_come(step.name, step.notice))
                continue
            names = seen.expected.get(step.code, ())
            together = len(names) > 1
            name = _("%(n)s 家同时看", n=len(names)) if together else step.name
            shown.append(Station(name, "coming", (_("、").join(names),) if names else ()))
    return [*shown, *(procedure_station(one, seen.today) for one in changes)]


def _comes_again(seen: Seen, step: Step) -> bool:
    """Whether a step that was taken before something was sent back is still to be taken again."""
    under_way = next((one for one in reversed(seen.steps) if one.status == "open"), None)
    if step.status in ("sent_back", "called_off"):
        return under_way is not None
    return under_way is not None and under_way.returns_to is None and step.seq < under_way.seq


def _opened(seen: Seen, step: Step) -> Station | Fork:
    for notice in seen.notices:
        if notice.step_id == step.id:
            return notice_station(step.name, notice, seen.today)
    tasks = [task for task in seen.reviews if task.step_id == step.id]
    parties = tuple(_party(seen, task) for task in tasks)
    state: StationState = "now" if step.status == "open" else "done"
    if step.status == "called_off" or (
        seen.status in (Status.WITHDRAWN, Status.ENDED) and state == "now"
    ):
        state = "stopped"
    if 2 <= len(parties) <= MOST_LANES:
        return Fork(parties, state=state, lines=_fork_lines(step, parties))
    if len(parties) == 1:
        (party,) = parties
        said = (
            _("%(who)s：%(word)s", who=party.name, word=party.word),
            *(() if party.has_answered else (party.asked,)),
        )
        return Station(step.name, state, (*said, *party.lines))
    answered = sum(party.has_answered for party in parties)
    told = _("问了 %(n)s 家，已答 %(m)s 家", n=len(parties), m=answered)
    return Station(step.name, state, (told,))


def _fork_lines(step: Step, parties: Sequence[Party]) -> tuple[str, ...]:
    if step.status == "agreed":
        n, asked = sum(party.has_answered for party in parties), len(parties)
        if n < asked:
            return (_("%(m)s 家里答了 %(n)s 家，够数了，通过", m=asked, n=n),)
        return (_("%(n)s 家都答了，通过", n=n),)
    if step.status == "refused":
        return (_("有人不同意，没有通过"),)
    if step.status == "called_off":
        return (_("不用再看了"),)
    return ()


def _party(seen: Seen, task: Task) -> Party:
    beside = [one for one in seen.reviews if one.step_id == task.step_id and one.peer_id is None]
    return party_of(
        task,
        today=seen.today,
        calendar=seen.calendar,
        office=seen.office(task.office),
        is_county=task.peer_id is not None and task.peer_id == seen.county_id,
        is_one_of_several=task.peer_id is None and len(beside) > 1,
        is_open_to_all=seen.is_open_to_all,
        thread=seen.threads.get(task.id),
        course=seen.course,
    )


def _decision(seen: Seen) -> Station:
    case, task = seen.case, seen.decision_task
    office = seen.office(seen.sheet.decision.addressee.office)
    if case.decided_at is not None:
        chosen = seen.sheet.decision.outcome(case.outcome)
        who = office if seen.is_open_to_all or task is None else f"{office}　{task.answered_by}"
        told = (*_when(case.decided_at), who.rstrip("　"))
        return Station(chosen.word if chosen else _("决定"), "done", told)
    if task is not None and task.status == "open":
        by = _("最迟%(day)s", day=by_day(task.due_on, seen.calendar))
        return Station(_("决定"), "now", (office, by))
    return Station(_("决定"), "coming", (office,))


def _delivery(seen: Seen) -> Station:
    return delivery_station(seen.case, seen.delivery, today=seen.today)


def _said(seen: Seen) -> tuple[str, tuple[str, ...], Tone]:
    case, rest = seen.case, _("现在不用您做什么。")
    chosen = seen.sheet.decision.outcome(case.outcome)
    match seen.status:
        case Status.SUBMITTED:
            day = by_day(answer_by(seen), seen.calendar)
            by = _("最迟%(day)s告诉您收不收；到时没说，就算收下了。", day=day)
            return _("等%(office)s受理", office=seen.office(case.office)), (rest, by), ""
        case Status.CORRECTION_ASKED:
            by = _("补好交来，我们接着办。等您补的日子不算在期限里。")
            return _("还差一点，请您补一补"), (by,), "soon"
        case Status.NOT_ACCEPTED:
            why = _("原因和不服的办法都写在不予受理通知书里。")
            return _("这件不能受理"), (why,), "soon"
        case Status.WITHDRAWN:
            return _("您撤回了这件申请"), (_("想再办，重新申请就行。"),), ""
        case Status.ENDED:
            why = _("原因和不服的办法都写在终止办理告知书里。")
            return _("这件已经终止"), (why, _("情况变了，可以重新申请。")), ""
        case Status.PASSED_ON:
            return said_of_passing(seen.passing)
        case Status.GRANTED | Status.REFUSED | Status.DELIVERED | Status.CLOSED | Status.REVOKED:
            return said_after(case, chosen, seen.delivery)
    return _under_review(seen, rest)


def _under_review(seen: Seen, rest: str) -> tuple[str, tuple[str, ...], Tone]:
    case, running = seen.case, seen.course.running
    if running is not None:
        heading = _("正在%(name)s", name=running.name)
        is_over = seen.today > running.expected_on
        words = procedure_words(running, seen.today)
        return heading, (rest, *words), "soon" if is_over else ""
    waiting = [task for task in seen.reviews if task.status in ("open", "bounced")]
    decision = seen.decision_task
    up = next((notice for notice in seen.notices if not notice.is_settled), None)
    if up is not None:
        heading = notice_words(up, seen.today)
    elif len(waiting) > 1:
        heading = _("还等 %(n)s 家答复", n=len(waiting))
    elif waiting and waiting[0].status == "bounced":
        heading = _("%(who)s退回来了，正在定由谁答", who=_party(seen, waiting[0]).name)
    elif waiting:
        heading = _("等%(who)s答复", who=_party(seen, waiting[0]).name)
        if waiting[0].peer_id is None:
            heading = _("%(who)s正在看", who=seen.office(waiting[0].office))
    elif decision is not None and any(one.upheld_objections for one in seen.notices):
        heading = _("公示有异议成立，等%(who)s决定", who=seen.office(decision.office))
    elif decision is not None and any(step.status == "refused" for step in seen.steps[-1:]):
        heading = _("有一家不同意，等%(who)s决定", who=seen.office(decision.office))
    elif decision is not None:
        heading = _("意见齐了，等%(who)s决定", who=seen.office(decision.office))
    else:
        heading = _("正在办理")
    if case.due_on is None:
        return heading, (rest,), ""
    if seen.today > case.due_on:
        late = _("本该%(day)s给您结果，晚了，是我们的责任。", day=day_words(case.due_on))
        return heading, (rest, late), "late"
    by = _("最迟%(day)s给您结果。", day=by_day(case.due_on, seen.calendar))
    if seen.course.granted is not None:
        day = by_day(case.due_on, seen.calendar)
        by = _("延期到%(day)s给您结果，原因看告知书。", day=day)
    return heading, (rest, by), ""


def _days(seen: Seen) -> tuple[DayCells | None, str]:
    case = seen.case
    if case.accepted_at is None or case.due_on is None or not case.is_open:
        return None, ""
    if is_counted_otherwise(seen.sheet.promised_limit):
        return days_otherwise(case, seen.sheet.promised_limit, seen.today)
    start, course = on_which_day(case.accepted_at), seen.course
    total = course.counted(seen.calendar, start, case.due_on)
    n = course.counted(seen.calendar, start, seen.today)
    if course.running is not None:
        cells = DayCells(total, min(n, total), today=False)
        return cells, _("停着表；到停表用了 %(m)s 个工作日，共 %(n)s 个", n=total, m=n)
    works = seen.calendar.is_working_day(seen.today) and n > 0
    cells = DayCells(total, n - 1 if works and n <= total else n, today=works and n <= total)
    if course.granted is not None:
        return cells, _("延期以后共 %(n)s 个工作日，已过 %(m)s 个", n=total, m=n)
    if n > total:
        return cells, _("承诺 %(n)s 个工作日，今天是第 %(m)s 个", n=total, m=n)
    if n == 0:
        return cells, _("承诺 %(n)s 个工作日，下一个工作日起算", n=total)
    if not works:
        return cells, _("已过 %(m)s 个工作日，共 %(n)s 个", n=total, m=n)
    return cells, _("今天是第 %(m)s 个工作日，共 %(n)s 个", n=total, m=n)


def _day(at: datetime) -> str:
    return day_words(on_which_day(at))


def _when(at: datetime | None) -> tuple[str, ...]:
    return (_day(at),) if at else ()

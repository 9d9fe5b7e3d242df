"""What must hold of the clocks of a case (S10): which run, and to which day, counted once more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from jointhall.cases.status import Status
from jointhall.cases.steps import Task
from jointhall.deadlines.models import Deadline
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.now import on_which_day
from tests.builders.signing_laws import UNSAID
from tests.builders.signing_world import Look

ONE_DAY = timedelta(days=1)
WANTED = {Status.SUBMITTED: {"acceptance"}, Status.UNDER_REVIEW: {"promised", "statutory"}}


def clocks_must_hold(look: Look, *, notice_stops: bool) -> None:
    """Raises AssertionError with the first clock that is not as it should be."""
    running: dict[tuple[str, UUID], list[Deadline]] = {}
    for one in look.limits:
        if one.is_open:
            running.setdefault((one.subject_kind, one.subject_id), []).append(one)
    stood = set(_days_of_procedures(look))
    for task in look.tasks:
        limits = running.pop(("task", task.id), [])
        assert len(limits) == _runs(task, look), f"{task.status} with {len(limits)} clocks"
        for limit in limits:
            assert limit.due_on == task.due_on
            _is_right(limit, look, stood if task.peer_id is None else set())
        thread = look.threads.get(task.id)
        keys = [one.key for one in running.pop(("thread", task.id), [])]
        wanted = []
        if task.status == "bounced" and thread is not None:
            wanted = ["back" if thread.waits_for_us else "ruling"]
        assert keys == wanted, f"what came back has the days {keys}"
    for notice in look.notices:
        limits = running.pop(("notice", notice.id), [])
        assert len(limits) == (notice.status == "running")
        for limit in limits:
            assert limit.due_on == notice.ends_on
            _is_right(limit, look, set())
    _of_the_case(running.pop(("case", look.case.id), []), look, stood, notice_stops=notice_stops)
    assert not running


def _of_the_case(
    limits: list[Deadline], look: Look, stood: set[date], *, notice_stops: bool
) -> None:
    of_case, status = {one.key: one for one in limits}, Status(look.case.status)
    wanted = WANTED.get(status, set())
    assert wanted == set(of_case), f"{status} with the clocks {sorted(of_case)}"
    if status is not Status.UNDER_REVIEW:
        return
    assert of_case["promised"].due_on == look.case.due_on
    assert of_case["statutory"].due_on == look.case.statutory_due_on
    left_out = stood | set(_days_of_notices(look)) if notice_stops else stood
    for limit in limits:
        assert limit.is_paused == (look.procedure is not None), "a clock stands that should not"
        _is_right(limit, look, left_out)


def _runs(task: Task, look: Look) -> bool:
    """Whether somebody's days are counted for it: those who sign after have none before."""
    if task.status == "waiting" and task.added_how == "after":
        return any(
            one.added_to == task.id and one.added_how == "before" and one.status in UNSAID
            for one in look.tasks
        )
    return task.status in ("open", "waiting")


def _is_right(limit: Deadline, look: Look, left_out: set[date]) -> None:
    """While it stands its end is not known; before and after it is."""
    if look.procedure is None:
        assert not limit.is_paused, f"{limit.key} stands still for ever"
    if limit.unit != "working_day" or limit.is_paused or (left_out and look.procedure):
        return
    should = _last_day(limit, look.calendar, left_out)
    assert limit.due_on == should, f"{limit.key} ends {limit.due_on}, counted {should}"


def _last_day(limit: Deadline, calendar: Calendar, left_out: set[date]) -> date:
    """The last of so many working days, the day it began not counted; extensions go on from it."""
    left, day = limit.length + limit.extended_by, on_which_day(limit.start_at)
    while left:
        day += ONE_DAY
        left -= calendar.is_working_day(day) and day not in left_out
    return day


def _days_of_procedures(look: Look) -> Iterable[date]:
    for one in look.procedures:
        if one.ended_at is not None:
            yield from _days(one.started_at, on_which_day(one.ended_at))


def _days_of_notices(look: Look) -> Iterable[date]:
    """Its own days, and those on which somebody still looked into an objection."""
    for one in look.notices:
        after = [
            on_which_day(said.answered_at) for said in look.objections
            if said.notice_id == one.id and said.answered_at is not None
            and one.taken_down_at is not None and said.answered_at > one.taken_down_at
        ]  # fmt: skip
        yield from _days(
            one.posted_at, max([one.ends_on, *after]) if one.is_settled else one.ends_on
        )


def _days(begun: datetime, last: date) -> Iterable[date]:
    day = on_which_day(begun)
    while day < last:
        day += ONE_DAY
        yield day

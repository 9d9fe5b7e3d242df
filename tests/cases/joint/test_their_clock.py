"""The clock of whoever is asked, as the asker sees it: whose the late days are, on both sides."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jointhall.cases.joint.their_clock import their_clock
from jointhall.cases.joint.threads import Thread
from jointhall.cases.steps import Task
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.now import BEIJING

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("status", "answered", "asked_back", "reply_by", "late", "ours"),
    [
        ("open", None, False, None, 4, 0),  # due on Monday the 16th, still open on Friday
        ("done", 17, False, None, 1, 0),
        ("done", 16, False, None, 0, 0),
        ("open", None, True, 18, 0, 2),  # they wait for our words: their days stand still
        ("open", None, True, 23, 0, 0),
        ("bounced", None, False, None, 0, 0),  # it lies with them no more
    ],
)
def test_who_is_late(
    status: str, answered: int | None, asked_back: bool, reply_by: int | None, late: int, ours: int
) -> None:
    task = Task(
        status=status, opened_at=datetime(2026, 11, 9, 9, tzinfo=BEIJING),
        due_on=date(2026, 11, 16), envelope_id=None,
        answered_at=datetime(2026, 11, answered, 16, tzinfo=BEIJING) if answered else None,
    )  # fmt: skip
    thread = Thread(
        asked_back_at=NOW if asked_back else None,
        asked_back_due_on=date(2026, 11, reply_by) if reply_by else None,
        seen_at=None, their_due_on=None,
    )  # fmt: skip
    clock = their_clock(task, thread, [], now=NOW, calendar=national_calendar())
    assert (clock.late, clock.ours) == (late, ours)

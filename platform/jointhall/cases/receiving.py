"""Receiving (收到): the day an application counts as received, where it did not come online."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import open_deadline_of
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.receipt import NAMES, WHICH_DAY, BadReceipt, Receipt, begins
from jointhall.kernel.jobs import later
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _

from .dates import calendar_of
from .models import Case
from .silence import KEY, accept_by_silence
from .status import Status

AT_THE_WINDOW = (Receipt.IN_PERSON, Receipt.REGISTERED, Receipt.ORDINARY, Receipt.REMOTE)


def ways_received() -> list[tuple[str, str, str]]:
    """For a form: each way an application reaches a window, and which day counts with it."""
    return [(one.value, _(NAMES[one]), _(WHICH_DAY[one])) for one in AT_THE_WINDOW]


def may_say(case: Case) -> bool:
    """Whether the day of receipt can still be said: not for what was confirmed online."""
    return case.status == Status.SUBMITTED and case.channel in ("window", "agent")


async def keep_receipt(
    session: AsyncSession, tools: Tools, case: Case, *, how: str, day: date | None, by: Actor
) -> None:
    """Says how it came and on which day; the five days of acceptance run from there.

    A day so long gone that they are over means that silence has accepted it, and the timer says
    so within the minute.
    """
    if not may_say(case):
        raise Refusal(_("这件收到的日子已经定了。"), what_next=_("回办件页看看时限怎么算的。"))
    troubles = {}
    if how not in AT_THE_WINDOW:
        troubles["how"] = _("请选怎么收到的。")
    if day is None:
        troubles["day"] = _("请选收到的日子。")
    if troubles or day is None:
        raise BadForm(troubles)
    now = tools.clock.now()
    try:
        since = begins(Receipt(how), day, now=now)
    except BadReceipt as bad:
        raise BadForm({"day": str(bad)}) from bad
    case.receipt, case.answer_from = how, since
    deadline = await open_deadline_of(session, "case", case.id, KEY)
    assert deadline is not None, "what waits for acceptance has five days"
    deadline.start_at, deadline.rule = since, how
    deadline.reckon_again(await calendar_of(session), as_of=on_which_day(now))
    wait = max(deadline.due_at - now, timedelta())
    await later(session, accept_by_silence, after=wait, case_id=str(case.id))
    case.note(
        "case.received", by=by, at=now, rule=how,
        words=_("收到的日子是%(day)s（%(how)s）", day=day_words(day), how=_(NAMES[Receipt(how)])),
    )  # fmt: skip

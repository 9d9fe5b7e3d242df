"""Silence (逾期不告知): an office that says nothing in time has accepted; a timer says so.

行政许可法 32: what is missing has to be told once and whole, on the spot or within five working
days; otherwise the application counts as accepted from the day it was received.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import open_deadline
from jointhall.deadlines.queries import open_deadline_of
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _

from .acceptance import accept
from .counters import place_of
from .dates import calendar_of
from .models import Case
from .queries import hold_case
from .status import ACCEPTANCE_WITHIN, Status

KEY = "acceptance"


async def wait_for_word(
    session: AsyncSession, tools: Tools, case: Case, owner: str, *, since: datetime | None = None
) -> None:
    """The days in which the applicant must be told whether the application is accepted.

    `since` is given for what another tenant received before: its days go on from there.
    """
    case.answer_from = since or tools.clock.now()
    deadline = await open_deadline(
        session,
        subject_kind="case",
        subject_id=case.id,
        key=KEY,
        start=case.answer_from,
        length=ACCEPTANCE_WITHIN,
        basis=_("《中华人民共和国行政许可法》第三十二条"),
        owner=owner,
        calendar=await calendar_of(session),
    )
    wait = max(deadline.due_at - tools.clock.now(), timedelta())
    await later(session, accept_by_silence, after=wait, case_id=str(case.id))


@job("cases.accept_by_silence")
async def accept_by_silence(work: Work, *, case_id: str) -> None:
    """The last day is over: accepted from the day of receipt, unless somebody spoke before."""
    case = await hold_case(work.session, UUID(case_id))
    deadline = await open_deadline_of(work.session, "case", case.id, KEY)
    if deadline is None or case.status != Status.SUBMITTED:
        return
    now = work.tools.clock.now()
    if now <= deadline.due_at:
        # The calendar was changed meanwhile, and the last day with it.
        wait = deadline.due_at - now + timedelta(seconds=1)
        await later(work.session, accept_by_silence, after=wait, case_id=case_id)
        return
    place = await place_of(work.tools, case.tenant_id)
    case.note(
        "case.silent", by=SYSTEM, at=now,
        words=_("五个工作日内没有答复，依法自收到之日起即为受理"),
        since=deadline.start_at.isoformat(),
    )  # fmt: skip
    await accept(work.session, work.tools, place, case, by=SYSTEM, received_at=deadline.start_at)

"""A correction that does not come (补正没有补来): the applicant is reminded before it may end."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _

from ..models import Case
from ..queries import hold_case
from ..status import Status
from ..telling import tell_applicant
from .ending import asked_to_correct_at, unanswered_from

REMINDS = timedelta(days=20)


async def remind_later(session: AsyncSession, case: Case, *, at: datetime) -> None:
    """Asked for what is missing just now: in twenty days the applicant is reminded of it."""
    await later(
        session, remind_of_correction, after=REMINDS, case_id=str(case.id), asked=at.isoformat()
    )


@job("cases.remind_of_correction")
async def remind_of_correction(work: Work, *, case_id: str, asked: str) -> None:
    """Still nothing: told once more, with the day from which the case may be ended."""
    case = await hold_case(work.session, UUID(case_id))
    if case.status != Status.CORRECTION_ASKED:
        return
    asked_at = await asked_to_correct_at(work.session, case)
    if asked_at != datetime.fromisoformat(asked):
        # It was mended meanwhile, and something else is asked for now.
        return
    day = day_words(await unanswered_from(work.session, case))
    now = work.tools.clock.now()
    words = _("提醒申请人补正，%(day)s还没有补来就可能终止", day=day)
    case.note("correction.reminded", by=SYSTEM, at=now, words=words)
    told = _(
        "您的“%(item)s”还差材料，%(day)s前请补来，不补可能就不办了。",
        item=case.item_title, day=day,
    )  # fmt: skip
    await tell_applicant(work.session, work.tools, case, "correction.reminded", told)

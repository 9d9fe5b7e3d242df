"""Undelivered (送不到): what is not there after a working day comes back, to the desk."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange.models import Envelope
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.web.place import Place

from ..counters import directory_of
from ..dates import calendar_of
from ..queries import hold_case
from ..steps import Task
from .declining import bounce
from .threads import thread_of

HALF_AN_HOUR = 1800
MOST_AT_ONCE = 50


@each("cases.undelivered", seconds=HALF_AN_HOUR)
async def look_everywhere(tools: Tools) -> None:
    """Looks in every tenant for questions that never arrived."""
    for place in await directory_of(tools).everyone():
        while await bounce_undelivered(tools, place):
            pass


async def bounce_undelivered(tools: Tools, place: Place) -> int:
    """Takes back what was sent a working day ago and is not there; how many that were."""
    async with tools.database.transaction(place.standing()) as session:
        late = await _undelivered(session, tools)
        for task_id, case_id in late:
            case = await hold_case(session, case_id)
            task = await session.get_one(Task, (place.tenant_id, task_id), with_for_update=True)
            if task.status != "open" or task.peer_id is None:
                continue
            thread = await thread_of(session, task)
            words = _("发出一个工作日了，对方的系统一直没有收下")
            await bounce(
                session, tools, case, task, thread, reason="undelivered", words=words, by=SYSTEM,
                at=tools.clock.now(),
            )  # fmt: skip
        return len(late)


async def _undelivered(session: AsyncSession, tools: Tools) -> list[tuple[UUID, UUID]]:
    calendar, today = await calendar_of(session), on_which_day(tools.clock.now())
    rows = await session.execute(
        select(Task.id, Task.case_id, Envelope.sent_at)
        .join(
            Envelope,
            (Envelope.tenant_id == Task.tenant_id) & (Envelope.id == Task.envelope_id),
        )
        .where(
            Task.status == "open",
            Task.peer_id.is_not(None),
            Envelope.delivered_at.is_(None),
        )
        .order_by(Envelope.sent_at)
        .limit(MOST_AT_ONCE)
    )
    return [
        (id, case_id)
        for id, case_id, sent_at in rows
        if calendar.working_days_between(on_which_day(sent_at), today) >= 1
    ]

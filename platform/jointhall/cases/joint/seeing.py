"""Seeing (看到了): the asker is told when the other side first opened it, and its day.

The clock crosses, and nothing else of how the other side works.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.exchange import Received
from jointhall.kernel.db import tenant_of
from jointhall.kernel.plain import run
from jointhall.kernel.tools import Tools

from .finding import asked_on
from .threads import thread_of


async def opened(session: AsyncSession, tools: Tools, id: UUID, *, at: datetime) -> None:
    """The first look at a question that waits for us."""
    found = await run(session, _OPENED, tenant_of(session), id, at)
    if found:
        exchange.send(
            session, tools, to=found[0]["peer_id"], kind="approval.seen", thread=id,
            body={
                "at": at.isoformat(),
                "due_on": found[0]["due_on"].isoformat(),
                "round": found[0]["round"],
            },
        )  # fmt: skip


@exchange.answers("approval.seen")
async def seen(session: AsyncSession, _tools: Tools, received: Received) -> None:
    """They have opened it: their clock beside ours."""
    case, task = await asked_on(session, received)
    if case is None or task is None or task.peer_id != received.from_id:
        return
    thread, body = await thread_of(session, task), received.body
    if thread.seen_at is None and body["round"] == thread.round:
        thread.seen_at = datetime.fromisoformat(body["at"])
        thread.their_due_on = date.fromisoformat(body["due_on"])


_OPENED = """
    update referrals set first_opened_at = $3
    where tenant_id = $1 and id = $2 and first_opened_at is null and status = 'open'
    returning peer_id, due_on, round
    """

"""The days of threads, the desk and own questions move with the calendar, as all days do."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import Moved, when_moved

from ..clocks import day_follows
from .desk_matters import DeskMatter
from .own_questions import OwnAsk
from .threads import Thread


@when_moved("thread")
async def thread_moved(session: AsyncSession, moved: Moved) -> None:
    """A reply that is due, or a word on what came back."""
    thread = await session.get(Thread, (moved.deadline.tenant_id, moved.deadline.subject_id))
    if thread is None:
        return
    if moved.deadline.key == "reply" and thread.waits_for_our_words:
        thread.asked_back_due_on = moved.after
    elif moved.deadline.key == "back" and thread.waits_for_us:
        thread.back_due_on = moved.after


day_follows("desk", DeskMatter)
day_follows("own_ask", OwnAsk)

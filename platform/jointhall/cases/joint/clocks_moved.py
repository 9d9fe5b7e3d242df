"""The days of threads, the desk and own questions move with the calendar, as all days do."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import Moved, when_moved

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


@when_moved("desk")
async def matter_moved(session: AsyncSession, moved: Moved) -> None:
    matter = await session.get(DeskMatter, (moved.deadline.tenant_id, moved.deadline.subject_id))
    if matter is not None:
        matter.due_on = moved.after


@when_moved("own_ask")
async def own_ask_moved(session: AsyncSession, moved: Moved) -> None:
    own = await session.get(OwnAsk, (moved.deadline.tenant_id, moved.deadline.subject_id))
    if own is not None:
        own.due_on = moved.after

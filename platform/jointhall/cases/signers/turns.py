"""Turns (轮到谁): when a word is given or taken back, whose turn it is on that seat."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _

from ..clocks import start_answer_clock, stop_clocks
from ..models import Case
from ..steps import Task


async def after_the_word(session: AsyncSession, tools: Tools, case: Case, task: Task) -> None:
    """A word was given: whoever waited for it goes on, whoever signs after it is asked."""
    await let_the_asker_go_on(session, tools, case, task)
    if task.vote == "refuse":
        # What is refused needs no second signature.
        return
    for one in await added_to(session, task, how="after"):
        if one.status == "waiting":
            one.become("open")
            await give_days(session, tools, one, task)


async def let_the_asker_go_on(session: AsyncSession, tools: Tools, case: Case, task: Task) -> None:
    """Whoever was asked first has spoken or need not: the asker has the task again.

    Not while somebody else is still to speak before.
    """
    if task.added_how != "before" or task.added_to is None:
        return
    asker = await session.get_one(Task, (case.tenant_id, task.added_to), with_for_update=True)
    await session.flush()
    before = await added_to(session, asker, how="before")
    if asker.status != "waiting" or any(one.status in ("open", "waiting") for one in before):
        return
    asker.become("open")
    words = _("加签的看完了，回到原来的人手里")
    case.note("task.goes_on", by=SYSTEM, at=tools.clock.now(), words=words, task=asker.key)


async def added_to(session: AsyncSession, task: Task, *, how: str = "") -> Sequence[Task]:
    """The tasks added to this one, before or after it or both, in the order they were added."""
    found = await session.scalars(
        select(Task)
        .where(Task.tenant_id == task.tenant_id, Task.added_to == task.id)
        .order_by(Task.opened_at, Task.id)
    )
    return [one for one in found if how in ("", one.added_how)]


async def call_off_below(session: AsyncSession, tools: Tools, task: Task, *, how: str = "") -> None:
    """Whom somebody had asked who is not asked any more need not speak either."""
    for one in await added_to(session, task, how=how):
        if one.status in ("open", "waiting"):
            one.call_off()
            await stop_clocks(session, "task", one.id, at=tools.clock.now())
            await call_off_below(session, tools, one)


async def give_days(session: AsyncSession, tools: Tools, task: Task, of: Task) -> None:
    """The days left to the one who asked: adding a signer makes nobody's limit longer."""
    today = on_which_day(tools.clock.now())
    left = (await calendar_here(session)).working_days_between(today, of.due_on)
    task.due_on = await start_answer_clock(
        session, tools, "task", task.id, max(left, 1), task.party_name
    )

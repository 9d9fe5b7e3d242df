"""In whose hands a task lies (在谁手里): one officer, or whoever answers for its post today."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.offices.roster import Roster, roster_on

from ..steps import Task


async def officers_for(session: AsyncSession, task: Task) -> frozenset[UUID]:
    """Everybody of this tenant who could give the word of a task today."""
    return hands_of(await roster_on(session), task)


def hands_of(roster: Roster, task: Task) -> frozenset[UUID]:
    """The same, for one who knows the roster already."""
    if task.holder_id is not None:
        doing = roster.does_the_work_of(task.holder_id)
        if doing is not None:
            return frozenset({doing})
    return roster.answering(task.office, task.post, task.stands_in)

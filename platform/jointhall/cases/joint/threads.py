"""What the one who asked knows of a question that is out (外出的一问): its thread of envelopes.

A plain question that is plainly answered has no row here: one is made when something more happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.words import N_

from ..models import Case
from ..steps import Task

REASONS = {
    "not_ours": N_("不归我们"),
    "too_little": N_("材料不够，答不了"),
    "too_late": N_("来得太迟，赶不上了"),
    "undelivered": N_("一直没有送到"),
    "closed": N_("那里已经停办"),
}
"""Why a question comes back unanswered."""

ALARM_ABOVE = 3
"""More bounces than this on one thread raise the alarm."""


class Thread(OfTenant, Base):
    """The thread of one task that lies with another tenant; its id is the task's.

    `bounces` counts how often it came back unanswered, `round` how often it was asked.
    `desk_since` is set while the county's desk has it, `back_since` while it lies with us again.
    """

    __tablename__ = "case_threads"

    case_id: Mapped[UUID]
    round: Mapped[int] = mapped_column(default=1)
    bounces: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None]
    their_due_on: Mapped[date | None]
    asked_back_at: Mapped[datetime | None]
    asked_back_due_on: Mapped[date | None]
    asked_back_words: Mapped[str] = mapped_column(default="")
    asked_back_by: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    reason_words: Mapped[str] = mapped_column(default="")
    reason_by: Mapped[str] = mapped_column(default="")
    proposed_id: Mapped[UUID | None]
    proposed_name: Mapped[str] = mapped_column(default="")
    desk_since: Mapped[datetime | None]
    back_since: Mapped[datetime | None]
    back_due_on: Mapped[date | None]
    ruled_words: Mapped[str] = mapped_column(default="")
    alarmed_at: Mapped[datetime | None]
    late_vote: Mapped[str | None]
    late_opinion: Mapped[str] = mapped_column(default="")
    late_by: Mapped[str] = mapped_column(default="")
    late_at: Mapped[datetime | None]
    outdated_at: Mapped[datetime | None]
    """Since when what they hold is not what the case says; see `outdated`."""

    @property
    def waits_for_our_words(self) -> bool:
        """They asked back, and we have not said anything yet."""
        return self.asked_back_at is not None

    @property
    def is_at_the_desk(self) -> bool:
        return self.desk_since is not None

    @property
    def waits_for_us(self) -> bool:
        """It came back, and we say what becomes of it."""
        return self.back_since is not None

    def settle(self) -> None:
        """Whatever was in the way is out of it."""
        self.asked_back_at = self.asked_back_due_on = self.outdated_at = None
        self.desk_since = self.back_since = self.back_due_on = None
        self.proposed_id, self.proposed_name = None, ""

    def begin_again(self) -> None:
        """It is asked once more: who it went to has not looked at it yet."""
        self.settle()
        self.round += 1
        self.seen_at = self.their_due_on = None


async def thread_of(session: AsyncSession, task: Task) -> Thread:
    """The thread of a task, made now if nothing had to be remembered of it before; held."""
    await session.execute(
        insert(Thread)
        .values(tenant_id=task.tenant_id, id=task.id, case_id=task.case_id)
        .on_conflict_do_nothing()
    )
    found = await session.scalar(
        select(Thread)
        .where(Thread.tenant_id == task.tenant_id, Thread.id == task.id)
        .with_for_update()
    )
    assert found is not None, "it was just made"
    return found


async def threads_of(session: AsyncSession, case: Case) -> dict[UUID, Thread]:
    """What is remembered of the questions of a case that are out, by task."""
    found: Sequence[Any] = (
        await session.scalars(
            select(Thread).where(Thread.tenant_id == case.tenant_id, Thread.case_id == case.id)
        )
    ).all()
    return {one.id: one for one in found}

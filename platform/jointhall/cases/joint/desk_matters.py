"""What lies on the county's desk (县里的协调台): questions that came back from where they went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant, tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import N_, _

from .threads import ALARM_ABOVE

RULINGS = {
    "readdress": N_("改由别家答"),
    "insist": N_("还由原来那家答"),
    "return": N_("退给问的那一家自己定"),
}


class DeskMatter(OfTenant, Base):
    """One question that found nobody to answer it; its id is the thread's.

    The county sees what is asked and why it came back, and none of the applicant's papers.
    """

    __tablename__ = "desk_matters"

    from_id: Mapped[UUID]
    from_name: Mapped[str]
    from_phone: Mapped[str]
    case_number: Mapped[str]
    item_title: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    asked_id: Mapped[UUID]
    asked_name: Mapped[str]
    asked_office: Mapped[str]
    reason: Mapped[str]
    reason_words: Mapped[str]
    reason_by: Mapped[str]
    proposed_id: Mapped[UUID | None]
    proposed_name: Mapped[str]
    bounces: Mapped[int]
    came_at: Mapped[datetime]
    due_on: Mapped[date]
    status: Mapped[str]
    ruling: Mapped[str] = mapped_column(default="")
    ruled_to_name: Mapped[str] = mapped_column(default="")
    ruled_words: Mapped[str] = mapped_column(default="")
    ruled_at: Mapped[datetime | None]
    ruled_by: Mapped[str] = mapped_column(default="")

    @property
    def is_alarming(self) -> bool:
        return self.bounces > ALARM_ABOVE


async def desk_matter(session: AsyncSession, id: UUID, *, hold: bool = False) -> DeskMatter:
    """The matter of this id on our desk."""
    asked = select(DeskMatter).where(
        DeskMatter.tenant_id == tenant_of(session), DeskMatter.id == id
    )
    found: DeskMatter | None = await session.scalar(asked.with_for_update() if hold else asked)
    if found is None:
        raise NotHere(_("协调台上没有这一件。"))
    return found


async def matters_on_desk(
    session: AsyncSession, *, status: str = "open", most: int = 200
) -> Sequence[DeskMatter]:
    """Open matters by the day they are due, the alarming first; others the latest first."""
    order = (
        ((DeskMatter.bounces > ALARM_ABOVE).desc(), DeskMatter.due_on, DeskMatter.id)
        if status == "open"
        else (DeskMatter.came_at.desc(), DeskMatter.id)
    )
    found = await session.scalars(
        select(DeskMatter)
        .where(DeskMatter.tenant_id == tenant_of(session), DeskMatter.status == status)
        .order_by(*order)
        .limit(most)
    )
    return found.all()


async def desk_counts(session: AsyncSession) -> dict[str, int]:
    """How many matters there are of each status."""
    rows = await session.execute(
        select(DeskMatter.status, func.count())
        .where(DeskMatter.tenant_id == tenant_of(session))
        .group_by(DeskMatter.status)
    )
    return {row[0]: row[1] for row in rows}

"""Who works here (工作人员): officers with their posts, their roles and when they last came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import today
from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.people.models import Officer
from jointhall.people.queries import officer_by_id, officers_here
from jointhall.records.models import JournalLine
from jointhall.tenancy.policy import rules_of

from .models import Office, Post


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post as a page names it."""

    id: UUID
    officer_id: UUID
    office: str
    title: str
    from_on: date


@dataclass(frozen=True, slots=True)
class Colleague:
    """An officer as the one who looks after accounts sees them."""

    officer: Officer
    posts: tuple[HeldPost, ...]
    roles: tuple[str, ...]
    last_in_at: datetime | None

    @property
    def has_second_factor(self) -> bool:
        return not self.officer.is_first_time


async def staff_here(session: AsyncSession) -> list[Colleague]:
    """Everybody who serves in this tenant, by login."""
    return await _whole(session, await officers_here(session))


async def colleague(session: AsyncSession, id: UUID) -> Colleague:
    """One who serves here; who left, or serves elsewhere, is not there."""
    officer = await officer_by_id(session, id)
    if officer is None or officer.status != "active":
        raise NotHere(_("没有这位工作人员。"))
    return (await _whole(session, [officer]))[0]


async def second_factors(session: AsyncSession) -> int:
    """How many here have a password and a second factor of their own."""
    return sum(not officer.is_first_time for officer in await officers_here(session))


async def posts_of(session: AsyncSession, officer_ids: list[UUID]) -> list[HeldPost]:
    """The posts these officers hold today, the longest held first."""
    rows = await session.execute(
        select(Post.id, Post.officer_id, Office.name, Post.title, Post.from_on)
        .join(Office, (Office.tenant_id == Post.tenant_id) & (Office.id == Post.office_id))
        .where(
            Post.tenant_id == tenant_of(session),
            Post.officer_id.in_(officer_ids),
            Post.until_on.is_(None) | (Post.until_on >= today()),
        )
        .order_by(Post.from_on, Post.id)
    )
    return [HeldPost(*row) for row in rows]


async def _whole(session: AsyncSession, officers: list[Officer]) -> list[Colleague]:
    posts = await posts_of(session, [officer.id for officer in officers])
    rules = await rules_of(session, tenant_of(session))
    came = await _last_in(session, officers)
    return [
        Colleague(
            officer,
            tuple(post for post in posts if post.officer_id == officer.id),
            tuple(role for kind, who, role in rules
                  if kind == "g" and who == f"officer:{officer.id}"),
            came.get(f"officer:{officer.id}"),
        )
        for officer in officers
    ]  # fmt: skip


async def _last_in(session: AsyncSession, officers: list[Officer]) -> dict[str, datetime]:
    # Sessions are open to their owners only; the journal says the same without a way in.
    rows = await session.execute(
        select(JournalLine.subject, func.max(JournalLine.at))
        .where(
            JournalLine.tenant_id == tenant_of(session),
            JournalLine.subject.in_([f"officer:{officer.id}" for officer in officers]),
            JournalLine.act.in_(["officer.signed_in", "officer.enrolled"]),
        )
        .group_by(JournalLine.subject)
    )
    return {row[0]: row[1] for row in rows}

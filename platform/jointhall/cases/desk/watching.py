"""Watching a case (关注): it stays in the officer's own list, and says when something happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.viewer import Viewer

from ..models import Case
from .models import Watch


async def is_watched(session: AsyncSession, case: Case, viewer: Viewer) -> bool:
    found = await session.scalar(
        select(Watch.since).where(
            Watch.tenant_id == case.tenant_id,
            Watch.officer_id == viewer.id,
            Watch.case_id == case.id,
        )
    )
    return found is not None


async def watch(session: AsyncSession, case: Case, viewer: Viewer, *, now: datetime) -> None:
    """Takes a case into the officer's watched ones; done twice, it is there once."""
    case.must_be_here()
    values = {"tenant_id": case.tenant_id, "me": viewer.id, "case_id": case.id, "now": now}
    done = await session.execute(_WATCH, values)
    if done.first():
        _note(session, case, viewer, _("关注了办件"))


async def unwatch(session: AsyncSession, case: Case, viewer: Viewer) -> None:
    """Lets it go; what is not watched is not missed."""
    values = {"tenant_id": case.tenant_id, "me": viewer.id, "case_id": case.id}
    done = await session.execute(_UNWATCH, values)
    if done.first():
        _note(session, case, viewer, _("不再关注办件"))


async def note_seen(session: AsyncSession, case: Case, viewer: Viewer, *, now: datetime) -> None:
    """The officer has looked: what happened until now is no news to them."""
    values = {"tenant_id": case.tenant_id, "me": viewer.id, "case_id": case.id, "now": now}
    await session.execute(_SEEN, values)


async def with_news(session: AsyncSession, viewer: Viewer, cases: Iterable[UUID]) -> set[UUID]:
    """Which of these watched cases somebody else has done something with since the last look."""
    values = {"tenant_id": tenant_of(session), "me": viewer.id, "who": str(viewer.id or "")}
    rows = await session.scalars(_NEWS, values | {"cases": list(cases)})
    return set(rows)


def _note(session: AsyncSession, case: Case, viewer: Viewer, words: str) -> None:
    record(
        session, "case.watching", who=viewer.actor(), subject=f"case:{case.id}", words=words,
        for_whom=case.resident_id,
    )  # fmt: skip


_WATCH = text(
    """
    insert into case_watches (tenant_id, officer_id, case_id, since, seen_at)
    values (:tenant_id, :me, :case_id, :now, :now) on conflict do nothing returning 1
    """
)
_UNWATCH = text(
    """
    delete from case_watches
    where tenant_id = :tenant_id and officer_id = :me and case_id = :case_id returning 1
    """
)
_SEEN = text(
    """
    update case_watches set seen_at = :now
    where tenant_id = :tenant_id and officer_id = :me and case_id = :case_id
    """
)
_NEWS = text(
    """
    select w.case_id from case_watches w
    where w.tenant_id = :tenant_id and w.officer_id = :me
      and w.case_id = any(cast(:cases as uuid[]))
      and exists (select from case_history h
                  where h.tenant_id = w.tenant_id and h.case_id = w.case_id and h.at > w.seen_at
                    and h.who_id <> :who)
    """
)

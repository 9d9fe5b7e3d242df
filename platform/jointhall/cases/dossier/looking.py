"""Who else has this case open (谁也在看): so that two do not do the same work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.web.viewer import Viewer

from ..models import Case

WITHIN = timedelta(minutes=3)
"""How long a look counts; the page looks again every minute while it is open."""

_LOOK = text(
    """
    insert into case_lookers (tenant_id, case_id, officer_id, officer_name, seen_at)
    values (:tenant, :case, :officer, :name, :at)
    on conflict (tenant_id, case_id, officer_id) do update set seen_at = excluded.seen_at
    """
)
_FORGET = text("delete from case_lookers where tenant_id = :tenant and seen_at < :before")
_OTHERS = text(
    """
    select officer_name from case_lookers
    where tenant_id = :tenant and case_id = :case and officer_id <> :officer and seen_at >= :since
    order by officer_name
    """
)


async def look(
    session: AsyncSession, tenant_id: UUID, case_id: UUID, viewer: Viewer, *, at: datetime
) -> None:
    """This officer has the case open now; looks that are over are forgotten on the way."""
    await session.execute(_FORGET, {"tenant": tenant_id, "before": at - 10 * WITHIN})
    await session.execute(
        _LOOK,
        {
            "tenant": tenant_id, "case": case_id, "officer": viewer.id, "name": viewer.name,
            "at": at,
        },
    )  # fmt: skip


async def others_looking(
    session: AsyncSession, case: Case, viewer: Viewer, *, now: datetime
) -> Sequence[str]:
    """The names of the other officers here who have the case open."""
    found = await session.scalars(
        _OTHERS,
        {
            "tenant": case.tenant_id, "case": case.id, "officer": viewer.id,
            "since": now - WITHIN,
        },
    )  # fmt: skip
    return list(found)

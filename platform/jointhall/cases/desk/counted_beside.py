"""Counted beside what waits (待阅、草稿、已办): as many as its page shows, in one question."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.web.viewer import Viewer

from ..signers.copying import UNREAD
from .asking import ask
from .done import ANSWERS, LINES


@dataclass(frozen=True, slots=True)
class Beside:
    """What an officer is to read, what the window has begun to take in, what the officer did."""

    to_read: int
    drafts: int
    done: int


async def counted_beside(session: AsyncSession, viewer: Viewer) -> Beside:
    values = {"tenant_id": tenant_of(session), "me": viewer.id, "officer": str(viewer.id)}
    (row,) = await ask(session, _COUNTS, values)
    return Beside(*row)


_COUNTS = f"""
    select (select count(*) from case_copies where {UNREAD}),
           (select count(*) from intakes where tenant_id = :tenant_id and status = 'draft'),
           (select count(*) from case_history h where {LINES})
           + (select count(*) from referrals r where {ANSWERS})
    """  # noqa: S608 — put together from our own words

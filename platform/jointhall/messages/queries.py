"""Messages, found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import Database, acting_in, tenant_of
from jointhall.kernel.who import Standing
from jointhall.web.place import Place

from .models import Message


async def message_by_id(session: AsyncSession, id: UUID) -> Message | None:
    return await session.get(Message, (tenant_of(session), id))


async def inbox_of(session: AsyncSession, resident_id: UUID, most: int = 100) -> list[Message]:
    """What this tenant told a resident, the latest first."""
    found = await session.scalars(
        select(Message)
        .where(Message.tenant_id == tenant_of(session), Message.resident_id == resident_id)
        .order_by(Message.created_at.desc())
        .limit(most)
    )
    return list(found)


async def inbox_everywhere(database: Database, resident_id: UUID, most: int = 100) -> list[Message]:
    """What every township told a resident: asked by that resident only, at the door `mine`."""
    standing = Standing(resident_id=resident_id, door="mine")
    async with database.transaction(standing, read_only=True) as session:
        found = await session.scalars(
            select(Message)
            .where(Message.resident_id == resident_id)
            .order_by(Message.created_at.desc())
            .limit(most)
        )
        return list(found)


async def unread_of(session: AsyncSession, resident_id: UUID) -> int:
    """How many messages of this tenant a resident has not seen yet."""
    count: int | None = await session.scalar(
        select(func.count())
        .select_from(Message)
        .where(
            Message.tenant_id == tenant_of(session),
            Message.resident_id == resident_id,
            Message.read_at.is_(None),
        )
    )
    return count or 0


async def count_news(session: AsyncSession, place: Place, resident_id: UUID) -> int:
    """How many messages a resident has not seen: of this township; at the county, of all."""
    if not place.is_county:
        return await unread_of(session, resident_id)
    async with acting_in(session, Standing(resident_id=resident_id, door="mine")):
        count: int | None = await session.scalar(
            select(func.count())
            .select_from(Message)
            .where(Message.resident_id == resident_id, Message.read_at.is_(None))
        )
    return count or 0


async def all_seen(session: AsyncSession, resident_id: UUID, *, now: datetime) -> None:
    """Everything this tenant told the resident has been before their eyes."""
    await session.execute(
        update(Message)
        .where(
            Message.tenant_id == tenant_of(session),
            Message.resident_id == resident_id,
            Message.read_at.is_(None),
        )
        .values(read_at=now)
    )

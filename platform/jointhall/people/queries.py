"""Residents and officers, found."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.records.models import JournalLine

from .claims import claim
from .models import Officer, Resident


async def resident_with_phone(session: AsyncSession, phone_index: bytes) -> Resident | None:
    """The resident a phone belongs to; opens their row to this transaction."""
    await claim(session, phone=phone_index.hex())
    found: Resident | None = await session.scalar(
        select(Resident).where(Resident.phone_index == phone_index)
    )
    return found


async def resident_by_id(session: AsyncSession, id: UUID) -> Resident | None:
    """A resident whose row is open to this transaction: themselves, or one it may serve."""
    return await session.get(Resident, id)


async def officer_with_login(session: AsyncSession, login: str) -> Officer | None:
    found: Officer | None = await session.scalar(
        select(Officer).where(
            Officer.tenant_id == tenant_of(session),
            Officer.login == login,
            Officer.status == "active",
        )
    )
    return found


async def login_taken(session: AsyncSession, login: str) -> bool:
    """Whether this login is, or ever was, somebody's here: it is not given to another."""
    found = await session.scalar(
        select(Officer.id).where(Officer.tenant_id == tenant_of(session), Officer.login == login)
    )
    return found is not None


async def officer_by_id(session: AsyncSession, id: UUID) -> Officer | None:
    return await session.get(Officer, (tenant_of(session), id))


async def officers_here(session: AsyncSession) -> list[Officer]:
    """Everybody who serves in this tenant, by login."""
    found = await session.scalars(
        select(Officer)
        .where(Officer.tenant_id == tenant_of(session), Officer.status == "active")
        .order_by(Officer.login)
    )
    return list(found)


async def acts_for(session: AsyncSession, resident_id: UUID, most: int = 30) -> list[JournalLine]:
    """What officers of this tenant did for a resident, or looked at, the latest first."""
    found = await session.scalars(
        select(JournalLine)
        .where(
            JournalLine.tenant_id == tenant_of(session),
            JournalLine.behalf_of == str(resident_id),
            JournalLine.actor_kind == "officer",
        )
        .order_by(JournalLine.seq.desc())
        .limit(most)
    )
    return list(found)

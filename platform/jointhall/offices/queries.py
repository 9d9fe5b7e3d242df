"""Offices and who holds posts in them, found."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import today
from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.people.models import Officer

from .models import Office, Post


async def office_coded(session: AsyncSession, code: str) -> Office | None:
    """The office of this tenant that sheets call by this code."""
    found: Office | None = await session.scalar(
        select(Office).where(Office.tenant_id == tenant_of(session), Office.code == code)
    )
    return found


async def office_by_id(session: AsyncSession, id: UUID) -> Office:
    found = await session.get(Office, (tenant_of(session), id))
    if found is None:
        raise NotHere(_("没有这个机构。"))
    return found


async def offices_here(session: AsyncSession) -> list[Office]:
    """All offices of this tenant, in the order of their codes."""
    found = await session.scalars(
        select(Office).where(Office.tenant_id == tenant_of(session)).order_by(Office.code)
    )
    return list(found)


async def holders_of(
    session: AsyncSession, office: Office, *, on: date | None = None
) -> list[Officer]:
    """The officers who hold a post in this office on a day, today when none is given."""
    day = on or today()
    found = await session.scalars(
        select(Officer)
        .where(Officer.tenant_id == tenant_of(session), Officer.status == "active")
        .where(
            Officer.id.in_(
                select(Post.officer_id).where(
                    Post.tenant_id == tenant_of(session),
                    Post.office_id == office.id,
                    Post.from_on <= day,
                    or_(Post.until_on.is_(None), Post.until_on >= day),
                )
            )
        )
        .order_by(Officer.login)
    )
    return list(found)


async def posts_in(session: AsyncSession, office: Office) -> list[Post]:
    found = await session.scalars(
        select(Post)
        .where(Post.tenant_id == tenant_of(session), Post.office_id == office.id)
        .order_by(Post.from_on, Post.id)
    )
    return list(found)

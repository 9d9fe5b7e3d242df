"""Intakes found again: by the desk that took them in, by the applicant, by number and digits."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.service_items.offers import Offer
from jointhall.service_items.queries import items_open_in
from jointhall.web.place import Place

from ..filing import track_index
from .records import Handover, Intake

PAGE = 50


async def intake_of(session: AsyncSession, id: UUID, *, hold: bool = False) -> Intake:
    """The intake of this id at our window."""
    asked = select(Intake).where(Intake.tenant_id == tenant_of(session), Intake.id == id)
    found = await session.scalar(asked.with_for_update() if hold else asked)
    if found is None:
        raise NotHere(_("没有这份收件。"), what_next=_("到“收件”里看看。"))
    return found


async def intakes_here(
    session: AsyncSession, *, which: str, page: int = 1, most: int = PAGE
) -> Sequence[Intake]:
    """What our window took in, the latest first; one more than `most` when there are more.

    `which` is draft (being filled in), elsewhere (for another township) or all.
    """
    asked = select(Intake).where(Intake.tenant_id == tenant_of(session))
    if which == "draft":
        asked = asked.where(Intake.status == "draft")
    elif which == "elsewhere":
        asked = asked.where(Intake.status != "draft", Intake.for_id != Intake.tenant_id)
    found = await session.scalars(
        asked.order_by(Intake.updated_at.desc(), Intake.id)
        .limit(most + 1)
        .offset((page - 1) * most)
    )
    return found.all()


async def handovers_here(
    session: AsyncSession, *, page: int = 1, most: int = PAGE
) -> Sequence[Handover]:
    """What other windows took in for us: whose papers we wait for first, then the latest."""
    waits = Handover.originals_at.is_(None) | (Handover.originals_missing != [])
    found = await session.scalars(
        select(Handover)
        .where(Handover.tenant_id == tenant_of(session))
        .order_by(
            (waits & (Handover.originals != []) & (Handover.status == "opened")).desc(),
            Handover.arrived_at.desc(),
            Handover.id,
        )
        .limit(most + 1)
        .offset((page - 1) * most)
    )
    return found.all()


async def intakes_of_resident(session: AsyncSession, resident_id: UUID) -> Sequence[Intake]:
    """What windows took in for a resident and is not yet a case of theirs, at this door."""
    found = await session.scalars(
        select(Intake)
        .where(
            Intake.resident_id == resident_id,
            Intake.for_id != Intake.tenant_id,
            Intake.status.in_(("sent", "returned")),
            Intake.opened_at.is_(None),
        )
        .order_by(Intake.sent_at.desc())
        .limit(50)
    )
    return found.all()


async def intake_tracked(
    session: AsyncSession, tools: Tools, number: str, last4: str
) -> Intake | None:
    """What we took in for another township under this number, if the digits are right too."""
    found: Intake | None = await session.scalar(
        select(Intake).where(
            Intake.tenant_id == tenant_of(session),
            Intake.track_index == track_index(tools, number, last4),
            Intake.for_id != Intake.tenant_id,
        )
    )
    return found


async def taken_in_for(session: AsyncSession, place: Place, *, is_ours: bool) -> list[Offer]:
    """What a window takes in for a township: its own, all of it; others', what sheets allow.

    A sheet allows it by its ways of being done across townships (通办形式: 异地代收代办).
    """
    offers = await items_open_in(session, place)
    return [
        one for one in offers
        if is_ours or any(way.code == "elsewhere" for way in one.sheet.reach_ways)
    ]  # fmt: skip

"""Questions about drafts: the one being worked on, its steps and their texts, what is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.editing.models import Confirmation, DraftStatus, DraftStep, ItemDraft

AT_WORK = (DraftStatus.OPEN, DraftStatus.IN_REVIEW)


async def draft_of(
    session: AsyncSession, code: str, *, to_change: bool = False
) -> ItemDraft | None:
    """The draft of an item that is being worked on; held until the commit `to_change` it."""
    asked = select(ItemDraft).where(
        ItemDraft.tenant_id == tenant_of(session),
        ItemDraft.code == code,
        ItemDraft.status.in_(AT_WORK),
    )
    found: ItemDraft | None = await session.scalar(asked.with_for_update() if to_change else asked)
    return found


async def the_draft(session: AsyncSession, code: str, *, to_change: bool = False) -> ItemDraft:
    """The same; NotHere when nobody is working on the item."""
    draft = await draft_of(session, code, to_change=to_change)
    if draft is None:
        raise NotHere(
            _("这个事项现在没有草稿。"),
            what_next=_("可能刚刚发布了，或者别人不要了。回事项页看看。"),
        )
    return draft


async def draft_with_id(
    session: AsyncSession, code: str, id: UUID, *, to_change: bool = False
) -> ItemDraft:
    """A draft of this item, whether or not anybody still works on it."""
    asked = select(ItemDraft).where(
        ItemDraft.tenant_id == tenant_of(session), ItemDraft.code == code, ItemDraft.id == id
    )
    found: ItemDraft | None = await session.scalar(asked.with_for_update() if to_change else asked)
    if found is None:
        raise NotHere(_("没有这份草稿。"))
    return found


async def drafts_here(session: AsyncSession) -> list[ItemDraft]:
    """Every draft being worked on."""
    found = await session.scalars(
        select(ItemDraft)
        .where(ItemDraft.tenant_id == tenant_of(session), ItemDraft.status.in_(AT_WORK))
        .order_by(ItemDraft.changed_at.desc())
    )
    return list(found)


async def drafts_before(session: AsyncSession, code: str) -> list[ItemDraft]:
    """Drafts of an item that are done with, the last first."""
    found = await session.scalars(
        select(ItemDraft)
        .where(
            ItemDraft.tenant_id == tenant_of(session),
            ItemDraft.code == code,
            ItemDraft.status.not_in(AT_WORK),
        )
        .order_by(ItemDraft.changed_at.desc())
    )
    return list(found)


async def steps_of(session: AsyncSession, draft: ItemDraft) -> list[DraftStep]:
    """Everything that was done to a draft, the first thing first."""
    found = await session.scalars(
        select(DraftStep)
        .where(DraftStep.tenant_id == draft.tenant_id, DraftStep.draft_id == draft.id)
        .order_by(DraftStep.number)
    )
    return list(found)


async def step_of(session: AsyncSession, draft: ItemDraft, number: int) -> DraftStep:
    step: DraftStep | None = await session.get(DraftStep, (draft.tenant_id, draft.id, number))
    if step is None:
        raise NotHere(_("这份草稿里没有这一步。"))
    return step


async def text_at(session: AsyncSession, draft: ItemDraft, number: int) -> dict[str, Any]:
    """What the sheet said after this step; a text kept beside is not what it said."""
    step = await step_of(session, draft, number)
    if step.shows != step.number:
        step = await step_of(session, draft, step.shows)
    assert step.sheet is not None, "a step shows one with a text"
    return step.sheet


async def text_of(session: AsyncSession, draft: ItemDraft) -> dict[str, Any]:
    """What the draft says now."""
    return await text_at(session, draft, draft.at_step)


async def confirmed_everywhere(
    session: AsyncSession,
) -> dict[str, dict[tuple[str, str], Confirmation]]:
    """What was confirmed and not taken back, by item."""
    found = await session.scalars(
        select(Confirmation).where(
            Confirmation.tenant_id == tenant_of(session), Confirmation.taken_back_at.is_(None)
        )
    )
    by_item: dict[str, dict[tuple[str, str], Confirmation]] = {}
    for one in found:
        by_item.setdefault(one.code, {})[one.what, one.why] = one
    return by_item


async def confirmed_in(session: AsyncSession, code: str) -> Mapping[tuple[str, str], Confirmation]:
    """What was confirmed of an item and not taken back, by what and why."""
    found = await session.scalars(
        select(Confirmation).where(
            Confirmation.tenant_id == tenant_of(session),
            Confirmation.code == code,
            Confirmation.taken_back_at.is_(None),
        )
    )
    return {(one.what, one.why): one for one in found}

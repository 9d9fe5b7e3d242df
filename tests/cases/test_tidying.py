"""Sent drafts are forgotten after a day, others never."""

from __future__ import annotations

from sqlalchemy import select, text

from jointhall.cases.models import Draft
from jointhall.cases.tidying import forget_sent_drafts
from tests.builders.crossing import Scene, submitted


async def drafts(scene: Scene) -> int:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        return len(list(await session.scalars(select(Draft))))


async def test_a_sent_draft_is_forgotten_after_a_day_and_not_before(scene: Scene) -> None:
    await submitted(scene)
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        await session.execute(text("update drafts set sent_at = now() - interval '23 hours'"))
    await forget_sent_drafts(scene.tools)
    assert await drafts(scene) == 1
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        await session.execute(text("update drafts set sent_at = now() - interval '25 hours'"))
    await forget_sent_drafts(scene.tools)
    assert await drafts(scene) == 0

"""Five working days without a word: accepted from the day of receipt (行政许可法 32)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import text

from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, history_of, tasks_of
from jointhall.kernel.draining import ALL, drain
from tests.builders.crossing import Scene, submitted


async def wake(scene: Scene, days: float) -> None:
    """The clock goes on, and what waits for its time is due."""
    scene.tools.clock.move_on(timedelta(days=days))  # type: ignore[attr-defined]
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        await session.execute(text("update outbox set not_before = now() where done_at is null"))
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages"})


async def found(scene: Scene, number: str) -> Case:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        return await case_numbered(session, number)


async def test_the_fifth_day_is_still_the_offices(scene: Scene) -> None:
    number = await submitted(scene)
    await wake(scene, 7)
    assert (await found(scene, number)).status == "submitted"


async def test_on_the_sixth_day_silence_has_accepted_from_the_day_of_receipt(
    scene: Scene,
) -> None:
    number = await submitted(scene)
    filed_at = (await found(scene, number)).filed_at
    await wake(scene, 8)
    case = await found(scene, number)
    assert case.status == "under_review"
    assert case.accepted_at == filed_at
    assert case.due_on == date(2026, 11, 30)  # ten working days from Monday the 16th
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        acts = [line.act for line in await history_of(session, case)]
        asked = [one for one in await tasks_of(session, case) if one.status == "open"]
    assert "case.silent" in acts
    # Four working days are left, two of them for the decision: who is asked gets the other two.
    assert {one.due_on for one in asked} == {date(2026, 11, 26)}

"""One's own word is taken back while nobody has built on it."""

from __future__ import annotations

import pytest

from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, history_of
from jointhall.cases.signers.recalling import recall
from jointhall.deadlines.actions import set_day
from jointhall.deadlines.queries import deadlines_of
from jointhall.kernel.refusals import NotAllowed, Refusal
from jointhall.kernel.who import SYSTEM
from tests.builders.sheets_signed import Signed, desk_at, says, standing, task_at
from tests.cases.signers.test_adding import added, removed


async def recalled(signed: Signed, case: Case, office: str, *, by: str = "") -> None:
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = await task_at(session, held, office, "done")
        desk = await desk_at(session, signed, by or office)
        await recall(session, signed.tools, held, task, desk=desk)


async def test_a_word_taken_back_is_asked_for_again_on_the_same_days(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await says(signed, case, "ziran", "agree")
    with pytest.raises(NotAllowed, match="只有提意见的人"):
        await recalled(signed, case, "ziran", by="linye")
    await recalled(signed, case, "ziran")
    _case, _steps, tasks = await standing(signed, case)
    task = next(task for task in tasks if task.office == "ziran")
    assert (task.status, task.vote, task.opinion) == ("open", None, "")
    async with signed.tools.database.transaction(signed.here.standing(), read_only=True) as session:
        (limit,) = await deadlines_of(session, "task", task.id)
        notes = [line.note for line in await history_of(session, case)]
    assert limit.is_open
    assert limit.due_on == task.due_on
    assert "ziran看过" in notes
    await says(signed, case, "ziran")


async def test_what_a_step_was_ended_with_stands(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    with pytest.raises(Refusal, match="这一步已经结束"):
        await recalled(signed, case, "minzheng")


async def test_what_somebody_signed_after_stands(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await added(signed, case, "ziran", "minzheng", "after")
    await says(signed, case, "ziran")
    await recalled(signed, case, "ziran")
    _case, _steps, tasks = await standing(signed, case)
    behind = next(task for task in tasks if task.added_to is not None)
    assert behind.status == "waiting"
    await says(signed, case, "ziran")
    await says(signed, case, "minzheng")
    with pytest.raises(Refusal, match="后面的人已经签了"):
        await recalled(signed, case, "ziran")


async def test_whoever_was_removed_does_not_come_back_with_a_recall(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    gone = await added(signed, case, "ziran", "minzheng", "after")
    await removed(signed, case, "ziran", gone)
    await says(signed, case, "ziran", "agree")
    await recalled(signed, case, "ziran")
    _case, _steps, tasks = await standing(signed, case)
    assert next(task for task in tasks if task.id == gone.id).status == "withdrawn"


async def test_a_day_set_off_while_the_word_stood_is_counted_when_it_is_taken_back(
    signed: Signed,
) -> None:
    """Found by the proofs: a limit that is met is not reckoned again with the calendar."""
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await says(signed, case, "ziran", "agree")
    _case, _steps, tasks = await standing(signed, case)
    before = next(task for task in tasks if task.office == "ziran").due_on
    now = signed.tools.clock.now()
    async with signed.tools.database.transaction(signed.county.standing()) as session:
        await set_day(session, before, is_off=True, name="临时安排", by=SYSTEM, at=now)
    await recalled(signed, case, "ziran")
    _case, _steps, tasks = await standing(signed, case)
    task = next(task for task in tasks if task.office == "ziran")
    async with signed.tools.database.transaction(signed.here.standing(), read_only=True) as session:
        (limit,) = await deadlines_of(session, "task", task.id)
    assert before < limit.due_on == task.due_on

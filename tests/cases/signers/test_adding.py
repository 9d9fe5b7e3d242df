"""Somebody more on a seat: asked first, or signing after; the seat still has one word."""

from __future__ import annotations

import pytest

from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered
from jointhall.cases.signers.adding import How, add_signer, remove_signer
from jointhall.cases.steps import Task
from jointhall.kernel.refusals import BadForm, Refusal
from tests.builders.sheets_signed import Signed, desk_at, hand, says, standing, task_at


async def added(signed: Signed, case: Case, office: str, to: str, how: How) -> Task:
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = await task_at(session, held, office)
        return await add_signer(
            session, signed.tools, held, task, await hand(session, signed, to), how,
            desk=await desk_at(session, signed, office), words="看看边界",
        )  # fmt: skip


async def removed(signed: Signed, case: Case, office: str, one: Task, *, by: str = "") -> None:
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        added_task = await session.get_one(Task, (held.tenant_id, one.id))
        task = await session.get_one(Task, (held.tenant_id, added_task.added_to))
        await remove_signer(
            session, signed.tools, signed.here, held, task, added_task,
            desk=await desk_at(session, signed, by or office),
        )  # fmt: skip


async def first_step(signed: Signed, case: Case) -> str:
    _case, steps, _tasks = await standing(signed, case)
    return steps[0].status


async def test_one_asked_first_advises_and_the_asker_speaks(signed: Signed) -> None:
    case = await signed.filed()
    one = await added(signed, case, "minzheng", "ziran", "before")
    with pytest.raises(AssertionError, match="no task that is open"):
        await says(signed, case, "minzheng")
    assert one.due_on is not None
    await says(signed, case, "ziran", "refuse")
    assert await first_step(signed, case) == "open"
    await says(signed, case, "minzheng")
    assert await first_step(signed, case) == "agreed"


async def test_one_who_signs_after_is_asked_when_it_is_their_turn(signed: Signed) -> None:
    case = await signed.filed()
    await added(signed, case, "minzheng", "ziran", "after")
    await says(signed, case, "minzheng")
    assert await first_step(signed, case) == "open"
    await says(signed, case, "ziran", "refuse")
    assert await first_step(signed, case) == "refused"


async def test_a_refusal_needs_no_second_signature(signed: Signed) -> None:
    case = await signed.filed()
    one = await added(signed, case, "minzheng", "ziran", "after")
    await says(signed, case, "minzheng", "refuse")
    assert await first_step(signed, case) == "refused"
    _case, _steps, tasks = await standing(signed, case)
    assert next(task for task in tasks if task.id == one.id).status == "withdrawn"


async def test_removing_lets_the_asker_go_on_or_ends_the_step(signed: Signed) -> None:
    case = await signed.filed()
    before = await added(signed, case, "minzheng", "ziran", "before")
    await removed(signed, case, "minzheng", before)
    after = await added(signed, case, "minzheng", "ziran", "after")
    await says(signed, case, "minzheng")
    assert await first_step(signed, case) == "open"
    await removed(signed, case, "minzheng", after)
    assert await first_step(signed, case) == "agreed"


async def test_nobody_is_asked_twice_and_nobody_who_spoke_is_removed(signed: Signed) -> None:
    case = await signed.filed()
    one = await added(signed, case, "minzheng", "ziran", "after")
    with pytest.raises(BadForm, match="已经请过他了"):
        await added(signed, case, "minzheng", "ziran", "after")
    await added(signed, case, "minzheng", "linye", "after")
    await says(signed, case, "minzheng")
    await says(signed, case, "ziran")
    with pytest.raises(BadForm, match="已经提过意见"):
        await removed(signed, case, "minzheng", one)
    with pytest.raises(Refusal):
        await removed(signed, case, "minzheng", one, by="nongye")

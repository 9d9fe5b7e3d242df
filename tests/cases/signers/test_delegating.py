"""Somebody else does it; whoever asked them stays answerable and may take it back."""

from __future__ import annotations

import pytest

from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, history_of
from jointhall.cases.signers.delegating import delegate, hand_back, reclaim
from jointhall.kernel.refusals import NotAllowed
from tests.builders.sheets_signed import Signed, desk_at, hand, says, standing, task_at


async def delegated(signed: Signed, case: Case, office: str, to: str, *, by: str = "") -> None:
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = await task_at(session, held, office)
        delegate(
            signed.tools, held, task, await hand(session, signed, to),
            desk=await desk_at(session, signed, by or office), why="",
        )  # fmt: skip


async def test_the_delegates_word_is_given_in_the_principals_name(signed: Signed) -> None:
    case = await signed.filed()
    await delegated(signed, case, "minzheng", "ziran")
    with pytest.raises(NotAllowed, match="在周晓岚手里"):
        await says(signed, case, "minzheng")
    await says(signed, case, "minzheng", by="ziran")
    _case, steps, tasks = await standing(signed, case)
    first = next(task for task in tasks if task.step_id == steps[0].id)
    assert (first.answered_by, first.office, first.principal_name) == (
        "周晓岚",
        "minzheng",
        "彭玉莲",
    )
    async with signed.tools.database.transaction(signed.here.standing(), read_only=True) as session:
        words = [line.words for line in await history_of(session, case)]
    assert "社会事务办（民政）彭玉莲委托自然资源所周晓岚代办，责任不变" in words
    assert "社会事务办（民政）（受彭玉莲委托）同意" in words


async def test_it_is_taken_back_or_handed_back_and_not_passed_further(signed: Signed) -> None:
    case = await signed.filed()
    await delegated(signed, case, "minzheng", "ziran")
    with pytest.raises(NotAllowed, match="只能答复或者交回"):
        await delegated(signed, case, "minzheng", "linye", by="ziran")
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = await task_at(session, held, "minzheng")
        with pytest.raises(NotAllowed, match="不是您委托"):
            reclaim(signed.tools, held, task, desk=await desk_at(session, signed, "linye"))
        reclaim(signed.tools, held, task, desk=await desk_at(session, signed, "minzheng"))
    await delegated(signed, case, "minzheng", "linye")
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = await task_at(session, held, "minzheng")
        desk = await desk_at(session, signed, "linye")
        hand_back(signed.tools, held, task, desk=desk, why="没空")
    await says(signed, case, "minzheng")
    _case, steps, _tasks = await standing(signed, case)
    assert steps[0].status == "agreed"

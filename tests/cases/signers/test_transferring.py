"""A task goes into other hands; what others said stands, and only the new hands may answer."""

from __future__ import annotations

import pytest

from jointhall.cases.queries import case_numbered, history_of
from jointhall.cases.signers.transferring import transfer
from jointhall.kernel.refusals import BadForm, NotAllowed, Refusal
from tests.builders.sheets_signed import Signed, desk_at, hand, says, standing, task_at


async def transferred(
    signed: Signed, number: str, office: str, to: str, *, person: bool = False, by: str = ""
) -> None:
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        case = await case_numbered(session, number, hold=True)
        task = await task_at(session, case, office)
        transfer(
            signed.tools, case, task, await hand(session, signed, to, person=person),
            desk=await desk_at(session, signed, by or office), why="归他们管",
        )  # fmt: skip


async def test_votes_survive_a_transfer(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    for office in ("dangzheng", "nongye", "ziran"):
        await says(signed, case, office)
    await transferred(signed, case.number, "linye", "minzheng")
    _case, steps, tasks = await standing(signed, case)
    assert [task.vote for task in tasks if task.step_id == steps[1].id].count("agree") == 3
    await says(signed, case, "minzheng")
    _case, steps, tasks = await standing(signed, case)
    assert [step.status for step in steps] == ["agreed", "agreed", "open"]
    async with signed.tools.database.transaction(signed.here.standing(), read_only=True) as session:
        words = [line.words for line in await history_of(session, case)]
    assert "林业站把这一项转给社会事务办（民政）办" in words


async def test_a_task_given_to_one_officer_is_theirs_alone(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await transferred(signed, case.number, "ziran", "spare", person=True)
    with pytest.raises(NotAllowed, match="在陈建手里"):
        await says(signed, case, "ziran", by="ziran")
    await says(signed, case, "ziran", by="spare")
    _case, _steps, tasks = await standing(signed, case)
    done = next(task for task in tasks if task.holder_name == "陈建")
    assert (done.status, done.answered_by, done.office) == ("done", "陈建", "ziran")


async def test_only_who_has_it_in_hand_passes_it_on_and_never_to_itself(signed: Signed) -> None:
    case = await signed.filed()
    with pytest.raises(NotAllowed):
        await transferred(signed, case.number, "minzheng", "ziran", by="linye")
    with pytest.raises(BadForm, match="本来就在这个站所"):
        await transferred(signed, case.number, "minzheng", "minzheng")
    await says(signed, case, "minzheng")
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = await task_at(session, held, "minzheng", "done")
        with pytest.raises(Refusal, match="已经有答复"):
            transfer(
                signed.tools, held, task, await hand(session, signed, "ziran"),
                desk=await desk_at(session, signed, "minzheng"), why="",
            )  # fmt: skip

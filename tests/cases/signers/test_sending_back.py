"""Back to an earlier step: from there all again, or straight back to who sent it."""

from __future__ import annotations

import pytest

from jointhall.cases.models import Case
from jointhall.cases.progress import line_of
from jointhall.cases.queries import case_numbered
from jointhall.cases.signers.sending_back import send_back
from jointhall.cases.whereabouts import seen_case
from jointhall.kernel.refusals import BadForm, Refusal
from tests.builders.sheets_signed import (
    Signed,
    decides,
    desk_at,
    says,
    sheet_of,
    standing,
    task_at,
)


async def sent_back(signed: Signed, case: Case, office: str, to: str, how: str) -> None:
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        await send_back(
            session, signed.tools, signed.here, await sheet_of(session, held), held,
            await task_at(session, held, office), to=to, how=how,
            desk=await desk_at(session, signed, office), why="面积对不上",
        )  # fmt: skip


async def states(signed: Signed, case: Case) -> list[tuple[str, str]]:
    _case, steps, _tasks = await standing(signed, case)
    return [(step.code, step.status) for step in steps]


async def test_straight_back_keeps_what_others_said(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await says(signed, case, "nongye")
    await sent_back(signed, case, "ziran", "first", "straight")
    await says(signed, case, "linye")
    assert await states(signed, case) == [
        ("first", "agreed"), ("joint", "sent_back"), ("first", "open"),
    ]  # fmt: skip
    await says(signed, case, "minzheng")
    assert await states(signed, case) == [
        ("first", "agreed"), ("joint", "open"), ("first", "agreed"),
    ]  # fmt: skip
    await says(signed, case, "dangzheng")
    await says(signed, case, "ziran")
    assert (await states(signed, case))[1:] == [
        ("joint", "agreed"), ("first", "agreed"), ("last", "open"),
    ]  # fmt: skip


async def test_all_again_asks_everybody_anew(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await says(signed, case, "nongye")
    await sent_back(signed, case, "ziran", "first", "again")
    async with signed.tools.database.transaction(signed.here.standing(), read_only=True) as session:
        seen = await seen_case(session, signed.tools, signed.here, case)
    assert [station.state for station in line_of(seen).stations][:5] == [
        "done", "done", "now", "coming", "coming",
    ]  # fmt: skip
    await says(signed, case, "minzheng")
    _case, steps, tasks = await standing(signed, case)
    assert [(step.code, step.status) for step in steps] == [
        ("first", "agreed"), ("joint", "sent_back"), ("first", "agreed"), ("joint", "open"),
    ]  # fmt: skip
    assert [task.status for task in tasks if task.step_id == steps[-1].id] == ["open"] * 4
    kept = [task for task in tasks if task.step_id == steps[1].id and task.vote == "agree"]
    assert [task.office for task in kept] == ["nongye"]


async def test_whoever_decides_sends_back_and_gets_it_back(signed: Signed) -> None:
    case = await signed.filed()
    for office in ("minzheng", "dangzheng", "nongye", "ziran", "linye", "minzheng"):
        await says(signed, case, office)
    await sent_back(signed, case, "lingdao", "last", "straight")
    await says(signed, case, "minzheng")
    await decides(signed, case, by="lingdao")
    held, _steps, tasks = await standing(signed, case)
    assert held.status == "granted"
    assert [task.status for task in tasks if task.kind == "decide"] == ["done"]


async def test_a_refusal_there_goes_to_who_decides_and_nobody_is_left_waiting(
    signed: Signed,
) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await sent_back(signed, case, "ziran", "first", "straight")
    await says(signed, case, "minzheng", "refuse")
    _case, steps, tasks = await standing(signed, case)
    assert [step.status for step in steps] == ["agreed", "called_off", "refused"]
    assert [task.kind for task in tasks if task.status in ("open", "waiting")] == ["decide"]


async def test_only_to_a_step_before_and_one_has_to_say_how(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    with pytest.raises(BadForm) as bad:
        await sent_back(signed, case, "ziran", "last", "sideways")
    assert set(bad.value.troubles) == {"to", "how"}


async def test_what_was_sent_back_already_is_not_sent_back_twice(signed: Signed) -> None:
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await sent_back(signed, case, "ziran", "first", "straight")
    with pytest.raises(Refusal, match="已经有人退回去了"):
        await sent_back(signed, case, "linye", "first", "straight")
    assert (await states(signed, case))[1:] == [("joint", "sent_back"), ("first", "open")]

"""A running case goes over to a new version only when nobody is hurt, and never silently."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from jointhall.cases.models import Case
from jointhall.cases.moving import Move, move, move_of, newer_version
from jointhall.cases.queries import history_of, hold_case
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.service_items.adoption.varying import vary
from jointhall.service_items.queries import edition_of
from tests.builders.adoption import LEADER, ROOM, Valley, a_valley
from tests.builders.cases import a_submitted_case, an_accepted_case, with_parties
from tests.builders.sheets import SHEET

FASTER = SHEET.replace("承诺办结时限: 5", "承诺办结时限: 4")
SLOWER = SHEET.replace("承诺办结时限: 5", "承诺办结时限: 7")
OTHER_OPINION = SHEET.replace("请做: 看来不来得了。", "请做: 看一看，来不来得了。")
OTHER_DECISION = SHEET.replace("请做: 定下来。", "请做: 看意见齐不齐，定下来。")
OTHER_CHOICE = SHEET.replace("二十人以内", "十五人以内")
MORE = SHEET.replace(
    "  - 编号: where\n    类型: 乡镇\n",
    "  - 编号: purpose\n    类型: 短文字\n    问: 开什么会？\n    必答: 否\n"
    "  - 编号: where\n    类型: 乡镇\n",
)
MUST = MORE.replace("    必答: 否\n", "").replace(
    "      name: 张三\n", "      name: 张三\n      purpose: 村民会\n"
)


async def a_case(valley: Valley, *, accepted: bool = True) -> Case:
    one = valley.townships[0]
    make = an_accepted_case if accepted else a_submitted_case
    where = [valley.townships[1].division_code]
    return await make(valley.tools, one, item=ROOM, name="周秋生", size="small", where=where)


async def renewed(valley: Valley, sheet: str) -> None:
    await valley.publish_text(sheet)
    await valley.take(valley.townships[0])


async def considered(valley: Valley, case: Case) -> Move:
    one = valley.townships[0]
    async with valley.tools.database.transaction(one.standing(), read_only=True) as session:
        held = await session.get_one(Case, (one.tenant_id, case.id))
        return await move_of(session, valley.tools, one, held)


async def moved(valley: Valley, case: Case, *, why: str = "法律改了。", edition: str = "") -> Case:
    one = valley.townships[0]
    edition = edition or (await considered(valley, case)).after.edition
    async with valley.tools.database.transaction(one.standing()) as session:
        held = await hold_case(session, case.id)
        await move(session, valley.tools, one, held, edition=edition, why=why, by=LEADER)
    return held


async def test_a_case_keeps_the_version_it_was_filed_under(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    case = await a_case(valley)
    await renewed(valley, FASTER)
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        held = await session.get_one(Case, (one.tenant_id, case.id))
        sheet = await edition_of(session, held.item_code, held.edition)
        newer = await newer_version(session, one, held)
    assert sheet.promised_limit.count == 5
    assert newer is not None
    assert newer.promised_limit.count == 4


async def test_moved_with_a_reason_it_says_so_everywhere_and_its_clock_stays(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    case = await a_case(valley)
    await renewed(valley, OTHER_DECISION)
    found = await considered(valley, case)
    assert found.is_possible
    assert any("看意见齐不齐" in one.words for one in found.told)
    held = await moved(valley, case)
    assert held.edition == found.after.edition
    assert held.due_on == case.due_on
    assert held.answers_sealed == case.answers_sealed
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        lines = await history_of(session, held)
        told = await session.scalar(text("select count(*) from messages where kind = 'case.moved'"))
        journal = "select count(*) from journal where act = 'case.moved'"
        assert await session.scalar(text(journal)) == 1
    assert (lines[-1].words, lines[-1].note) == ("换到了事项的新版办理", "法律改了。")
    assert told == 1


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (OTHER_OPINION, "已经走到了"),
        (OTHER_CHOICE, "要重新答"),
        (MUST, "多问了“开什么会？”"),
    ],
)
async def test_what_would_hurt_somebody_stands_against_it(
    tools: Tools, tmp_path: Path, sheet: str, words: str
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    case = await a_case(valley)
    await renewed(valley, sheet)
    found = await considered(valley, case)
    assert any(words in said for said in found.obstacles), found.obstacles
    with pytest.raises(Refusal):
        await moved(valley, case)
    one = valley.townships[0]
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        assert (await session.get_one(Case, (one.tenant_id, case.id))).edition == case.edition


async def test_a_question_nobody_has_to_answer_stands_against_nothing(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    case = await a_case(valley)
    await renewed(valley, MORE)
    assert (await considered(valley, case)).obstacles == ()


async def test_the_clock_never_gets_longer(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    waiting = await a_case(valley, accepted=False)
    running = await a_case(valley)
    await renewed(valley, SLOWER)
    assert any("更长" in said for said in (await considered(valley, waiting)).obstacles)
    held = await moved(valley, running)
    assert held.due_on == running.due_on


async def test_before_acceptance_steps_may_be_others(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    case = await a_case(valley, accepted=False)
    await renewed(valley, OTHER_OPINION)
    held = await moved(valley, case)
    assert held.edition != case.edition


async def test_it_is_moved_to_what_was_looked_at_and_with_a_reason(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    case = await a_case(valley)
    with pytest.raises(Refusal, match="已经是现在这一版"):
        await considered(valley, case)
    await renewed(valley, OTHER_DECISION)
    for why in ("", " ", "长" * 301):
        with pytest.raises(BadForm, match="为什么"):
            await moved(valley, case, why=why)
    with pytest.raises(Refusal, match="又换了一版"):
        await moved(valley, case, edition="0" * 16)


async def test_the_clock_holds_a_township_to_its_own_shorter_promise(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(with_parties(tools), tmp_path)
    one = valley.townships[0]
    usual = await a_case(valley)
    async with tools.database.transaction(one.standing()) as session:
        await vary(session, one, ROOM, {"promised_days": 2}, who=LEADER)
    quick = await a_case(valley)
    assert usual.due_on is not None
    assert quick.due_on is not None
    assert quick.due_on < usual.due_on

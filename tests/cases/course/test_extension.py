"""An extension: asked for by one, approved by another, once; both limits run longer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from jointhall.cases.course.extension import (
    ask_extension,
    grant_extension,
    longest_of,
    refuse_extension,
)
from jointhall.cases.course.queries import open_extension
from jointhall.cases.desk.targets import Ticked, named
from jointhall.cases.withdrawal import withdraw
from jointhall.kernel.clock.reckoning import Extended, Unit
from jointhall.kernel.refusals import BadForm, NotAllowed, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.messages.models import Message
from tests.builders.coursed import (
    CLERK,
    HEAD,
    LICENCE,
    a_coursed_scene,
    days_go_by,
    held,
    history,
    letters,
    limits,
    seen,
    under_way,
)
from tests.builders.crossing import Scene
from tests.builders.sheets_noticed import a_noticed_sheet


async def asked(scene: Scene, number: str, *, by: Actor = CLERK) -> None:
    async with held(scene, number) as (session, case):
        await ask_extension(session, scene.tools, case, why="要等林业局回函", by=by)


async def granted(scene: Scene, number: str, *, by: Actor = HEAD) -> None:
    async with held(scene, number) as (session, case):
        await grant_extension(session, scene.tools, scene.here, case, by=by)


async def told(scene: Scene) -> list[str]:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        found = await session.scalars(select(Message.kind))
        return list(found)


async def test_the_head_approves_and_both_limits_run_ten_working_days_longer(
    coursed: Scene,
) -> None:
    number = await under_way(coursed)
    case, _progress = await seen(coursed, number)
    assert (case.due_on, case.statutory_due_on) == (date(2026, 12, 7), date(2026, 12, 28))
    await asked(coursed, number)
    await granted(coursed, number)
    case, progress = await seen(coursed, number)
    # New Year's Day is left out of the ten days after 28 December.
    assert (case.due_on, case.statutory_due_on) == (date(2026, 12, 21), date(2027, 1, 12))
    kept = await limits(coursed, number)
    assert {one.due_on for one in kept.values() if one.key in ("promised", "statutory")} == {
        case.due_on, case.statutory_due_on,
    }  # fmt: skip
    letter = (await letters(coursed, number))["extension"].told["text"]
    for words in (
        "2026年12月7日", "2026年12月21日", "要等林业局回函", "10 个工作日",
        "《中华人民共和国行政许可法》第四十二条",
    ):  # fmt: skip
        assert words in letter
    assert "case.extended" in await told(coursed)
    assert any("延期到12月21日" in words for words in progress.lines)
    lines = {line.act: line for line in await history(coursed, number)}
    assert lines["extension.granted"].words == "批准延期 10 个工作日，2026年12月21日（周一）前办结"
    assert lines["extension.granted"].who_name == "何卫东"


async def test_nobody_approves_what_they_asked_for_themselves(coursed: Scene) -> None:
    number = await under_way(coursed)
    await asked(coursed, number, by=HEAD)
    with pytest.raises(NotAllowed, match="另一位负责人"):
        await granted(coursed, number)
    assert (await seen(coursed, number))[0].due_on == date(2026, 12, 7)


async def test_it_is_given_once_and_asked_one_at_a_time(coursed: Scene) -> None:
    number = await under_way(coursed)
    await asked(coursed, number)
    with pytest.raises(Refusal, match="在等负责人批"):
        await asked(coursed, number)
    await granted(coursed, number)
    with pytest.raises(Refusal, match="现在没有等着批的"):
        await granted(coursed, number)
    with pytest.raises(Refusal, match="只能延一次"):
        await asked(coursed, number)


async def test_one_that_is_refused_changes_no_day_and_may_be_asked_again(coursed: Scene) -> None:
    number = await under_way(coursed)
    await asked(coursed, number)
    async with held(coursed, number) as (session, case):
        with pytest.raises(BadForm):
            await refuse_extension(session, coursed.tools, case, why=" ", by=HEAD)
        await refuse_extension(session, coursed.tools, case, why="抓紧催一催", by=HEAD)
    case, _progress = await seen(coursed, number)
    assert case.due_on == date(2026, 12, 7)
    assert "extension" not in await letters(coursed, number)
    assert "case.extended" not in await told(coursed)
    line = (await history(coursed, number))[-1]
    assert (line.words, line.note) == (
        "没有批准延期，还是12月7日（周一）前办结", "抓紧催一催",
    )  # fmt: skip
    await asked(coursed, number)


async def test_after_the_last_day_of_the_law_it_comes_too_late(coursed: Scene) -> None:
    number = await under_way(coursed)
    await asked(coursed, number)
    await days_go_by(coursed, 43)
    with pytest.raises(Refusal, match="来不及延期"):
        await granted(coursed, number)
    other = await under_way(coursed)
    await days_go_by(coursed, 45)
    with pytest.raises(Refusal, match="来不及延期"):
        await asked(coursed, other)


async def test_ticked_in_a_list_it_stands_for_its_case_and_leads_to_its_page(
    coursed: Scene,
) -> None:
    number = await under_way(coursed)
    await asked(coursed, number)
    async with held(coursed, number) as (session, case):
        extension = await open_extension(session, case.id)
        assert extension is not None
        found = await named(session, Ticked("extension", extension.id))
        assert (found.title, found.path) == (
            f"{case.title} {number}", f"/workbench/cases/{number}/extension",
        )  # fmt: skip
        gone = await named(session, Ticked("procedure", extension.id))
        assert gone.path == "/workbench"


async def test_what_is_withdrawn_needs_no_answer(coursed: Scene) -> None:
    number = await under_way(coursed)
    await asked(coursed, number)
    async with held(coursed, number) as (session, case):
        await withdraw(session, coursed.tools, case, by=Actor("resident", None, "申请人"))
    with pytest.raises(Refusal):
        await granted(coursed, number)
    assert (await letters(coursed, number))["withdrawal"].title == "准予撤回通知书"


@pytest.mark.parametrize("why", ["", "  ", "长" * 1001])
async def test_a_reason_is_needed_because_the_applicant_reads_it(coursed: Scene, why: str) -> None:
    number = await under_way(coursed)
    async with held(coursed, number) as (session, case):
        with pytest.raises(BadForm) as bad:
            await ask_extension(session, coursed.tools, case, why=why, by=CLERK)
    assert set(bad.value.troubles) == {"why"}


def test_the_sheet_says_how_long_and_without_its_word_only_a_licence_may_be_extended() -> None:
    own = ("公开摘要: ", "延期:\n  期限: 20个自然日\n  依据: 《办法》第三条\n公开摘要: ")
    assert longest_of(a_noticed_sheet()) is None
    assert longest_of(a_noticed_sheet(own)) == Extended(20, Unit.DAY, "《办法》第三条")
    licence = longest_of(a_noticed_sheet(LICENCE))
    assert licence is not None
    assert (licence.length, licence.unit) == (10, Unit.WORKING_DAY)


async def test_days_of_another_kind_follow_the_last_day(tools: Tools, tmp_path: Path) -> None:
    own = ("公开摘要: ", "延期:\n  期限: 4个自然日\n  依据: 《办法》第三条\n公开摘要: ")
    scene = await a_coursed_scene(tools, tmp_path, own)
    number = await under_way(scene)
    await asked(scene, number)
    await granted(scene, number)
    case, _progress = await seen(scene, number)
    assert case.due_on == date(2026, 12, 11)
    told = (await limits(scene, number))["promised"]
    assert (told.extended_by, told.extended_unit) == (4, "day")

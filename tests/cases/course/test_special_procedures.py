"""A special procedure: the clock stands from the day after its start to the day of its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from jointhall.cases.answering import answer_task
from jointhall.cases.course.queries import procedures_of
from jointhall.cases.course.special_procedures import (
    end_procedure,
    must_not_stand,
    procedures_allowed,
    start_procedure,
)
from jointhall.cases.queries import tasks_of
from jointhall.cases.visiting import keep_words
from jointhall.cases.visits import Told, visit_of_task
from jointhall.deadlines.actions import recompute_open, set_day
from jointhall.documents.queries import documents_of
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.deadline import Pause, reckon
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.who import SYSTEM
from jointhall.messages.models import Message
from tests.builders.coursed import (
    CLERK,
    LICENCE,
    PROCEDURES,
    a_paper,
    concluded,
    days_go_by,
    held,
    history,
    letters,
    limits,
    seen,
    started,
    under_way,
)
from tests.builders.crossing import OFFICER, Scene
from tests.builders.noticed import looked_at
from tests.builders.sheets_noticed import a_noticed_sheet

MONDAY = date(2026, 11, 16)


def reckoned(length: int, first: date, last: date) -> date:
    stood = [Pause(first, last, "听证")]
    return reckon(MONDAY, length, calendar=national_calendar(), pauses=stood).due_on


async def test_a_hearing_stops_both_limits_and_they_go_on_after_it(coursed: Scene) -> None:
    number = await under_way(coursed)
    await days_go_by(coursed, 1)
    await started(coursed, number)
    case, progress = await seen(coursed, number)
    assert progress.heading == "正在听证"
    assert progress.lines[1] == "这段日子不算在期限里，估计到12月1日（周二），结束以后接着办。"
    assert [one.name for one in progress.line.stations if getattr(one, "name", "") == "听证"]
    assert progress.day_words == "停着表；到停表用了 1 个工作日，共 15 个"
    (party,) = progress.line.stations[3:4]
    assert "停表，不计时" in str(party)
    # While it stands, the day is reckoned as if it went on after the day that is expected.
    assert case.due_on == reckoned(15, date(2026, 11, 18), date(2026, 12, 1))
    await days_go_by(coursed, 3)
    await concluded(coursed, number)
    case, progress = await seen(coursed, number)
    assert case.due_on == reckoned(15, date(2026, 11, 18), date(2026, 11, 20)) == date(2026, 12, 10)
    assert case.statutory_due_on == reckoned(30, date(2026, 11, 18), date(2026, 11, 20))
    assert progress.heading != "正在听证"
    made = await letters(coursed, number)
    assert "邻居要求听证" in made["procedure"].told["text"]
    assert "第四十六条" in made["procedure"].told["text"]
    ended = made["procedure_ended"].told["text"]
    assert "可以办" in ended
    assert "2026年12月10日" in ended
    acts = [line.act for line in await history(coursed, number)]
    assert acts[-2:] == ["procedure.started", "procedure.ended"]


async def test_the_applicant_is_told_and_the_papers_are_kept(coursed: Scene) -> None:
    number = await under_way(coursed)
    await started(coursed, number)
    await days_go_by(coursed, 1)
    await concluded(coursed, number)
    async with held(coursed, number) as (session, case):
        (procedure,) = await procedures_of(session, case.id)
        papers = await documents_of(session, "other", procedure.id)
        assert [one.purpose for one in papers] == ["procedure start", "procedure end"]
        told = list(await session.scalars(select(Message.kind)))
    assert {"procedure.started", "procedure.ended"} <= set(told)


async def test_started_and_ended_on_one_day_it_costs_no_day(coursed: Scene) -> None:
    number = await under_way(coursed)
    before = (await seen(coursed, number))[0].due_on
    await started(coursed, number)
    await concluded(coursed, number)
    assert (await seen(coursed, number))[0].due_on == before
    assert (await limits(coursed, number))["promised"].pauses == []


async def test_what_our_own_offices_have_to_do_stands_still_with_it(coursed: Scene) -> None:
    number = await under_way(coursed)
    async with held(coursed, number) as (session, case):
        (task,) = await tasks_of(session, case)
        before = task.due_on
    await started(coursed, number)
    await days_go_by(coursed, 2)
    await concluded(coursed, number)
    async with held(coursed, number) as (session, case):
        (task,) = await tasks_of(session, case)
        assert task.due_on == before + timedelta(days=4)  # two days and the weekend it now meets


async def test_nobody_decides_before_it_is_over(coursed: Scene) -> None:
    number = await under_way(coursed)
    await started(coursed, number)
    async with held(coursed, number) as (session, case):
        with pytest.raises(Refusal, match="还没有结束，现在不能作决定"):
            await must_not_stand(session, case)
    await concluded(coursed, number)
    async with held(coursed, number) as (session, case):
        await must_not_stand(session, case)


async def test_a_notice_may_go_up_while_it_stands_and_its_days_are_left_out_too(
    coursed: Scene,
) -> None:
    number = await under_way(coursed)
    await started(coursed, number)
    async with held(coursed, number) as (session, case):
        (task,) = await tasks_of(session, case)
        visit = await visit_of_task(session, task.id)
        assert visit is not None
        told = Told(("陈建", "谭军"), "情况属实")
        keep_words(coursed.tools, visit, told, went_on=MONDAY, by=OFFICER)
        await session.flush()
        await answer_task(
            session, coursed.tools, coursed.here, task, vote="agree", opinion="", by=OFFICER
        )
    _case, notice = await looked_at(coursed, number)
    await days_go_by(coursed, 1)
    await concluded(coursed, number)
    case, _progress = await seen(coursed, number)
    assert notice.ends_on == date(2026, 11, 19)
    assert case.due_on == reckoned(15, date(2026, 11, 17), notice.ends_on)


async def test_longer_than_expected_is_said_once_and_the_days_move_along(coursed: Scene) -> None:
    number = await under_way(coursed)
    await started(coursed, number, days="2")
    await days_go_by(coursed, 3)
    _case, progress = await seen(coursed, number)
    assert progress.tone == "soon"
    assert "比估计的久，还没有结束" in progress.lines[1]
    await days_go_by(coursed, 1)
    await days_go_by(coursed, 1)
    case, _progress = await seen(coursed, number)
    acts = [line.act for line in await history(coursed, number)]
    assert acts.count("procedure.overran") == 1
    assert case.due_on == reckoned(15, date(2026, 11, 17), date(2026, 11, 21))
    await concluded(coursed, number)
    case, _progress = await seen(coursed, number)
    assert case.due_on == reckoned(15, date(2026, 11, 17), date(2026, 11, 20))


async def test_a_changed_calendar_keeps_what_is_expected(coursed: Scene) -> None:
    number = await under_way(coursed)
    await started(coursed, number)
    before = (await seen(coursed, number))[0].due_on
    assert before is not None
    async with coursed.tools.database.transaction(coursed.county.standing()) as session:
        await set_day(
            session, before, is_off=True, name="县庆", by=SYSTEM, at=coursed.tools.clock.now()
        )
    async with held(coursed, number) as (session, case):
        await recompute_open(session, as_of=MONDAY)
        assert case.due_on == before + timedelta(days=1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "抓阄"}, "name"),
        ({"name": "村里公示"}, "name"),
        ({"why": " "}, "why"),
        ({"why": "长" * 1001}, "why"),
        ({"days": "0"}, "days"),
        ({"days": "十天"}, "days"),
        ({"name": "专家评审", "days": "13"}, "days"),
        ({"days": "21"}, "days"),
        ({"file": None}, "file"),
    ],
)
async def test_what_is_wrong_is_said_by_its_field(
    coursed: Scene, wrong: dict[str, object], field: str
) -> None:
    number = await under_way(coursed)
    said = {"name": "听证", "why": "邻居要求", "days": "10", "file": a_paper()} | wrong
    async with held(coursed, number) as (session, case):
        with pytest.raises(BadForm) as bad:
            await start_procedure(
                session, coursed.tools, coursed.here, case, office="minzheng", by=CLERK, **said
            )  # type: ignore[arg-type]
    assert set(bad.value.troubles) == {field}


async def test_one_at_a_time_and_none_to_end_is_a_plain_sentence(coursed: Scene) -> None:
    number = await under_way(coursed)
    with pytest.raises(Refusal, match="没有正在走的"):
        await concluded(coursed, number)
    await started(coursed, number)
    with pytest.raises(Refusal, match="还没有结束"):
        await started(coursed, number, name="专家评审")
    async with held(coursed, number) as (session, case):
        with pytest.raises(BadForm) as bad:
            await end_procedure(
                session, coursed.tools, coursed.here, case, conclusion=" ", file=None, by=CLERK
            )
    assert set(bad.value.troubles) == {"conclusion", "file"}


def test_a_licence_may_always_be_heard_and_a_notice_starts_by_itself() -> None:
    allowed = procedures_allowed(a_noticed_sheet(LICENCE, PROCEDURES))
    assert [(one.name, one.most) for one in allowed] == [("专家评审", 12), ("听证", 20)]
    assert procedures_allowed(a_noticed_sheet()) == ()

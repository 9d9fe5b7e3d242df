"""What circumstances change: who receives a case, which steps it takes, which papers it needs."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases.acceptance import ask_correction
from jointhall.cases.answering import answer_referral, answer_task
from jointhall.cases.answers import answers_of
from jointhall.cases.correction import reopen, send_again
from jointhall.cases.counters import counter_at
from jointhall.cases.decision import decide
from jointhall.cases.filing import keep_answers
from jointhall.cases.materials import materials_besides, materials_wanted, missing_materials
from jointhall.cases.models import Case
from jointhall.cases.progress import line_of
from jointhall.cases.queries import case_numbered, task_of, tasks_of
from jointhall.cases.sight import scope_of
from jointhall.cases.standing_in import desk_of
from jointhall.cases.steps import Referral, Task
from jointhall.cases.visiting import keep_words
from jointhall.cases.visits import Told, visit_of_referral, visit_of_task
from jointhall.cases.whereabouts import seen_case
from jointhall.exchange.verifying import copies_of, flaws_alone, flaws_between
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.who import Actor
from jointhall.offices.queries import office_coded
from jointhall.service_items.form import Form
from jointhall.service_items.guide import line_of as guide_line
from jointhall.service_items.guide import materials_by_circumstance
from jointhall.service_items.queries import item_in
from jointhall.web.viewer import Viewer
from tests.builders.crossing import OFFICER, Scene
from tests.builders.noticed import acts_of, heard, looked_at, objected, wake
from tests.builders.people import an_officer
from tests.builders.sheets import a_counter
from tests.builders.sheets_noticed import CARD, ITEM, a_noticed_sheet, filed, taken_on


async def case_of(scene: Scene, number: str) -> Case:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        return await case_numbered(session, number)


async def tasks_in(scene: Scene, number: str) -> list[Task]:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        return list(await tasks_of(session, await case_numbered(session, number)))


async def stations(scene: Scene, number: str) -> list[str]:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        seen = await seen_case(
            session, scene.tools, scene.here, await case_numbered(session, number)
        )
        return [stop.name for stop in line_of(seen).stations]


async def agreed(scene: Scene, number: str) -> None:
    """Our own offices go there where they must, and agree."""
    for asked in await tasks_in(scene, number):
        if asked.status != "open" or asked.peer_id is not None or asked.kind != "review":
            continue
        async with scene.tools.database.transaction(scene.here.standing()) as session:
            task = await task_of(session, asked.id)
            visit = await visit_of_task(session, task.id)
            if visit is not None:
                today = on_which_day(scene.tools.clock.now())
                told = Told(("陈建", "谭军"), "情况属实")
                keep_words(scene.tools, visit, told, went_on=today, by=OFFICER)
                await session.flush()
            await answer_task(
                session, scene.tools, scene.here, task, vote="agree", opinion="", by=OFFICER
            )
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages"})


async def test_which_office_receives_it_depends_on_the_answers(noticed: Scene) -> None:
    assert (await case_of(noticed, await filed(noticed))).office == "zhengwu"
    assert (await case_of(noticed, await filed(noticed, large=True))).office == "minzheng"


async def test_a_correction_may_bring_it_to_another_office(noticed: Scene) -> None:
    number, tools, here = await filed(noticed), noticed.tools, noticed.here
    async with tools.database.transaction(here.standing()) as session:
        case = await case_numbered(session, number, hold=True)
        await ask_correction(session, tools, here, case, what="人数写错了", by=OFFICER)
    async with tools.database.transaction(here.standing()) as session:
        case = await case_numbered(session, number, hold=True)
        draft = await reopen(session, tools, case)
        await session.flush()
        sheet = (await item_in(session, here, ITEM)).sheet
        file = [{"id": str(new_id()), "name": "样张.pdf"}]
        form = Form(sheet, await counter_at(tools, here))
        answers = {
            "name": "欧阳小三", "size": "large", "seats": 30, "where": [here.division_code],
            "plan_file": file, "card": CARD, "phone": "13812345678", "illness_file": file,
        }  # fmt: skip
        keep_answers(tools, draft, answers)
        by = Actor("resident", noticed.resident_id, "申请人")
        await send_again(session, tools, form, case, draft, by=by)
        assert case.office == "minzheng"


async def test_a_step_or_task_that_is_not_for_this_case_is_passed_over_and_not_shown(
    noticed: Scene,
) -> None:
    number = await filed(noticed)
    assert "县里复核" not in await stations(noticed, number)
    await taken_on(noticed, number, by=OFFICER)
    assert [task.office for task in await tasks_in(noticed, number)] == ["minzheng"]
    await agreed(noticed, number)
    assert (await case_of(noticed, number)).step_code == "notice"
    assert (await acts_of(noticed, number)).count("step.skipped") == 1
    assert await stations(noticed, number) == ["提交", "受理", "入户调查", "公示", "决定", "送达"]


@pytest.mark.parametrize(("large", "sees"), [(False, frozenset()), (True, frozenset({"size"}))])
async def test_an_office_this_case_does_not_ask_sees_nothing_of_it_for_the_sheets_sake(
    noticed: Scene, large: bool, sees: frozenset[str]
) -> None:
    number, tools = await filed(noticed, large=large), noticed.tools
    officer = await an_officer(tools, noticed.here, roles=["reviewer"], offices=["nongye"])
    async with tools.database.transaction(noticed.here.standing(), read_only=True) as session:
        case = await case_numbered(session, number)
        sheet = (await item_in(session, noticed.here, ITEM)).sheet
        viewer = Viewer("officer", officer.id, office_ids=await office_ids(session, "nongye"))
        counter = await counter_at(tools, noticed.here)
        desk, answers = await desk_of(session, viewer), answers_of(tools.secrets, case)
        assert scope_of(desk, case, sheet, answers, counter).answers == sees


async def office_ids(session: AsyncSession, code: str) -> frozenset[UUID]:
    office = await office_coded(session, code)
    assert office is not None
    return frozenset({office.id})


async def test_what_this_circumstance_needs_is_asked_for_by_name(noticed: Scene) -> None:
    with pytest.raises(BadForm) as bad:
        await filed(noticed, large=True, illness_file=None)
    assert bad.value.troubles == {"illness_file": "这次的情形要交“大病诊断证明”，请传上来"}
    assert await filed(noticed, illness_file=None)  # not asked of the others


def test_the_check_lists_what_these_answers_call_for() -> None:
    form = Form(a_noticed_sheet(), a_counter())
    file = [{"id": str(new_id()), "name": "安排.pdf"}]
    small = {"name": "张三", "size": "small", "where": [], "plan_file": file}
    assert [(one.material.code, one.state) for one in materials_wanted(form, small)] == [
        ("plan", "handed")
    ]
    large = {"name": "张三", "size": "large", "seats": 30, "where": []}
    assert [(one.material.code, one.state) for one in materials_wanted(form, large)] == [
        ("plan", "missing"), ("illness", "missing"),
    ]  # fmt: skip
    assert set(missing_materials(form, large)) == {"illness_file"}
    assert materials_besides(form, large) == ()


@pytest.mark.parametrize(
    ("swap", "state", "words"),
    [
        (("    何时要:\n", "    免提交: 医保局已有\n    何时要:\n"),
         "exempt", "不用交：医保局已有"),
        (("    何时要:\n", "    容缺期限: 5个工作日\n    何时要:\n"),
         "later", "可以晚点交：受理后 5 个工作日内补上"),
        (("    收材料: illness\n", ""), "window", "纸质的交到窗口"),
    ],
)  # fmt: skip
def test_what_need_not_be_sent_here_says_why(swap: tuple[str, str], state: str, words: str) -> None:
    form = Form(a_noticed_sheet(swap), a_counter())
    large = {"name": "张三", "size": "large", "seats": 30, "where": []}
    found = {one.material.code: (one.state, one.words) for one in materials_besides(form, large)}
    assert found == {"illness": (state, words)}


def test_the_guide_groups_papers_by_circumstance_and_marks_what_is_only_sometimes(
    noticed: Scene,
) -> None:
    sheet = a_noticed_sheet()
    (everybody, plain), (when, some) = materials_by_circumstance(sheet)
    assert (everybody, [one.code for one in plain]) == ("", ["plan"])
    assert (when, [one.code for one in some]) == ("视情况：“多少人？”答“更多”的", ["illness"])
    line = guide_line(sheet, noticed.here)
    by_name = {stop.name: stop for stop in line.stations}
    assert by_name["县里复核"].lines[0].startswith("视情况")
    assert "公示3个工作日" in by_name["公示"].lines
    assert any("有的情形由" in words for words in by_name["受理"].lines)


async def test_the_whole_way_with_every_turn_ends_where_an_objection_is_upheld(
    noticed: Scene,
) -> None:
    number, tools = await filed(noticed, large=True), noticed.tools
    await taken_on(noticed, number, by=OFFICER)
    assert {task.office for task in await tasks_in(noticed, number)} == {"minzheng", "nongye"}
    await agreed(noticed, number)
    county = noticed.county
    async with tools.database.transaction(county.standing()) as session:
        referral = await session.scalar(select(Referral).where(Referral.status == "open"))
        assert referral is not None
        with pytest.raises(BadForm, match="先到场"):
            await answer_referral(
                session, tools, county, referral, vote="agree", opinion="", by=OFFICER
            )
        visit = await visit_of_referral(session, referral.id)
        assert visit is not None
        told = Told(("罗局",), "与申请一致", (27.7, 112.5))
        keep_words(tools, visit, told, went_on=on_which_day(tools.clock.now()), by=OFFICER)
        await session.flush()
        await answer_referral(
            session, tools, county, referral, vote="agree", opinion="", by=OFFICER
        )
    await drain(tools, county.tenant_id, queues=ALL - {"messages"})
    objection = await objected(noticed, number)
    await wake(noticed, 4)
    assert (await looked_at(noticed, number))[1].status == "held"
    await heard(noticed, number, objection, "upheld")
    async with tools.database.transaction(noticed.here.standing()) as session:
        case = await case_numbered(session, number)
        task = next(task for task in await tasks_of(session, case) if task.kind == "decide")
        await decide(
            session, tools, noticed.here, task, outcome="refused", why="公示有异议成立", by=OFFICER
        )
    await drain(tools, county.tenant_id, queues=ALL - {"messages"})
    assert (await case_of(noticed, number)).status == "closed"
    acts = await acts_of(noticed, number)
    turns = ("step.opened", "task.answered", "notice.posted", "objection.filed",
             "notice.taken_down", "objection.answered", "step.finished",
             "case.refused")  # fmt: skip
    assert [acts.count(act) for act in turns] == [2, 3, 1, 1, 1, 1, 3, 1]
    sides = []
    for place in (county, noticed.here, noticed.there):
        async with tools.database.transaction(place.standing(), read_only=True) as session:
            sides.append(await copies_of(session, place.tenant_id))
    assert [flaws_alone(side, tools.secrets) for side in sides] == [[], [], []]
    assert flaws_between(sides) == []

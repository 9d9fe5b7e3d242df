"""A sheet with three steps for several offices of one house, and an officer at each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from jointhall.cases.acceptance import accept
from jointhall.cases.answering import answer_task
from jointhall.cases.counters import counter_at
from jointhall.cases.decision import decide
from jointhall.cases.filing import begin, keep_answers, submit
from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, hold_case, steps_of, tasks_of
from jointhall.cases.signers.hands import Hand
from jointhall.cases.standing_in import Desk, desk_of
from jointhall.cases.steps import Step, Task
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.offices.queries import offices_here
from jointhall.service_items.actions import publish_library
from jointhall.service_items.queries import edition_of, item_in
from jointhall.service_items.sheets import Sheet
from jointhall.tenancy.directory import TenantDirectory
from jointhall.tenancy.permitted import permitted_here
from jointhall.web.place import Place
from jointhall.web.viewer import Viewer
from tests.builders.cases import with_parties
from tests.builders.items import a_library
from tests.builders.people import SignedInOfficer, a_resident, an_officer
from tests.builders.sheets import NO_STEP, NOT_FILED, NOTICE, changed
from tests.builders.tenancy import a_county, a_township

ITEM = "joint_matter"
OFFICES = ("dangzheng", "nongye", "ziran", "linye")
DESKS = (
    ("minzheng", "minzheng", "彭玉莲", "reviewer"),
    ("dangzheng", "dangzheng", "罗建英", "reviewer"),
    ("nongye", "nongye", "曾国强", "reviewer"),
    ("ziran", "ziran", "周晓岚", "reviewer"),
    ("linye", "linye", "谭四清", "reviewer"),
    ("spare", "ziran", "陈建", "reviewer"),
    ("lingdao", "lingdao", "何卫东", "decider"),
    ("second", "lingdao", "何伟", "decider"),
)
CLERK = Actor("officer", None, "谭建辉", "便民服务中心")

_TASK = """\
      - 编号: {code}
        在: 本乡镇
        站所: {office}
        请做: 看看行不行。
        期限: 3个工作日
        可看答案:
          - size
"""


_NEIGHBOURS = """\
      - 编号: others
        在: 答案里的乡镇
        按题: where
        站所: ziran
        请做: 看看行不行。
        期限: 3个工作日
        可看答案:
          - size
"""


def steps(
    rule: str = "全部同意", *, veto: bool = False, passes_on: bool = False,
    crossing: bool = False, posted: bool = False,
) -> str:  # fmt: skip
    """初审 by one office, 会签 by four under this rule, 复核 by the first office once more.

    `crossing`: the fourth is the office of whatever townships the applicant names. `posted`: a
    public notice stands before the last.
    """
    own = OFFICES[:3] if crossing else OFFICES
    asked = "".join(_TASK.format(code=office, office=office) for office in own)
    asked += _NEIGHBOURS if crossing else ""
    first = _TASK.format(code="own", office="minzheng")
    return (
        f"步骤:\n  - 编号: first\n    名称: 初审\n    规则: 全部同意\n    交给:\n{first}"
        f"  - 编号: joint\n    名称: 会签\n    规则: {rule}\n"
        f"    一票否决: {'是' if veto else '否'}\n    交给:\n{asked}"
        f"{NOTICE.removesuffix(NO_STEP) if posted else ''}"
        f"  - 编号: last\n    名称: 复核\n    规则: 全部同意\n    交给:\n{first}"
        f"    沿用前面的意见: {'是' if passes_on else '否'}\n"
    )


def text(rule: str = "全部同意", *, two: bool = False, **also: bool) -> str:
    """The sheet; `two` persons decide, `veto` and `passes_on` as the steps say."""
    whole = changed(
        ("名称: 开会场地借用", "名称: 联合核准"),
        ("法定办结时限: 10个工作日", "法定办结时限: 30个工作日"),
        ("承诺办结时限: 5个工作日", "承诺办结时限: 15个工作日"),
    )
    before, _steps, rest = whole.partition("步骤:\n")
    _old, _heading, after = rest.partition("决定:\n")
    whole = f"{before}{steps(rule, **also)}决定:\n{after}"
    if two:
        whole = whole.replace("  岗位: 负责人\n", "  岗位: 负责人\n  两人决定: 是\n", 1)
    examples = _EXAMPLES
    if also.get("crossing"):
        examples = examples.replace("本乡镇 linye", "邻乡镇甲 ziran")
    if also.get("posted"):
        examples = examples.replace("      - 步骤: last\n", f"{_HELD}      - 步骤: last\n")
    return re.sub(r"样例:\n.*", examples, whole, flags=re.S)


@dataclass
class Signed:
    """One township, the officers of its offices by the office's code, and one sheet."""

    tools: Tools
    county: Place
    here: Place
    resident_id: object
    people: dict[str, SignedInOfficer] = field(default_factory=dict)
    offices: dict[str, str] = field(default_factory=dict)
    """Whose desk → the code of the office it stands in."""

    async def filed(self) -> Case:
        """A case accepted just now: 初审 is open."""
        by = Actor("resident", None, "申请人")
        async with self.tools.database.transaction(self.here.standing()) as session:
            sheet = (await item_in(session, self.here, ITEM)).sheet
            draft = await begin(
                session,
                self.tools,
                self.here,
                sheet,
                resident_id=self.resident_id,  # type: ignore[arg-type]
            )
            answers = {
                "name": "张三", "size": "small", "where": [self.here.division_code],
                "plan_file": [{"id": str(new_id()), "name": "样张.pdf"}],
            }  # fmt: skip
            keep_answers(self.tools, draft, answers)
            case = await submit(
                session, self.tools, self.here, sheet, await counter_at(self.tools, self.here),
                draft, submission_id=draft.submission_id, by=by,
            )  # fmt: skip
        async with self.tools.database.transaction(self.here.standing()) as session:
            held = await hold_case(session, case.id)
            await accept(session, self.tools, self.here, held, by=CLERK)
        return held


async def desk_at(session, signed: Signed, office: str) -> Desk:  # type: ignore[no-untyped-def]
    """The desk of the officer of this office, with what their roles let them do."""
    who = signed.people[office]
    allowed = (await permitted_here(session)).get(who.id, frozenset())
    mine = [one for one in await offices_here(session) if one.code == signed.offices[office]]
    viewer = Viewer(
        "officer", who.id, name=who.name, office=mine[0].name,
        office_ids=frozenset({mine[0].id}), permissions=allowed,
    )  # fmt: skip
    return await desk_of(session, viewer)


async def hand(session, signed: Signed, office: str, *, person: bool = True) -> Hand:  # type: ignore[no-untyped-def]
    """This office's officer as somebody to give something to, or the office as a whole."""
    names = {one.code: one.name for one in await offices_here(session)}
    who, code = signed.people[office], signed.offices[office]
    if not person:
        return Hand(code, names[code])
    return Hand(code, names[code], who.id, who.name)


async def task_at(session, case: Case, office: str, status: str = "open") -> Task:  # type: ignore[no-untyped-def]
    """The latest task of this office in this status."""
    found = [t for t in await tasks_of(session, case) if t.office == office and t.status == status]
    assert found, f"{office} has no task that is {status}"
    return found[-1]


async def says(
    signed: Signed, case: Case, office: str, vote: str = "agree", *, by: str = ""
) -> None:
    """The officer `by` gives the word of this office's open task."""
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        desk = await desk_at(session, signed, by or office)
        task = await task_at(session, held, office)
        desk.must_hold(task)
        await answer_task(
            session, signed.tools, signed.here, task,
            vote=vote, opinion=f"{office}看过", by=desk.actor(task.office, task),
        )  # fmt: skip


async def decides(signed: Signed, case: Case, outcome: str = "granted", *, by: str) -> None:
    async with signed.tools.database.transaction(signed.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = [t for t in await tasks_of(session, held) if t.kind == "decide"][-1]
        desk = await desk_at(session, signed, by)
        await decide(
            session, signed.tools, signed.here, task,
            outcome=outcome, why="照意见办", by=desk.actor(task.office, task),
        )  # fmt: skip


async def standing(signed: Signed, case: Case) -> tuple[Case, list[Step], list[Task]]:
    """The case as it is now, its steps and its tasks."""
    async with signed.tools.database.transaction(signed.here.standing(), read_only=True) as session:
        held = await case_numbered(session, case.number)
        return held, list(await steps_of(session, held)), list(await tasks_of(session, held))


async def sheet_of(session, case: Case) -> Sheet:  # type: ignore[no-untyped-def]
    return await edition_of(session, case.item_code, case.edition)


async def a_signed_township(
    tools: Tools, folder: Path, sheet: str | Mapping[str, str] = ""
) -> Signed:
    """A county, one township that offers the sheet, and an officer at each of its offices."""
    tools = with_parties(
        replace(tools, outside={**tools.outside, "directory": TenantDirectory(tools.database)})
    )
    county = await a_county(tools.database)
    async with tools.database.transaction(county.standing()) as session:
        library = a_library(folder / "modules", str(sheet or text()), item=ITEM)
        await publish_library(session, county, library, who=SYSTEM)
    here = await a_township(tools.database, county)
    made = Signed(tools, county, here, (await a_resident(tools)).id)
    for desk, office, name, role in DESKS:
        made.offices[desk] = office
        made.people[desk] = await an_officer(tools, here, name=name, roles=[role], offices=[office])
    tools.outside["directory"].forget()
    return made


_FILLED = """\
    今天: 2026-03-02
    填写:
      name: 张三
      size: 二十人以内
      where:
        - 邻乡镇甲
      plan_file: 安排.pdf
    经过:
      - 步骤: first
        问到:
          本乡镇 minzheng: {vote}
        结果: {result}
"""
_HELD = "      - 步骤: posted\n        结果: 通过\n"
_JOINT = """\
      - 步骤: joint
        问到:
          本乡镇 dangzheng: 同意
          本乡镇 nongye: 同意
          本乡镇 ziran: 同意
          本乡镇 linye: 同意
        结果: 通过
      - 步骤: last
        问到:
          本乡镇 minzheng: 同意
        结果: 通过
"""
_EXAMPLES = f"""\
样例:
  - 名称: 都同意
{_FILLED.format(vote="同意", result="通过")}{_JOINT}    决定: 准予
    结局: 准予
  - 名称: 初审不同意
{_FILLED.format(vote="不同意", result="不通过")}    决定: 不予
    结局: 不予
{NOT_FILED}"""

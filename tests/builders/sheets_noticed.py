"""A sheet with circumstances, a home visit, a step some cases take, a county step and a notice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from jointhall.cases.acceptance import accept
from jointhall.cases.counters import counter_at
from jointhall.cases.filing import begin, keep_answers, submit
from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.service_items.actions import publish_library
from jointhall.service_items.queries import item_in
from jointhall.service_items.reading import read_text
from jointhall.service_items.sheets import Sheet
from jointhall.tenancy.directory import TenantDirectory
from tests.builders.crossing import Scene
from tests.builders.items import a_library
from tests.builders.people import a_resident
from tests.builders.sheets import changed
from tests.builders.tenancy import a_county, a_township

ITEM = "relief"
NAME, CARD, PHONE = "欧阳小三", "430321196505120012", "13812345678"

_MATERIALS = """\
  - 编号: illness
    名称: 大病诊断证明
    来源渠道: 申请人自备
    材料形式: 电子
    必要性: 必要
    要求依据: 《乡镇会议室管理条例》第五条
    何时要:
      题: size
      答: large
收费: 不收费
"""
_QUESTIONS = """\
  - 编号: card
    类型: 身份证号
    问: 您的身份证号是多少？
  - 编号: phone
    类型: 手机号
    问: 怎么联系您？
  - 编号: illness_file
    类型: 文件
    收材料: illness
    必答: 否
    问: 请传大病诊断证明
    何时问:
      题: size
      答: large
不符合条件:
"""
_STEPS = """\
步骤:
  - 编号: home
    名称: 入户调查
    规则: 全部同意
    交给:
      - 编号: own
        在: 本乡镇
        站所: minzheng
        请做: 到家里看看情况。
        期限: 3个工作日
        可看答案:
          - name
          - size
        到场:
          怎么去: 入户
          几人: 2
      - 编号: fields
        在: 本乡镇
        站所: nongye
        请做: 看看田地。
        期限: 2个工作日
        可看答案:
          - size
        何时问:
          题: size
          答: large
  - 编号: county
    名称: 县里复核
    规则: 全部同意
    何时走:
      题: size
      答: large
    交给:
      - 编号: bureau
        在: 县里
        站所: xian_minzheng
        请做: 复核。
        期限: 2个工作日
        可看答案:
          - size
        到场:
          怎么去: 踏勘
          几人: 1
  - 编号: notice
    名称: 公示
    公示:
      期限: 3个工作日
      地点:
        - 村务公开栏
        - 本页
      公示答案:
        - name
        - card
        - phone
        - size
      异议站所: minzheng
      告诉: 经初审，拟给予临时救助，现予公示。
"""


def text(*swaps: tuple[str, str]) -> str:
    """The sheet's text, with pieces replaced that must be there."""
    whole = changed(
        ("名称: 开会场地借用", "名称: 临时救助"),
        ("法定办结时限: 10个工作日", "法定办结时限: 30个工作日"),
        ("承诺办结时限: 5个工作日", "承诺办结时限: 15个工作日"),
        ("收费: 不收费\n", _MATERIALS),
        ("不符合条件:\n", _QUESTIONS),
    )
    before, _steps, rest = whole.partition("步骤:\n")
    _old, _heading, after = rest.partition("决定:\n")
    whole = f"{before}{_STEPS}决定:\n{after}"
    head, _examples, _cases = whole.partition("样例:\n")
    whole = head.replace(
        "受理:\n  站所: zhengwu\n",
        "受理:\n  站所: zhengwu\n  分流:\n    - 当:\n        题: size\n        答: large\n"
        "      站所: minzheng\n",
    ) + _EXAMPLES  # fmt: skip
    for old, new in swaps:
        assert old in whole, old
        whole = whole.replace(old, new, 1)
    return whole


def a_noticed_sheet(*swaps: tuple[str, str]) -> Sheet:
    reading = read_text(text(*swaps), file="sheet.yaml", module="places", code=ITEM)
    assert reading.sheet is not None, reading.troubles
    return reading.sheet


async def a_noticed_scene(tools: Tools, folder: Path, *swaps: tuple[str, str]) -> Scene:
    """A county that publishes the sheet, two townships that offer it, a resident."""
    made = Scene()
    directory = TenantDirectory(tools.database)
    made.tools = replace(
        tools, outside={"directory": directory, "keys": folder / "keys", "demo": True}
    )
    made.county = await a_county(tools.database)
    async with tools.database.transaction(made.county.standing()) as session:
        library = a_library(folder / "modules", text(*swaps), item=ITEM)
        await publish_library(session, made.county, library, who=SYSTEM)
    made.here = await a_township(tools.database, made.county)
    made.there = await a_township(tools.database, made.county)
    made.resident_id = (await a_resident(made.tools)).id
    directory.forget()
    return made


async def filed(scene: Scene, *, large: bool = False, **answers: Any) -> str:
    """Somebody's application for the relief, sent; its number."""
    tools, here = scene.tools, scene.here
    by = Actor("resident", scene.resident_id, "申请人")
    async with tools.database.transaction(here.standing()) as session:
        sheet = (await item_in(session, here, ITEM)).sheet
        draft = await begin(session, tools, here, sheet, resident_id=scene.resident_id)
        file = [{"id": str(new_id()), "name": "样张.pdf"}]
        given = {
            "name": NAME, "size": "large" if large else "small", "where": [here.division_code],
            "plan_file": file, "card": CARD, "phone": PHONE,
        } | ({"seats": 30, "illness_file": file} if large else {}) | answers  # fmt: skip
        keep_answers(tools, draft, {code: v for code, v in given.items() if v is not None})
        case = await submit(
            session, tools, here, sheet, await counter_at(tools, here), draft,
            submission_id=draft.submission_id, by=by,
        )  # fmt: skip
        return case.number


async def taken_on(scene: Scene, number: str, *, by: Actor) -> Case:
    """The application accepted: its first step is open."""
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        case = await case_numbered(session, number, hold=True)
        await accept(session, scene.tools, scene.here, case, by=by)
        return case


_EXAMPLES = """\
样例:
  - 名称: 公示没有异议
    今天: 2026-03-02
    填写:
      name: 欧阳小三
      size: 二十人以内
      where:
        - 邻乡镇甲
      plan_file: 安排.pdf
      card: "430321196505120012"
      phone: "13812345678"
    经过:
      - 步骤: home
        问到:
          本乡镇 minzheng: 同意
        结果: 通过
      - 步骤: notice
        结果: 通过
    决定: 准予
    结局: 准予
  - 名称: 县里也要看
    今天: 2026-03-02
    填写:
      name: 欧阳小三
      size: 更多
      seats: "30"
      where:
        - 邻乡镇甲
      plan_file: 安排.pdf
      card: "430321196505120012"
      phone: "13812345678"
      illness_file: 诊断.pdf
    经过:
      - 步骤: home
        问到:
          本乡镇 minzheng: 同意
          本乡镇 nongye: 同意
        结果: 通过
      - 步骤: county
        问到:
          县里 xian_minzheng: 同意
        结果: 通过
      - 步骤: notice
        异议成立: 是
        结果: 不通过
    决定: 不予
    结局: 不予
  - 名称: 坐不下
    今天: 2026-03-02
    填写:
      name: 欧阳小三
      size: 更多
      seats: "600"
    结局: 不符合条件
  - 名称: 电话少写一位
    今天: 2026-03-02
    填写:
      name: 欧阳小三
      size: 二十人以内
      where:
        - 邻乡镇甲
      plan_file: 安排.pdf
      card: "430321196505120012"
      phone: "1381234567"
    填错:
      - phone
    结局: 填不完
"""

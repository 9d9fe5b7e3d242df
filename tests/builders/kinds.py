"""A whole sheet that asks a question of every kind, and one answer to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import ClassVar

from jointhall.service_items.asking import Question
from jointhall.service_items.library import Library
from jointhall.service_items.reading import read_text
from jointhall.service_items.sheets import Sheet
from tests.builders.items import a_library
from tests.builders.sheets import SHEET

CODE = "every_kind"

_FORM = """\
表单:
  - 编号: q_information
    类型: 说明
    问: 填之前看一眼
    提示: 带上身份证和银行卡，十分钟填得完。
  - 编号: name
    类型: 短文字
    问: 您叫什么名字？
    个人信息: 是
  - 编号: q_long_text
    类型: 长文字
    问: 说说情况
  - 编号: q_quantity
    类型: 数量
    单位: 亩
    问: 这块地一共有多大？
  - 编号: q_money
    类型: 金额
    问: 一年租金多少钱？
  - 编号: q_day
    类型: 日期
    问: 哪天开工？
  - 编号: q_period
    类型: 起止日期
    问: 租多久？
  - 编号: q_yes_no
    类型: 是否
    问: 占不占耕地？
  - 编号: q_one_choice
    类型: 单选
    问: 给谁办？
    选项:
      - 编号: self
        文字: 我自己
      - 编号: parent
        文字: 家里老人
  - 编号: q_several_choices
    类型: 多选
    问: 种养什么？
    选项:
      - 编号: lotus
        文字: 湘莲
      - 编号: pig
        文字: 生猪
      - 编号: tea
        文字: 油茶
  - 编号: q_linked_choices
    类型: 联动选择
    问: 属于哪一类困难？
    选项:
      - 编号: illness
        文字: 因病
        下级:
          - 编号: serious
            文字: 大病
          - 编号: chronic
            文字: 慢性病
      - 编号: disaster
        文字: 因灾
        下级:
          - 编号: flood
            文字: 水灾
          - 编号: fire
            文字: 火灾
      - 编号: other
        文字: 别的原因
  - 编号: q_phone
    类型: 手机号
    问: 您的手机号
  - 编号: q_id_number
    类型: 身份证号
    问: 您的身份证号
  - 编号: q_credit_code
    类型: 统一社会信用代码
    问: 合作社的统一社会信用代码
  - 编号: q_bank_card
    类型: 银行卡号
    问: 钱打到哪张卡？
  - 编号: q_licence_plate
    类型: 车牌号
    问: 车牌号是多少？
  - 编号: q_township
    类型: 乡镇
    可多个: 是
    问: 地在哪些乡镇？
  - 编号: q_address
    类型: 村和地址
    问: 您住在哪里？
  - 编号: q_map_point
    类型: 地图点位
    问: 房子在哪个位置？
  - 编号: q_map_area
    类型: 地图范围
    问: 把这块地圈出来
  - 编号: q_land_parcel
    类型: 地块
    问: 是哪块地？
  - 编号: q_person
    类型: 个人
    问: 监护人是谁？
  - 编号: q_enterprise
    类型: 单位
    问: 是哪家单位？
  - 编号: q_household
    类型: 家庭成员
    问: 家里有哪些人？
    最多: 12
    列:
      - 编号: income
        类型: 金额
        问: 一个月收入多少？
        必答: 否
  - 编号: q_table
    类型: 表格
    问: 每样种了多少？
    列:
      - 编号: crop
        类型: 单选
        问: 种什么？
        选项:
          - 编号: rice
            文字: 水稻
          - 编号: lotus
            文字: 湘莲
      - 编号: area
        类型: 数量
        单位: 亩
        问: 种了几亩？
      - 编号: since
        类型: 日期
        问: 哪天种的？
        必答: 否
  - 编号: q_computed_sum
    类型: 自动合计
    问: 一共种了多少
    单位: 亩
    加总:
      - q_table.area
  - 编号: q_file
    类型: 文件
    收材料: plan
    问: 请传会议安排
  - 编号: q_photo
    类型: 照片
    收材料: plan
    可多个: 是
    问: 拍一张土地现状的照片
  - 编号: q_signature
    类型: 手写签名
    问: 请签上您的名字
  - 编号: q_consent
    类型: 承诺
    问: 我填的都是真的，愿意承担责任。
"""

INELIGIBLE = """\
不符合条件:
  - 当:
      题: q_quantity
      至少: 500
    告诉: 太大了，这里办不了。
"""

GOOD: dict[str, Mapping[str, str | Sequence[str]]] = {
    "short_text": {"": "罗秀兰"},
    "long_text": {"": "第一行\n第二行"},
    "quantity": {"": "3.5"},
    "money": {"": "1200"},
    "day": {"": "2026-12-01"},
    "period": {"from": "2026-12-01", "until": "2031-11-30"},
    "yes_no": {"": "no"},
    "one_choice": {"": "self"},
    "several_choices": {"": ["lotus", "tea"]},
    "linked_choices": {"": "illness/chronic"},
    "phone": {"": "13812345678"},
    "id_number": {"": "430321194303080025"},
    "credit_code": {"": "91110000600037341L"},
    "bank_card": {"": "6217995510000123454"},
    "licence_plate": {"": "湘C12345"},
    "township": {"": "花石镇"},
    "address": {"": "日华村五组"},
    "map_point": {"lat": "27.683100", "lng": "112.910200", "words": "大樟树旁边"},
    "map_area": {
        "points": "27.683100, 112.910200\n27.683100, 112.911200\n27.684000, 112.911200\n"
        "27.684000, 112.910200"
    },
    "land_parcel": {"place": "日华村五组门前垄", "area": "3.2", "unit": "mu", "number": "N-017"},
    "person": {"name": "周国良", "id_number": "11010519491231002X", "phone": "13900001111"},
    "enterprise": {
        "name": "日华湘莲专业合作社",
        "credit_code": "91110000600037341L",
        "representative": "周国良",
    },
    "household": {
        "1-name": "罗秀兰", "1-id_number": "430321194303080025", "1-relation": "self",
        "1-income": "300",
        "2-name": "周国良", "2-id_number": "11010519491231002X", "2-relation": "spouse",
    },
    "table": {
        "1-crop": "rice", "1-area": "2.5", "1-since": "",
        "2-crop": "lotus", "2-area": "1.2", "2-since": "2026-03-20",
    },
    "consent": {"": "yes"},
}  # fmt: skip
"""Kind → the fields of its page, filled in rightly; files are handed in instead."""

SILENT = {"computed_sum", "information"}
"""Kinds that nobody answers."""
FILES = {"file", "photo", "signature"}


def code_of(kind: str) -> str:
    """The question of this kind in the sheet."""
    return "name" if kind == "short_text" else f"q_{kind}"


def fields_of(kind: str, parts: Mapping[str, str | Sequence[str]]) -> dict[str, str | list[str]]:
    """These parts under the names that the page sends them by."""
    code = code_of(kind)
    return {
        f"{code}-{part}" if part else code: said if isinstance(said, str) else list(said)
        for part, said in parts.items()
    }


def sheet_of_every_kind() -> str:
    """The sheet as text: the small whole one, with a form of every kind."""
    before, _form, rest = SHEET.partition("表单:\n")
    after = rest[rest.index("申请人:\n") : rest.index("样例:\n")]
    after = after[: after.index("      - 编号: others\n")] + after[after.index("决定:\n") :]
    after = after.replace("          - size\n", "").replace("【答 size】", "【答 q_one_choice】")
    return before + _FORM + INELIGIBLE + after + _EXAMPLES


class Unchecked(Library):
    """A library published as it is: a sheet that asks everything collects too much, rightly so."""

    troubles: ClassVar[tuple[()]] = ()  # type: ignore[misc]


def library_of_every_kind(folder: Path) -> Library:
    """A library with this one item in it."""
    return Unchecked(a_library(folder, sheet_of_every_kind(), item=CODE).folder)


@cache
def the_sheet() -> Sheet:
    reading = read_text(sheet_of_every_kind(), file="sheet.yaml", module="places", code=CODE)
    assert reading.sheet is not None, reading.troubles
    return reading.sheet


def question_of(kind: str) -> Question:
    """The question of this kind, as the sheet asks it."""
    question = the_sheet().question(code_of(kind))
    assert question is not None, kind
    return question


_FILLED = """\
    填写:
      name: 罗秀兰
      q_long_text: 说一说
      q_quantity: 3.5亩
      q_money: "1200"
      q_day: 2026-12-01
      q_period:
        从: 2026-12-01
        到: 2031-11-30
      q_yes_no: 否
      q_one_choice: 我自己
      q_several_choices:
        - 湘莲
      q_linked_choices:
        - 因病
        - 慢性病
      q_phone: "13812345678"
      q_id_number: "430321194303080025"
      q_credit_code: 91110000600037341L
      q_bank_card: "6217995510000123454"
      q_licence_plate: 湘C12345
      q_township:
        - 本乡镇
      q_address: 日华村五组
      q_map_point:
        lat: "27.6831"
        lng: "112.9102"
        words: 大樟树旁边
      q_map_area:
        - 27.6831, 112.9102
        - 27.6831, 112.9112
        - 27.6840, 112.9112
      q_land_parcel:
        在哪里: 日华村五组
        有多大: "3.2"
        按什么算: 亩
      q_person:
        姓名: 周国良
        身份证号: 11010519491231002X
      q_enterprise:
        name: 日华湘莲专业合作社
        credit_code: 91110000600037341L
        representative: 周国良
      q_household:
        - 姓名: 罗秀兰
          身份证号: "430321194303080025"
          relation: 本人
          income: "300"
      q_table:
        - crop: 水稻
          area: "2.5"
        - crop: 湘莲
          area: "1.2"
          since: 2026-03-20
      q_file: 安排.pdf
      q_photo:
        - 一.jpg
        - 二.jpg
      q_signature: 签名.png
      q_consent: 是
"""

_EXAMPLES = f"""\
样例:
  - 名称: 都填好了
    今天: 2026-11-16
{_FILLED}    经过:
      - 步骤: ask_all
        问到:
          本乡镇 dangzheng: 同意
        结果: 通过
    决定: 准予
    结局: 准予
  - 名称: 没同意
    今天: 2026-11-16
{_FILLED}    经过:
      - 步骤: ask_all
        问到:
          本乡镇 dangzheng: 不同意
        结果: 不通过
    决定: 不予
    结局: 不予
  - 名称: 太大了
    今天: 2026-11-16
    填写:
      name: 罗秀兰
      q_long_text: 说一说
      q_quantity: "600"
    结局: 不符合条件
"""

"""A small whole sheet as text, and pieces of it to change."""

from __future__ import annotations

from datetime import date

from jointhall.service_items.asking import Question
from jointhall.service_items.checks import check
from jointhall.service_items.counter import Counter, Place
from jointhall.service_items.reading import Reading, read_text
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.troubles import Trouble

HERE = Place("430321101000", "易俗河镇")
NEXT = Place("430321102000", "谭家山镇")
FAR = Place("430321103000", "中路铺镇")

SHEET = """\
名称: 开会场地借用
一句话: 借镇里的会议室开会。
俗称:
  - 借会议室
事项类型: 公共服务
行使层级: 乡镇级
权力来源: 法定本级行使
实施主体:
  名称: 乡镇人民政府
  性质: 法定机关
服务对象:
  - 自然人
主题:
  - 公共场地
办件类型: 承诺件
办理形式:
  - 网上办理
网上办理深度:
  - 办理
设定依据:
  - 名称: 《乡镇会议室管理条例》
    条款: 第三条
    施行日期: 2020-01-01
法定办结时限: 10个工作日
承诺办结时限: 5个工作日
到现场次数: 0
受理条件:
  - 场地空着。
材料:
  - 编号: plan
    名称: 会议安排
    来源渠道: 申请人自备
    材料形式: 电子
    必要性: 必要
    要求依据: 《乡镇会议室管理条例》第四条
    示例样表: 见窗口
收费: 不收费
办理结果:
  - 名称: 借用通知
    类型: 其他
    样本: 见文书
办理窗口:
  站所: zhengwu
通办范围: 全镇
权利:
  - 可以问进度。
救济途径:
  行政复议: 60日内向县人民政府申请。
  行政诉讼: 6个月内起诉。
乡镇可调整:
  - 承诺办结时限
  - 咨询电话
表单:
  - 编号: name
    类型: 短文字
    问: 您叫什么名字？
    个人信息: 是
    再问原因: 来借的人不一定是登录的人
  - 编号: size
    类型: 单选
    问: 多少人？
    选项:
      - 编号: small
        文字: 二十人以内
      - 编号: large
        文字: 更多
  - 编号: seats
    类型: 数量
    单位: 个
    问: 要几个座位？
    何时问:
      题: size
      答: large
  - 编号: where
    类型: 乡镇
    可多个: 是
    问: 哪些乡镇的人来？
  - 编号: plan_file
    类型: 文件
    收材料: plan
    问: 请传会议安排
不符合条件:
  - 当:
      题: seats
      至少: 500
    告诉: 坐不下。
申请人:
  姓名: name
受理:
  站所: zhengwu
步骤:
  - 编号: ask_all
    名称: 问一圈
    规则: 全部同意
    交给:
      - 编号: own
        在: 本乡镇
        站所: dangzheng
        请做: 看场地空不空。
        期限: 2个工作日
        可看答案:
          - name
          - size
        可看材料:
          - plan
      - 编号: others
        在: 答案里的乡镇
        按题: where
        站所: dangzheng
        请做: 看来不来得了。
        期限: 2个工作日
        可看答案:
          - size
决定:
  站所: lingdao
  岗位: 负责人
  请做: 定下来。
  期限: 1个工作日
  结果:
    - 结果: 准予
      叫法: 同意借用
      告诉: 可以来。
    - 结果: 不予
      告诉: 这次不行。
文书:
  - 种类: 受理通知书
    标题: 受理通知书
    正文: |
      【申请人】：收到了。办件编号【办件编号】，办结期限【办结期限】。
  - 种类: 补正告知书
    标题: 补正告知书
    正文: |
      请补：【补正内容】
  - 种类: 不予受理通知书
    标题: 不予受理通知书
    正文: |
      【理由】【救济途径】
  - 种类: 准予决定书
    标题: 借用通知
    正文: |
      可以借：【答 size】
  - 种类: 不予决定书
    标题: 不予借用决定书
    正文: |
      【理由】【救济途径】
公开摘要: 借用会议室（【答 size】）
样例:
  - 名称: 都同意
    今天: 2026-03-02
    填写:
      name: 张三
      size: 二十人以内
      where:
        - 邻乡镇甲
      plan_file: 安排.pdf
    经过:
      - 步骤: ask_all
        问到:
          本乡镇 dangzheng: 同意
          邻乡镇甲 dangzheng: 同意
        结果: 通过
    决定: 准予
    结局: 准予
  - 名称: 有一家来不了
    今天: 2026-03-02
    填写:
      name: 张三
      size: 二十人以内
      where:
        - 邻乡镇甲
      plan_file: 安排.pdf
    经过:
      - 步骤: ask_all
        问到:
          本乡镇 dangzheng: 未答
          邻乡镇甲 dangzheng: 不同意
        结果: 不通过
    决定: 不予
    结局: 不予
  - 名称: 坐不下
    今天: 2026-03-02
    填写:
      name: 张三
      size: 更多
      seats: "600"
    结局: 不符合条件
  - 名称: 座位写了字
    今天: 2026-03-02
    填写:
      name: 张三
      size: 更多
      seats: 很多
      where:
        - 邻乡镇甲
      plan_file: 安排.pdf
    填错:
      - seats
    结局: 填不完
"""

NO_STEP = "决定:\n  站所"
NOT_FILED = SHEET[SHEET.index("  - 名称: 坐不下\n") :]
"""The examples that come to no case: refused by a condition, or not filled in."""
NOTICE = """\
  - 编号: posted
    名称: 贴出来
    公示:
      期限: 3个工作日
      地点:
        - 村务公开栏
      公示答案:
        - size
      异议站所: dangzheng
      告诉: 有意见就来说。
决定:
  站所"""


def changed(*swaps: tuple[str, str]) -> str:
    """The sheet with pieces of text replaced, each of which must be there."""
    text = SHEET
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def a_reading(*swaps: tuple[str, str]) -> Reading:
    return read_text(changed(*swaps), file="sheet.yaml", module="places", code="meeting_room")


def a_sheet(*swaps: tuple[str, str]) -> Sheet:
    reading = a_reading(*swaps)
    assert reading.sheet is not None, reading.troubles
    return reading.sheet


def troubles_of(*swaps: tuple[str, str]) -> tuple[Trouble, ...]:
    return check(a_reading(*swaps))


def line_of(text: str, *swaps: tuple[str, str]) -> int:
    """The line on which this stands in the changed sheet."""
    lines = changed(*swaps).split("\n")
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def a_counter(today: date = date(2026, 3, 2)) -> Counter:
    return Counter(HERE, today, (HERE, NEXT, FAR))


def a_question(kind: str, **also: object) -> Question:
    return Question(code="q", kind=kind, label="问一问？", **also)  # type: ignore[arg-type]


def numbers_of(*swaps: tuple[str, str]) -> set[str]:
    """The numbers of the checks that find something in the changed sheet."""
    return {trouble.number for trouble in troubles_of(*swaps)}

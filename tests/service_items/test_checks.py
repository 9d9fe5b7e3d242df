"""Each check finds what it is for, at its place, and says how to mend it."""

import pytest

from jointhall.service_items.checks import CHECKS
from tests.builders.sheets import changed, troubles_of

BROKEN: list[tuple[str, str, str, str]] = [
    ("C01", "承诺办结时限: 5个工作日", "承诺办结时限: 11个工作日", "超过了法定10个工作日"),
    ("C01", "承诺办结时限: 5个工作日", "承诺办结时限: 15个自然日", "超过了法定10个工作日"),
    ("C02", "办件类型: 承诺件", "办件类型: 即办件", "承诺却要5个工作日"),
    ("C03", "条款: 第三条", "条款: 三", "没有写到条"),
    ("C04", "名称: 《乡镇会议室管理条例》", "名称: 乡镇会议室管理条例", "没有书名号"),
    ("C04", "名称: 《乡镇会议室管理条例》", "名称: 《关于会议室的通知》", "没有写文号"),
    ("C05", "名称: 会议安排", "名称: 其他相关材料", "兜底"),
    ("C06", "来源渠道: 申请人自备", "来源渠道: 其他", "没有说从哪里来"),
    ("C07", "    要求依据: 《乡镇会议室管理条例》第四条\n", "", "没有写要求依据"),
    ("C08", "材料形式: 电子", "材料形式: 纸质", "没有写份数"),
    ("C09", "站所: zhengwu\n通办", "站所: zhengwu\n  咨询电话: 55550123\n通办", "没有区号"),
    (
        "C09",
        "站所: zhengwu\n通办",
        "站所: zhengwu\n  咨询电话: 0731-55550123\n  投诉电话: 0731-55550123\n通办",
        "同一个",
    ),
    ("C10", "到现场次数: 0", "到现场次数: 1", "没有说为什么"),
    ("C10", "到现场次数: 0", "到现场次数: 0\n到现场原因: 要签字", "却写了原因"),
    ("C11", "到现场次数: 0", "到现场次数: 2\n到现场原因: 要签字", "要跑2次"),
    ("C12", "  - 网上办理\n", "  - 窗口办理\n", "既不能网上办也不能寄"),
    ("C14", "    样本: 见文书\n", "", "没有样本"),
    ("C15", "事项类型: 公共服务", "事项类型: 行政许可", "至少要有一条常见问题"),
    ("C16", "通办范围: 全镇", "通办范围: 全省", "没有说怎么通办"),
    (
        "C17",
        "乡镇可调整:",
        "县里要确认:\n  - 事: 时限\n    原因: 各地不同\n乡镇可调整:",
        "请县里确认“时限”",
    ),
    ("C20", "编号: seats", "编号: size", "用了两次"),
    ("C21", "      - 编号: large\n        文字: 更多\n", "", "至少要有两个选项"),
    ("C21", "    单位: 个\n", "", "没有写单位"),
    ("C22", "    收材料: plan\n", "", "没有说收的是哪一样材料"),
    ("C22", "收材料: plan", "收材料: plans", "没有编号叫“plans”的"),
    ("C23", "收材料: plan", "收材料: plans", "没有题目收"),
    ("C24", "    必要性: 必要", "    必要性: 必要\n    免提交: 我们自己查", "却还有题目收"),
    ("C25", "      题: size", "      题: where", "排在后面"),
    ("C25", "      题: size", "      题: sise", "没有编号叫“sise”的"),
    ("C25", "      答: large", "      答: larger", "没有“larger”这个答案"),
    ("C25", "      答: large", "      至少: 3", "不能用在单选题"),
    ("C27", "  姓名: name", "  姓名: nam", "没有编号叫“nam”的"),
    ("C27", "  姓名: name", "  姓名: size", "不是填姓名的题"),
    ("C30", "          - name\n          - size\n", "          - nane\n", "没有编号叫“nane”的"),
    ("C30", "          - name\n          - size\n", "          - plan_file\n", "是文件，不是答案"),
    ("C30", "          - plan\n      - 编号", "          - plans\n      - 编号", "“plans”"),
    ("C31", "        按题: where\n", "", "要说看哪一题"),
    ("C31", "按题: where", "按题: size", "要说看哪一题"),
    ("C31", "        在: 本乡镇\n", "        在: 本乡镇\n        按题: where\n", "删去|才写"),
    (
        "C32",
        "        在: 答案里的乡镇\n        按题: where\n",
        "        在: 本乡镇\n",
        "问了两次",
    ),
    ("C34", "        期限: 2个工作日", "        期限: 9个工作日", "加起来要10个工作日"),
    (
        "C35",
        "        可看答案:\n          - size\n决定",
        "        可看答案:\n          - name\n决定",
        "要给别家看吗",
    ),
    ("C36", "    - 结果: 不予", "    - 结果: 准予", "“不予”要有一个"),
    ("C37", "  - 种类: 补正告知书", "  - 种类: 受理通知书", "“补正告知书”要有一份"),
    ("C38", "【申请人】：收到了", "【申请入】：收到了", "不认得【申请入】"),
    ("C38", "      请补：【补正内容】", "      请补。", "要有【补正内容】"),
    ("C38", "可以借：【答 size】", "可以借：【答 sise】", "没有编号叫“sise”的"),
    ("C39", "借用会议室（【答 size】）", "借用会议室（【答 name】）", "不能公开"),
    ("C39", "借用会议室（【答 size】）", "借用会议室（【申请人】）", "不能写【申请人】"),
    ("C40", "    结局: 不符合条件", "    结局: 填不完", "没有一个样例的结局是“不符合条件”"),
    ("C41", "          邻乡镇甲 dangzheng: 同意", "          邻乡镇甲 dangzheng: 不同意", "写的是"),
    ("C41", "          邻乡镇甲 dangzheng: 同意\n", "", "还会问“邻乡镇甲 dangzheng”"),
    ("C41", '      seats: "600"', '      seats: "60"', "结局写的是“不符合条件”"),
    ("C41", "      size: 更多", "      size: 二十人以内", "没有问到这一题"),
]


@pytest.mark.parametrize(("number", "old", "new", "words"), BROKEN)
def test_a_broken_sheet_is_found_out(number: str, old: str, new: str, words: str) -> None:
    found = [trouble for trouble in troubles_of((old, new)) if trouble.number == number]
    assert found, [str(t) for t in troubles_of((old, new))]
    assert any(any(w in t.words + t.mend for w in words.split("|")) for t in found)
    assert all(t.mend and 0 < t.line <= changed((old, new)).count("\n") + 1 for t in found)


def test_a_quorum_larger_than_the_parties_is_found_out() -> None:
    text = (
        "        在: 答案里的乡镇\n        按题: where\n        站所: dangzheng",
        "        在: 县里\n        站所: xian_ziran",
    )
    found = troubles_of(("规则: 全部同意", "规则: 至少3家同意"), text)
    assert [t.words for t in found if t.number == "C33"] == ["要至少3家同意，可是只问2家"]


def test_a_question_nobody_can_reach_is_found_out() -> None:
    never = (
        "    何时问:\n      都要:\n        - 题: size\n          答: large\n        - 题: size\n"
    )
    asked = "    何时问:\n      题: size\n      答: large\n"
    found = troubles_of((asked, never + "          答: small\n"))
    assert "C26" in {t.number for t in found}
    either = never.replace("都要", "任一") + "          答: small\n"
    assert "C26" not in {t.number for t in troubles_of((asked, either))}


def test_a_fee_on_a_permit_needs_a_law() -> None:
    fee = "收费:\n  - 项目: 场地费\n    标准: 每次100元\n    依据: 镇里的通知"
    found = troubles_of(("收费: 不收费", fee), ("事项类型: 公共服务", "事项类型: 行政许可"))
    assert "C13" in {t.number for t in found}
    lawful = fee.replace("镇里的通知", "《会议室管理条例》第九条")
    found = troubles_of(("收费: 不收费", lawful), ("事项类型: 公共服务", "事项类型: 行政许可"))
    assert "C13" not in {t.number for t in found}


def test_numbers_are_told_apart_and_every_one_is_tested() -> None:
    numbers = [check.number for check in CHECKS]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) - {number for number, *_rest in BROKEN} <= {"C13", "C26", "C33"}

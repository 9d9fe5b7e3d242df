"""What people are promised: permits, laws."""

from tests.builders.sheets import NOTICE, SHEET, numbers_of, troubles_of


def test_a_permit_has_its_five_stations() -> None:
    permit = ("事项类型: 公共服务", "事项类型: 行政许可")
    clerk = ("  岗位: 负责人\n  请做: 定", "  岗位: 经办人\n  请做: 定")
    assert "C55" not in numbers_of(permit)
    (found,) = [t for t in troubles_of(permit, clerk) if t.number == "C55"]
    assert found.words == "行政许可的审批要由负责人来决定"
    steps = SHEET[SHEET.index("  - 编号: ask_all") : SHEET.index("决定:\n")]
    nobody = (steps, NOTICE.removesuffix("决定:\n  站所"))
    found = next(t for t in troubles_of(permit, nobody) if t.number == "C55")
    assert "没有审核" in found.words


def test_a_law_to_be_confirmed_needs_no_date_yet() -> None:
    undated = ("    施行日期: 2020-01-01\n", "")
    asked = ("乡镇可调整:", "县里要确认:\n  - 事: 设定依据\n    原因: 各地不同\n乡镇可调整:")
    assert "C57" in numbers_of(undated)
    assert "C57" not in numbers_of(undated, asked)


def test_a_fee_on_a_permit_needs_a_law() -> None:
    fee = "收费:\n  - 项目: 场地费\n    标准: 每次100元\n    依据: 镇里的通知"
    found = troubles_of(("收费: 不收费", fee), ("事项类型: 公共服务", "事项类型: 行政许可"))
    assert "C13" in {t.number for t in found}
    lawful = fee.replace("镇里的通知", "《会议室管理条例》第九条")
    found = troubles_of(("收费: 不收费", lawful), ("事项类型: 公共服务", "事项类型: 行政许可"))
    assert "C13" not in {t.number for t in found}

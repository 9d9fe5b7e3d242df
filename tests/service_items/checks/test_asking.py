"""Conditions: what can be reached, and what is never added up."""

from tests.builders.sheets import SHEET, numbers_of, troubles_of


def test_a_question_nobody_can_reach_is_found_out() -> None:
    never = (
        "    何时问:\n      都要:\n        - 题: size\n          答: large\n        - 题: size\n"
    )
    asked = "    何时问:\n      题: size\n      答: large\n"
    found = troubles_of((asked, never + "          答: small\n"))
    assert "C26" in {t.number for t in found}
    either = never.replace("都要", "任一") + "          答: small\n"
    assert "C26" not in {t.number for t in troubles_of((asked, either))}


def test_steps_that_are_never_both_taken_are_not_added_up() -> None:
    step = SHEET[SHEET.index("  - 编号: ask_all") : SHEET.index("决定:\n")]
    when = "    规则: 全部同意\n    何时走:\n      题: size\n      答: {0}\n"
    long = step.replace("期限: 2个工作日", "期限: 4个工作日")
    first = long.replace("    规则: 全部同意\n", when.format("small"))
    second = long.replace("ask_all", "ask_again").replace(
        "    规则: 全部同意\n", when.format("large")
    )
    assert not numbers_of((step, first + second)) & {"C34", "C75"}
    both = second.replace("答: large", "答: small")
    assert "C34" in numbers_of((step, first + both))


def test_conditions_on_a_column_a_sum_and_a_day_are_looked_at() -> None:
    seats = "  - 编号: seats\n    类型: 数量\n    单位: 个\n    问: 要几个座位？\n"
    table = (
        "  - 编号: seats\n    类型: 表格\n    问: 每个会场几个座位？\n    列:\n"
        "      - 编号: hall\n        类型: 短文字\n        问: 会场？\n"
        "      - 编号: number\n        类型: 数量\n        单位: 个\n        问: 几个？\n"
    )
    when = "      题: seats\n      至少: 500"
    column = (when, "      题: seats.number\n      至少: 500")
    assert not numbers_of((seats, table), column) & {"C25", "C60", "C72"}
    rows = (when, "      题: seats\n      至少: 5")
    assert not numbers_of((seats, table), rows) & {"C25", "C72"}
    for wrong in ("题: seats.hall\n      至少: 5", "题: seats.nothing\n      至少: 5"):
        assert "C25" in numbers_of((seats, table), (when, f"      {wrong}"))
    assert "C25" in numbers_of((when, "      题: size.number\n      至少: 5"))
    day = ("  - 编号: seats\n    类型: 数量\n    单位: 个", "  - 编号: seats\n    类型: 日期")
    assert not numbers_of(day, (when, "      题: seats\n      早于: 今天")) & {"C25", "C72"}
    assert "C25" in numbers_of(day, (when, "      题: seats\n      至少: 5"))

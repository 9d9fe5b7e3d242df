"""What each kind of question must say, and codes that would be taken for a page of the portal."""

import pytest

from jointhall.cases import portal
from jointhall.service_items.checks.kinds import PATHS
from tests.builders.sheets import numbers_of

DRAFT = "/drafts/{draft_id:uuid}/"


def test_the_codes_refused_are_the_pages_that_stand_beside_a_question() -> None:
    paths = {path for handler in portal.ROUTES for path in handler.paths}
    below = {path.removeprefix(DRAFT) for path in paths if path.startswith(DRAFT)}
    assert {name for name in below if "/" not in name and "{" not in name} == PATHS


@pytest.mark.parametrize("code", sorted(PATHS))
def test_each_of_them_is_refused(code: str) -> None:
    assert "C64" in numbers_of(("  - 编号: seats", f"  - 编号: {code}"))


LINKED = (
    "    类型: 单选\n    问: 多少人？",
    "    类型: 联动选择\n    问: 哪里？",
)
BELOW = (
    "        文字: 二十人以内\n",
    "        文字: 二十人以内\n        下级:\n          - 编号: {0}\n            文字: 小间\n",
)
BELOW_LARGE = (
    "        文字: 更多\n",
    "        文字: 更多\n        下级:\n          - 编号: hall\n            文字: 礼堂\n",
)


def test_linked_choices_are_known_by_either_level_and_each_code_once() -> None:
    below = (BELOW[0], BELOW[1].format("room"))
    asked = ("      题: size\n      答: large", "      题: size\n      答: hall")
    assert not numbers_of(LINKED, below, BELOW_LARGE, asked) & {"C20", "C21", "C25", "C26", "C61"}
    twice = (BELOW[0], BELOW[1].format("hall"))
    assert "C20" in numbers_of(LINKED, twice, BELOW_LARGE)


def test_a_sum_of_a_column_is_a_number_like_any_other() -> None:
    seats = "  - 编号: seats\n    类型: 数量\n    单位: 个\n    问: 要几个座位？\n"
    table = (
        "  - 编号: rooms\n    类型: 表格\n    问: 每间几个？\n    列:\n"
        "      - 编号: number\n        类型: 数量\n        单位: 个\n        问: 几个？\n"
        "      - 编号: name\n        类型: 短文字\n        问: 哪间？\n"
        "  - 编号: seats\n    类型: 自动合计\n    单位: 个\n    问: 一共几个座位？\n"
        "    加总:\n      - rooms.{0}\n"
    )
    assert not numbers_of((seats, table.format("number"))) & {"C25", "C62", "C72"}
    assert "C62" in numbers_of((seats, table.format("name")))
    assert "C62" in numbers_of((seats, table.format("nothing")))

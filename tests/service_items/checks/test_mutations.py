"""Two hundred sheets of the library, each spoilt somewhere: the check always has an answer."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from jointhall.service_items.checks import CHECKS, check
from jointhall.service_items.library import library
from jointhall.service_items.reading import read_source

KNOWN = {each.number for each in CHECKS}
SAID = (
    "", "x", "1", "-3", "是", "今天", "family.income", "a.b", "2026-03-02", "3个工作日", "2小时",
    "本乡镇", "县里", "答案里的乡镇", "全部同意", "至少9家同意", "表格", "家庭成员", "自动合计",
    "联动选择", "地块", "个人", "文件", "手写签名", "说明", "单选", "乡镇", "99999999", "没有规定",
    "【答 x】", "【设定 x】",
)  # fmt: skip


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every piece of a sheet, from the top."""
    if path:
        yield path
    if isinstance(data, dict):
        for key, below in data.items():
            yield from places(below, (*path, key))
    elif isinstance(data, list):
        for number, below in enumerate(data):
            yield from places(below, (*path, number))


def spoilt(source: dict[str, Any], chance: Random) -> dict[str, Any]:
    """A piece taken out, said otherwise, said twice, or put where another piece was."""
    sheet = deepcopy(source)
    for _turn in range(chance.randint(1, 4)):
        there = list(places(sheet))
        *above, last = chance.choice(there)
        around, other = held(sheet, above), held(sheet, chance.choice(there))
        match chance.randrange(4):
            case 0:
                del around[last]
            case 1:
                around[last] = chance.choice(SAID)
            case 2:
                around[last] = deepcopy(other)
            case _:
                if isinstance(around, list):
                    around.insert(last, deepcopy(other))
                    around.reverse()
    return sheet


def held(sheet: Any, path: Any) -> Any:
    for key in path:
        sheet = sheet[key]
    return sheet


@pytest.mark.parametrize("seed", range(20))
def test_ten_spoilt_sheets_are_answered_with_numbers_and_ways_to_mend(seed: int) -> None:
    chance = Random(seed)
    sheets = library().sheets()
    for _each in range(10):
        source = spoilt(dict(chance.choice(sheets).source), chance)
        reading = read_source(source, module="spoilt", code="sheet")
        found = check(reading)
        # What cannot be read is refused with a reason; what can is checked by known numbers.
        assert reading.sheet is not None or any(trouble.is_error for trouble in found)
        for trouble in found:
            assert trouble.words
            assert trouble.number in KNOWN if reading.sheet else trouble.number[0] == "R"
            assert trouble.mend or trouble.number[0] == "R", str(trouble)

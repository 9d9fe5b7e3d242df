"""Notices are read strictly, and every fault is told with its row."""

import json
from typing import Any

import pytest

from jointhall.kernel.clock.notices import BadNotice, published_notices, read_notice


def notice(**changes: Any) -> str:
    day = {"date": "2027-01-01", "name": "元旦", "off": True}
    return json.dumps({"year": 2027, "notice": ["https://www.gov.cn/x"], "days": [day]} | changes)


def test_the_delivered_notices_name_their_source() -> None:
    years = published_notices()
    assert [one.year for one in years] == [2024, 2025, 2026]
    assert all(source.startswith("https://www.gov.cn/") for one in years for source in one.sources)


def test_a_good_notice() -> None:
    read = read_notice(notice())
    assert (read.year, read.sources, len(read.days)) == (2027, ("https://www.gov.cn/x",), 1)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "不是 JSON"),
        ("[" * 100_000, "不是 JSON"),
        ("[]", "最外层"),
        (notice(year="2027"), "year 要写年份"),
        (notice(days=[]), "days 要写出"),
        (notice(days=["x"]), "第 1 行"),
        (notice(days=[{"date": "1月1日", "name": "元旦", "off": True}]), "第 1 行：date"),
        (notice(days=[{"date": 5, "name": "元旦", "off": True}]), "第 1 行：date"),
        (notice(days=[{"date": "2029-01-01", "name": "元旦", "off": True}]), "不在 2027 年"),
        (notice(days=[{"date": "2026-11-30", "name": "元旦", "off": True}]), "不在 2027 年"),
        (notice(days=[{"date": "2027-01-01", "name": "元旦", "off": "yes"}]), "off 要写 true"),
        (notice(days=[{"date": "2027-01-01", "name": " ", "off": True}]), "name 要写节日名"),
        (notice(days=[{"date": "2027-01-01", "name": "元旦", "off": True}] * 2), "写了两次"),
    ],
)
def test_a_bad_notice_says_where(content: str, fault: str) -> None:
    with pytest.raises(BadNotice, match=fault):
        read_notice(content)


def test_a_notice_may_name_the_last_december_days_before_it() -> None:
    days = [{"date": "2026-12-31", "name": "元旦", "off": True}]
    assert len(read_notice(notice(days=days)).days) == 1

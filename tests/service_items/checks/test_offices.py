"""Public notices: what they show and how long they stand."""

from tests.builders.sheets import NO_STEP, NOTICE, numbers_of


def test_a_notice_shows_no_numbers_even_by_half() -> None:
    phone = (
        "  - 编号: where\n",
        "  - 编号: phone\n    类型: 手机号\n    问: 电话？\n  - 编号: where\n",
    )
    assert "C76" in numbers_of(phone, (NO_STEP, NOTICE.replace("- size", "- phone")))
    assert not numbers_of((NO_STEP, NOTICE)) & {"C70", "C71", "C76"}


def test_a_notice_stands_as_long_as_its_paper_says() -> None:
    law = ("    施行日期: 2020-01-01", "    文号: 民发〔2021〕57号")
    days = [("3个工作日", True), ("6个自然日", True), ("7个自然日", False), ("5个工作日", False)]
    for period, too_short in days:
        notice = (NO_STEP, NOTICE.replace("3个工作日", period))
        assert ("C71" in numbers_of(law, notice)) is too_short, period

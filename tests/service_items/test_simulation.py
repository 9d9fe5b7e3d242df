"""Examples through a year: station dates by the real calendar, limits kept or not."""

from datetime import date

import pytest

from jointhall.kernel.clock.calendar import national_calendar
from jointhall.service_items.simulation import Run, filed, simulate, telling_days
from tests.builders.sheets import NO_STEP, NOTICE, a_sheet

CALENDAR = national_calendar()
POSTED = (
    "        结果: 通过\n    决定: 准予",
    "        结果: 通过\n      - 步骤: posted\n        结果: 通过\n    决定: 准予",
)


def run_on(day: date, *swaps: tuple[str, str], example: int = 0) -> Run:
    sheet = a_sheet(*swaps)
    return filed(sheet, sheet.examples[example], day, "", CALENDAR)


def stations(run: Run) -> list[tuple[str, str]]:
    return [(each.name, each.on.isoformat()) for each in run.stations]


def test_stations_come_in_order_each_with_its_last_day() -> None:
    run = run_on(date(2026, 3, 2))
    assert stations(run) == [
        ("收件", "2026-03-02"),
        ("受理", "2026-03-09"),
        ("问一圈", "2026-03-11"),
        ("决定", "2026-03-12"),
        ("送达", "2026-03-12"),
    ]
    assert run.stations[2].who == ("本乡镇党政办", "邻乡镇甲党政办")
    assert (run.promised_by, run.statutory_by) == (date(2026, 3, 16), date(2026, 3, 23))
    assert run.keeps_promise
    assert run.keeps_law


def test_spring_festival_and_days_worked_in_exchange_are_reckoned() -> None:
    """2026-02-15 to 02-23 are off; Saturdays 02-14 and 02-28 are worked."""
    run = run_on(date(2026, 2, 14))
    assert [on for _name, on in stations(run)] == [
        "2026-02-14", "2026-02-28", "2026-03-03", "2026-03-04", "2026-03-04",
    ]  # fmt: skip


def test_a_public_notice_runs_in_its_own_unit() -> None:
    assert stations(run_on(date(2026, 3, 2), (NO_STEP, NOTICE), POSTED))[3] == (
        "贴出来", "2026-03-16"
    )  # fmt: skip
    days = NOTICE.replace("3个工作日", "7个自然日")
    run = run_on(date(2026, 3, 2), (NO_STEP, days), POSTED)
    assert stations(run)[3] == ("贴出来", "2026-03-18")
    assert run.stations[3].who == ("村务公开栏",)


def test_a_promise_too_short_for_a_notice_is_not_kept_unless_the_clock_stands() -> None:
    notice = (NO_STEP, NOTICE.replace("3个工作日", "7个自然日"))
    late = run_on(date(2026, 3, 2), notice, POSTED)
    assert not late.keeps_promise
    assert late.keeps_law
    special = ("公开摘要: ", "特别程序:\n  - 名称: 公示\n    依据: 办法第一条\n公开摘要: ")
    standing = run_on(date(2026, 3, 2), notice, POSTED, special)
    assert standing.promised_by == date(2026, 3, 23)
    assert standing.keeps_promise


def test_who_did_not_have_to_answer_is_not_waited_for() -> None:
    swap = (
        "        请做: 看场地空不空。\n        期限: 2",
        "        请做: 看场地空不空。\n        期限: 4",
    )
    refused = run_on(date(2026, 3, 2), swap, ("承诺办结时限: 5", "承诺办结时限: 9"), example=1)
    assert refused.ends == "refused"
    assert stations(refused)[2] == ("问一圈", "2026-03-11")


def test_what_is_told_at_once_has_no_stations() -> None:
    ineligible = run_on(date(2026, 3, 2), example=2)
    assert (ineligible.stations, ineligible.words) == ((), "坐不下。")
    form = run_on(date(2026, 3, 2), example=3)
    assert form.ends == "form"
    assert "seats 请只写数字" in form.words


def test_limits_in_hours_are_reckoned_from_closing_time() -> None:
    run = run_on(date(2026, 3, 2), ("承诺办结时限: 5个工作日", "承诺办结时限: 100小时"))
    assert run.promised_by == date(2026, 3, 13)


def test_a_year_has_its_telling_days() -> None:
    days = dict(telling_days(2026, CALENDAR))
    assert days[date(2026, 2, 14)] == "春节前最后一个工作日、调休上班的周末"
    assert days[date(2026, 9, 30)] == "国庆节前最后一个工作日"
    assert days[date(2026, 12, 31)] == "年底，跨年"
    makeup = {date(2026, 1, 4), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20)}
    assert makeup <= days.keys()
    assert not CALENDAR.is_working_day(
        next(day for day, why in days.items() if why == "春节假期里")
    )


def test_every_example_goes_on_its_own_day_and_filed_ones_all_year() -> None:
    runs = list(simulate(a_sheet(), 2026))
    year = telling_days(2026, CALENDAR)
    assert [r.example for r in runs].count("都同意") == len(year) + 1
    assert [r.example for r in runs].count("坐不下") == 1
    assert all(r.keeps_promise and r.keeps_law and not r.is_astray for r in runs)


def test_an_example_that_does_not_go_as_it_tells_is_astray_on_its_own_day() -> None:
    sheet = a_sheet(("    决定: 准予\n    结局: 准予", "    决定: 准予\n    结局: 不予"))
    runs = [r for r in simulate(sheet, 2026) if r.example == "都同意"]
    assert [r.is_astray for r in runs].count(True) == 1
    assert runs[0].is_astray


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2030])
def test_any_year_can_be_asked_for(year: int) -> None:
    assert list(simulate(a_sheet(), year))

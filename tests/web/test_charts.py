"""Small charts say in words what they draw."""

from __future__ import annotations

from bs4 import BeautifulSoup

from jointhall.web.charts import Bar, bars_svg, columns_svg, spark_svg, used_svg


def test_bars_are_read_aloud_and_drawn_to_scale() -> None:
    bars = [Bar("超期", 2, "late"), Bar("13", 4, "soon"), Bar("14", 0)]
    chart = BeautifulSoup(bars_svg(bars, "每天到期几件"), "html.parser")
    svg = chart.svg
    assert svg is not None
    assert svg["aria-label"] == "每天到期几件：超期 2；13 4；14 0"
    heights = [int(str(rect["height"])) for rect in chart.find_all("rect")]
    assert heights == [20, 40]
    assert chart.select_one("rect.is-late") is not None


def test_a_label_cannot_bring_markup() -> None:
    assert "<b>" not in bars_svg([Bar("<b>", 1)], "<i>")


def test_no_bars_is_an_empty_chart() -> None:
    assert "rect" not in bars_svg([], "没有")


def test_a_spark_keeps_one_scale_for_a_column() -> None:
    low = spark_svg([85, 85], low=80, high=100)
    high = spark_svg([95, 95], low=80, high=100)
    assert "M3.0 18.0L73.0 18.0" in low
    assert "M3.0 8.0L73.0 8.0" in high


def test_a_spark_of_one_or_none_does_not_break() -> None:
    assert "circle" in spark_svg([3])
    assert spark_svg([]) == ""
    assert columns_svg([]) == ""


def test_columns_never_leave_their_box() -> None:
    chart = BeautifulSoup(columns_svg([1, 50, 0], high=10), "html.parser")
    heights = [float(str(rect["height"])) for rect in chart.find_all("rect")]
    assert heights == [2.4, 24.0, 0]


def test_days_used_past_the_promise_reach_past_its_mark() -> None:
    over, within = used_svg(13, 10), used_svg(5, 10)
    assert "h83v6" in over
    assert "M63 0" in over
    assert "h42v6" in within

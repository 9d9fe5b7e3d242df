"""The line of stations reads in order without any style, and forks for two to five parties."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from jointhall.web.design_samples import line_of, lines, parties
from jointhall.web.pages import environment
from jointhall.web.stations import DayCells, Fork, Line, Party, Station


def shown(line: Line) -> BeautifulSoup:
    template = environment().from_string(
        '{% from "web/parts/line.html" import station_line %}{{ station_line(line, 3) }}'
    )
    return BeautifulSoup(template.render(line=line), "html.parser")


def heads(page: BeautifulSoup | Tag) -> list[str]:
    return [tag.get_text("", strip=True) for tag in page.find_all(["h3", "h4"])]


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_a_fork_is_read_between_what_was_and_what_comes(count: int) -> None:
    names = [party.name for party in parties()[:count]]
    assert heads(shown(line_of(count))) == [
        "已完成：提交", "已完成：受理", f"正在：{count} 家同时看", *names,
        "还没到：决定", "还没到：送达",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_every_party_has_its_card_its_lane_and_its_word(count: int) -> None:
    page = shown(line_of(count))
    lanes = page.select(".lanes > li")
    assert len(lanes) == count
    for lane, party in zip(lanes, parties(), strict=False):
        assert party.name in lane.get_text()
        assert party.word in lane.get_text()
        assert len(lane.select("svg.rails line")) == count + 1
        assert lane.select_one(".light .icon") is not None


def test_the_drawing_is_hidden_from_who_listens() -> None:
    for svg in shown(line_of(4)).find_all("svg"):
        assert svg.get("aria-hidden") == "true"


def test_lists_hold_only_list_items() -> None:
    page = shown(line_of(3))
    for ol in page.find_all("ol"):
        assert all(child.name == "li" for child in ol.find_all(recursive=False))


def test_who_agreed_has_gone_on_and_who_has_not_is_ahead() -> None:
    fork = Fork(parties()[:3])
    out, back = str(fork.lying_out), str(fork.lying_in)
    assert "rail-ahead" not in out
    assert back.count('"rail-ahead"') == 2
    assert back.count('"rail"') == 1
    assert back.index('"rail"') > back.index('"rail-ahead"'), "the way already gone lies on top"


def test_only_near_and_late_colour_a_lane() -> None:
    shades = [party.shade for party in parties()]
    assert shades == ["", "is-soon", "", "is-late", "is-late"]
    assert "is-soon" in str(Fork(parties()[:2]).turn_out)


def test_a_fork_still_ahead_is_all_dotted() -> None:
    fork = Fork(parties()[:2], state="coming")
    assert '"rail"' not in str(fork.lying_out)
    assert "is-ahead" in str(fork.rails(0))
    assert not fork.is_under_way


def test_a_fork_that_is_done_lets_the_line_go_on() -> None:
    agreed = tuple(Party(name, "", "agreed", "done", "已同意") for name in ("花石镇", "茶恩寺镇"))
    line = Line((Station("受理", "done"), Fork(agreed, state="done"), Station("决定", "now")))
    page = shown(line)
    assert "waits" not in str(page.select_one(".fork")["class"])  # type: ignore[index]
    assert "rail-ahead" not in str(line.mini)


def test_a_stopped_station_says_so() -> None:
    assert "停在这里：等您补正" in heads(shown(lines()["plain"]))


@pytest.mark.parametrize("count", [0, 1, 6])
def test_a_fork_has_two_to_five_parties(count: int) -> None:
    party = parties()[0]
    with pytest.raises(ValueError, match="two to five"):
        Fork((party,) * count)


def test_a_long_line_stays_standing() -> None:
    stop = Station("受理", "done")
    assert Line((stop,) * 7).lies_down
    assert not Line((stop,) * 8).lies_down
    assert line_of(5).lies_down
    assert not Line((*line_of(3).stations, stop)).lies_down
    assert not Line((Fork(parties()[:2]), Fork(parties()[:2]))).lies_down


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_the_line_at_a_glance_has_every_stop_and_is_small(count: int) -> None:
    mini = str(line_of(count).mini)
    assert mini.count("<circle") - mini.count('class="d"') == 4 + count
    assert len(mini.encode()) < 5_000


def test_days_too_many_are_shown_past_the_end() -> None:
    template = environment().from_string(
        '{% from "web/parts/days.html" import pips %}{{ pips(cells, "late") }}'
    )
    bar = BeautifulSoup(template.render(cells=DayCells(5, 7, today=False)), "html.parser")
    assert len(bar.find_all("rect")) == 7
    assert len(bar.select("rect.u")) == 5
    assert len(bar.select("rect.o")) == 2


def test_today_is_the_day_after_those_used() -> None:
    template = environment().from_string(
        '{% from "web/parts/days.html" import pips %}{{ pips(cells) }}'
    )
    bar = BeautifulSoup(template.render(cells=DayCells(6, 4)), "html.parser")
    kinds = [rect.get("class") for rect in bar.find_all("rect")]
    assert kinds == [["u"], ["u"], ["u"], ["u"], ["n"], None]

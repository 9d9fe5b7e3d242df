"""`clock due` at the terminal: data on stdout, faults with exit code 2."""

import json

import pytest
from click.testing import CliRunner

from jointhall.kernel.clock.cli import clock


def test_json() -> None:
    run = CliRunner().invoke(
        clock, ["due", "--from", "2026-02-10", "--working-days", "5", "--json"]
    )
    told = json.loads(run.stdout)
    assert (run.exit_code, told["due"], told["provisional"]) == (0, "2026-02-24", False)
    assert [day["n"] for day in told["days"] if day["n"]] == [1, 2, 3, 4, 5]


def test_plain_text() -> None:
    run = CliRunner().invoke(clock, ["due", "--from", "2026-02-10", "--working-days", "5"])
    assert run.stdout.splitlines()[0] == "2026-02-24 2月24日（周二）"
    assert "春节放假，9 天不算。" in run.stdout


def test_beyond_the_calendar_says_so() -> None:
    run = CliRunner().invoke(clock, ["due", "--from", "2026-12-20", "--days", "40", "--json"])
    told = json.loads(run.stdout)
    assert told["provisional"] is True
    assert "通知来了会重新算" in told["provisional_because"]


def test_hours_and_pause() -> None:
    hours = ["due", "--from", "2026-02-13T22:30", "--hours", "4", "--json"]
    told = json.loads(CliRunner().invoke(clock, hours).stdout)
    assert told["due"] == "2026-02-14T02:30:00+08:00"
    pause = ["--pause", "2026-03-03..2026-03-04:补正"]
    run = CliRunner().invoke(clock, ["due", "--from", "2026-03-02", "--working-days", "1", *pause])
    assert run.stdout.startswith("2026-03-05")


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (["--from", "2026-02-10"], "要写一个"),
        (["--from", "2026-02-10", "--days", "3", "--working-days", "3"], "也只能写一个"),
        (["--from", "二月十日", "--days", "3"], "读不出"),
        (["--from", "2026-02-10", "--days", "0"], "期限要在"),
        (["--from", "2026-02-10", "--hours", "3"], "几点几分"),
        (["--from", "2026-02-10", "--days", "3", "--pause", "明天"], "读不出"),
    ],
)
def test_faults(given: list[str], fault: str) -> None:
    run = CliRunner().invoke(clock, ["due", *given])
    assert run.exit_code == 2
    assert fault in run.stderr
    assert run.stdout == ""

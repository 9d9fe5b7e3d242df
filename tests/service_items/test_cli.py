"""`hall items check`: what it prints, where, and with which exit code."""

import json
from pathlib import Path

from click.testing import CliRunner

from jointhall.service_items.bundles.checks import CHECKS as BUNDLES
from jointhall.service_items.checks import CHECKS
from jointhall.service_items.cli import items
from jointhall.service_items.library import modules_folder
from tests.builders.sheets import SHEET


def a_sheet_file(folder: Path, text: str, item: str = "meeting_room") -> Path:
    path = folder / "places" / item / "sheet.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clean_sheet_is_zero(tmp_path: Path) -> None:
    a_sheet_file(tmp_path, SHEET)
    result = CliRunner().invoke(items, ["check", str(tmp_path)])
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "查了1张表：0处错，0处提醒" in result.stderr


def test_errors_are_one_with_file_line_and_column(tmp_path: Path) -> None:
    path = a_sheet_file(tmp_path, SHEET.replace("收费: 不收费", "收费：不收费"))
    result = CliRunner().invoke(items, ["check", str(path)])
    assert result.exit_code == 1
    line = SHEET.split("\n").index("收费: 不收费") + 1
    assert f"{path}:{line}:3 错 R13 “收费”后面请用英文冒号 :" in result.stdout


def test_json_is_data_and_nothing_else(tmp_path: Path) -> None:
    a_sheet_file(tmp_path, SHEET.replace("承诺办结时限: 5", "承诺办结时限: 50"))
    result = CliRunner().invoke(items, ["check", str(tmp_path), "--json"])
    assert result.exit_code == 1
    (found,) = json.loads(result.stdout)
    assert (found["number"], found["severity"]) == ("C01", "错")
    assert found["line"] > 0


def test_nothing_to_check_is_two(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        assert CliRunner().invoke(items, ["check", str(path)]).exit_code == 2


def test_an_item_or_a_module_is_checked_by_its_code() -> None:
    one = CliRunner().invoke(items, ["check", "facility_farmland"])
    assert "查了1张表" in one.stderr
    module = CliRunner().invoke(items, ["check", "elderly", "--errors"])
    assert module.exit_code == 0
    assert "查了1张表" not in module.stderr
    assert "提醒 C" not in module.stdout
    assert CliRunner().invoke(items, ["check", "facility_farmlan"]).exit_code == 2


def test_two_items_of_one_name_are_refused(tmp_path: Path) -> None:
    a_sheet_file(tmp_path / "a", SHEET)
    a_sheet_file(tmp_path / "b", SHEET)
    result = CliRunner().invoke(items, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "C42" in result.stdout


def test_the_table_of_checks_beside_the_library_is_up_to_date() -> None:
    result = CliRunner().invoke(items, ["checks"])
    assert result.exit_code == 0
    assert result.stdout == (modules_folder() / "CHECKS.md").read_text(encoding="utf-8")
    rows = [line for line in result.stdout.splitlines() if line.startswith(("| C", "| B"))]
    numbers = {check.number for check in (*CHECKS, *BUNDLES)} | {"C42"}
    assert {row.split(" | ")[0].removeprefix("| ") for row in rows} == numbers
    assert all(len(row.split(" | ")) == 4 for row in rows)


def test_simulating_prints_a_line_of_stations_with_dates(tmp_path: Path) -> None:
    path = a_sheet_file(tmp_path, SHEET)
    result = CliRunner().invoke(items, ["simulate", str(path), "--year", "2026"])
    assert result.exit_code == 0, result.output
    assert "开会场地借用（meeting_room）" in result.stdout
    assert "收件 2026-03-02 → 受理 2026-03-09 → 问一圈 2026-03-11（本乡镇党政办、" in result.stdout
    assert "承诺 2026-03-16，来得及；法定 2026-03-23，来得及" in result.stdout
    assert "走到“不符合条件”：坐不下。" in result.stdout
    assert "0次赶不上时限" in result.stderr


def test_simulating_as_json_is_data(tmp_path: Path) -> None:
    path = a_sheet_file(tmp_path, SHEET)
    result = CliRunner().invoke(items, ["simulate", str(path), "--json", "--year", "2026"])
    runs = json.loads(result.stdout)
    assert runs[0]["stations"][-1] == {"name": "送达", "on": "2026-03-12", "who": []}
    assert (runs[0]["promised_by"], runs[0]["keeps_promise"]) == ("2026-03-16", True)


def test_a_promise_that_cannot_be_kept_is_one_and_an_unknown_item_two(tmp_path: Path) -> None:
    path = a_sheet_file(tmp_path, SHEET.replace("承诺办结时限: 5", "承诺办结时限: 2"))
    late = CliRunner().invoke(items, ["simulate", str(path)])
    assert late.exit_code == 1
    assert "来不及" in late.stdout
    assert CliRunner().invoke(items, ["simulate", "facility_farmlan"]).exit_code == 2
    said = CliRunner().invoke(items, ["simulate", "facility_farmlan"]).stderr
    assert "是不是 facility_farmland？" in said
    broken = a_sheet_file(tmp_path / "broken", "名称: 一\n")
    assert CliRunner().invoke(items, ["simulate", str(broken)]).exit_code == 1


def test_the_library_that_comes_with_the_house_is_clean() -> None:
    result = CliRunner().invoke(items, ["check"])
    assert result.exit_code == 0, result.stdout
    assert " 错 " not in result.stdout

"""`hall items check`: what it prints, where, and with which exit code."""

import json
from pathlib import Path

from click.testing import CliRunner

from jointhall.service_items.cli import items
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


def test_two_items_of_one_name_are_refused(tmp_path: Path) -> None:
    a_sheet_file(tmp_path / "a", SHEET)
    a_sheet_file(tmp_path / "b", SHEET)
    result = CliRunner().invoke(items, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "C42" in result.stdout


def test_the_library_that_comes_with_the_house_is_clean() -> None:
    result = CliRunner().invoke(items, ["check"])
    assert result.exit_code == 0, result.stdout
    assert " 错 " not in result.stdout

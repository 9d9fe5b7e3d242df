"""The rules beside a sheet are found by fingerprint, and their absence breaks nothing."""

from pathlib import Path

import pytest

from jointhall.service_items.hooks.rulebook import (
    GONE,
    NONE,
    BrokenRules,
    fingerprint,
    flaws_beside,
    load,
    rulebook_of,
    with_todays_rules,
)
from jointhall.service_items.library import library
from jointhall.service_items.reading import read_sheet, sheet_of
from tests.builders.items import a_library
from tests.builders.sheets import a_sheet

RULES = """\
from jointhall.service_items import Filing, Keep, check, effect, figure


@check("座位")
def seats(filing: Filing) -> dict[str, str]:
    return {"seats": "双数才好坐。"} if (filing["seats"] or 0) % 2 else {}


@effect("记一笔")
def told(filing: Filing) -> Keep:
    return Keep("会议室借出去了")


@figure("座位数", unit="个")
def number(filing: Filing) -> int | None:
    return filing["seats"]
"""


def a_ruled_sheet_file(folder: Path, rules: str = RULES) -> Path:
    a_library(folder)
    path = folder / "places" / "meeting_room" / "sheet.yaml"
    path.with_name("rules.py").write_text(rules, encoding="utf-8")
    return path


def test_hooks_are_loaded_by_kind_with_their_names() -> None:
    rules = load(RULES)
    assert [hook.name for hook, _act in rules.checks] == ["座位"]
    assert [(hook.name, hook.outcome) for hook, _act in rules.effects] == [("记一笔", "granted")]
    assert [(hook.name, hook.unit) for hook, _act in rules.figures] == [("座位数", "个")]


def test_a_sheet_without_rules_has_none() -> None:
    assert a_sheet().rules == ""
    assert rulebook_of(a_sheet()) is NONE


def test_the_edition_keeps_the_fingerprint_and_changes_with_the_rules(tmp_path: Path) -> None:
    path = a_ruled_sheet_file(tmp_path)
    with_rules = read_sheet(path).sheet
    path.with_name("rules.py").write_text(RULES + "\nMOST = 3\n", encoding="utf-8")
    changed = read_sheet(path).sheet
    assert with_rules is not None
    assert changed is not None
    assert with_rules.rules == fingerprint(RULES)
    assert len({a_sheet().edition, with_rules.edition, changed.edition}) == 3
    kept = sheet_of(with_rules.source, module="places", code="meeting_room")
    assert (kept.rules, kept.edition) == (with_rules.rules, with_rules.edition)


def test_rules_that_are_gone_or_changed_leave_the_sheet_readable(tmp_path: Path) -> None:
    path = a_ruled_sheet_file(tmp_path, RULES + "\nGONE = 1\n")
    sheet = read_sheet(path).sheet
    assert sheet is not None
    path.with_name("rules.py").write_text(RULES + "\nOTHER = 1\n", encoding="utf-8")
    assert rulebook_of(sheet) is GONE
    path.with_name("rules.py").unlink()
    assert rulebook_of(sheet) is GONE


def test_rules_once_loaded_stay_for_their_edition(tmp_path: Path) -> None:
    path = a_ruled_sheet_file(tmp_path, RULES + "\nKEPT = 1\n")
    sheet = read_sheet(path).sheet
    assert sheet is not None
    before = rulebook_of(sheet)
    path.with_name("rules.py").unlink()
    assert rulebook_of(sheet) is before
    assert before.checks


def test_what_is_edited_in_the_console_is_published_with_todays_rules() -> None:
    sheet = library().sheet("old_age_allowance")
    assert sheet is not None
    old = {**sheet.source, "规则指纹": "0" * 16}
    assert with_todays_rules(old, module=sheet.module, code=sheet.code) == sheet.source
    assert with_todays_rules(old, module="places", code="nowhere")["规则指纹"] == "0" * 16
    assert with_todays_rules({"名称": "一"}, module="places", code="nowhere") == {"名称": "一"}


@pytest.mark.parametrize("text", ["import os\n", "x = 1 / 0\n", "from datetime import nothing\n"])
def test_rules_that_may_not_or_cannot_run_are_told_by_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenRules):
        load(text)
    path = a_ruled_sheet_file(tmp_path, text)
    assert flaws_beside(path)[0].line == 1
    sheet = read_sheet(path).sheet
    assert sheet is not None
    assert rulebook_of(sheet) is GONE

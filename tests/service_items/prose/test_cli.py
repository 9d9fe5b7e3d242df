"""`hall items explain`: what it prints, against what, and with which exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import publish_library
from jointhall.service_items.cli import items
from jointhall.service_items.prose.cli import version_in_county
from jointhall.tenancy.directory import TenantDirectory
from tests.builders.items import a_library
from tests.builders.sheets import SHEET, a_sheet
from tests.builders.tenancy import a_county


def a_file(folder: Path, text: str = SHEET) -> Path:
    path = folder / "places" / "meeting_room" / "sheet.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sheet_is_printed_in_paragraphs(tmp_path: Path) -> None:
    result = CliRunner().invoke(items, ["explain", str(a_file(tmp_path))])
    assert result.exit_code == 0
    assert result.stdout.startswith("【是什么】开会场地借用：")


def test_an_item_of_the_library_is_known_by_its_code() -> None:
    result = CliRunner().invoke(items, ["explain", "old_age_allowance"])
    assert result.exit_code == 0
    assert "高龄津贴" in result.stdout


def test_the_difference_to_another_file(tmp_path: Path) -> None:
    old = a_file(tmp_path / "old")
    new = a_file(tmp_path / "new", SHEET.replace("承诺办结时限: 5", "承诺办结时限: 3"))
    command = ["explain", str(new), "--against", str(old)]
    result = CliRunner().invoke(items, command)
    assert (result.exit_code, result.stdout) == (0, "承诺办结时限由5个工作日改为3个工作日\n")
    (one,) = json.loads(CliRunner().invoke(items, [*command, "--json"]).stdout)
    assert (one["kind"], one["path"]) == ("figure", ["承诺办结时限"])
    result = CliRunner().invoke(items, ["explain", str(old), "--against", str(old)])
    assert result.stdout == "没有不同。\n"


def test_what_cannot_be_read_or_found_is_said(tmp_path: Path) -> None:
    broken = a_file(tmp_path, SHEET.replace("收费: ", "收费："))
    result = CliRunner().invoke(items, ["explain", str(broken)])
    assert result.exit_code == 1
    assert "R13" in result.stderr
    result = CliRunner().invoke(items, ["explain", "no_such_item"])
    assert result.exit_code == 3
    assert "没有“no_such_item”这个事项" in result.stderr


async def test_a_published_version_by_number_and_by_edition(
    tools: Tools, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = await a_county(tools.database)
    first = a_sheet()
    for text in (SHEET, SHEET.replace("承诺办结时限: 5", "承诺办结时限: 3")):
        async with tools.database.transaction(county.standing()) as session:
            await publish_library(session, county, a_library(tmp_path, text), who=SYSTEM)
    tools = replace(tools, outside={"directory": TenantDirectory(tools.database)})

    async def found(version: str) -> int | None:
        sheet = await version_in_county(tools, first, version, county.division_code)
        return sheet.promised_limit.count if sheet else None

    assert await found("1") == 5
    assert await found(first.edition[:8]) == 5
    assert await found("published") == 3
    assert await found("9") is None
    assert "“开会场地借用”没有“9”这一版" in capsys.readouterr().err
    assert await found("no such") is None

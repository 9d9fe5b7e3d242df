"""The rules beside a sheet, looked at on paper and on every example."""

from pathlib import Path

from jointhall.service_items.checks import check
from jointhall.service_items.reading import read_sheet
from tests.builders.items import a_library


def test_rules_beside_a_sheet_are_looked_at_at_their_own_line(tmp_path: Path) -> None:
    a_library(tmp_path)
    path = tmp_path / "places" / "meeting_room" / "sheet.yaml"
    beside = path.with_name("rules.py")
    beside.write_text("import re\nimport os\n", encoding="utf-8")
    (wall,) = [t for t in check(read_sheet(path)) if t.number == "C80"]
    assert (wall.file, wall.line) == (str(beside), 2)
    assert "不能导入 os" in wall.words
    faulty = (
        "from jointhall.service_items import Filing, check\n\n\n"
        "@check('座位')\ndef seats(filing: Filing) -> dict[str, str]:\n"
        "    return {} if filing['seats'] > 3 else {}\n"
    )
    beside.write_text(faulty, encoding="utf-8")
    found = [t for t in check(read_sheet(path)) if t.number == "C82"]
    assert "“座位”这一项没有自动做成" in found[0].words
    beside.write_text(faulty.replace("filing['seats'] >", "(filing['seats'] or 0) >"))
    assert check(read_sheet(path)) == ()

"""The library that comes with the house, and libraries with something wrong in them."""

from pathlib import Path

import pytest

from jointhall.kernel.words import speaking
from jointhall.service_items.examples import run
from jointhall.service_items.hooks.rulebook import flaws_beside
from jointhall.service_items.library import (
    BrokenLibrary,
    Library,
    library,
    modules_folder,
    read_library,
)
from tests.builders.items import a_library
from tests.builders.sheets import SHEET


def test_codes_come_from_the_folders(tmp_path: Path) -> None:
    found = a_library(tmp_path, SHEET)
    sheet = found.sheet("meeting_room")
    assert sheet is not None
    assert (sheet.module, sheet.title) == ("places", "开会场地借用")
    (module,) = found.modules()
    assert (module.code, module.name, module.sheets) == ("places", "场地", (sheet,))
    assert found.sheet("nothing") is None


def test_a_broken_sheet_breaks_the_library_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(BrokenLibrary, match="“收费”后面请用英文冒号"):
        a_library(tmp_path, SHEET.replace("收费: ", "收费：")).sheets()


def test_the_house_library_is_read_once() -> None:
    assert library() is library()
    assert {sheet.code for sheet in library().sheets()} >= {
        "facility_farmland",
        "old_age_allowance",
    }


def test_the_only_code_beside_a_sheet_is_its_rules_and_they_keep_to_their_wall() -> None:
    code = list(modules_folder().rglob("*.py"))
    assert {path.name for path in code} <= {"rules.py"}
    assert all(path.with_name("sheet.yaml").is_file() for path in code)
    assert {path: flaws_beside(path) for path in code if flaws_beside(path)} == {}


def test_a_library_of_a_few_items_reads_no_other(tmp_path: Path) -> None:
    a_library(tmp_path, SHEET)
    a_library(tmp_path, SHEET.replace("收费: ", "收费："), item="broken")
    few = Library(tmp_path, only=frozenset({"meeting_room"}))
    assert [sheet.code for sheet in few.sheets()] == ["meeting_room"]
    assert [module.code for module in few.modules()] == ["places"]


def test_the_fingerprint_is_of_every_file_and_reads_no_sheet(tmp_path: Path) -> None:
    first = a_library(tmp_path, SHEET)
    assert a_library(tmp_path, SHEET).fingerprint == first.fingerprint
    assert "readings" not in vars(first)
    assert a_library(tmp_path, SHEET.replace("5个", "4个")).fingerprint != first.fingerprint
    a_library(tmp_path, SHEET)
    (tmp_path / "places" / "meeting_room" / "rules.py").write_text("")
    assert Library(tmp_path).fingerprint != first.fingerprint


async def test_the_library_is_read_in_the_language_of_sheets_whoever_asks_first(
    tmp_path: Path,
) -> None:
    with speaking("en"):
        few = a_library(tmp_path, SHEET.replace("承诺办结时限: 5", "承诺办结时限: 50"))
        (trouble,) = few.troubles
    assert "法定" in trouble.words
    assert await read_library() is library()
    assert "troubles" in vars(library())


def test_an_example_holds_for_a_reader_of_english_too() -> None:
    sheet = library().sheet("homestead_approval")
    assert sheet is not None
    with speaking("en"):
        assert [run(sheet, example).differences for example in sheet.examples] == [
            [] for _example in sheet.examples
        ]

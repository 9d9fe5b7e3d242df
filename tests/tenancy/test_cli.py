"""`hall townships import`: made once, told as data, with the exit code that says how it went."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest

from jointhall.kernel.db import Database
from jointhall.offices import joining as _offices  # noqa: F401
from jointhall.tenancy.cli import Outcome, import_sheet, tell
from jointhall.tenancy.queries import county_coded, known_tenants
from tests.builders.sheets_of_townships import HEADINGS, a_row, as_csv, as_xlsx


def _county() -> str:
    return f"9{secrets.randbelow(100_000):05d}"


def _rows(county: str, *, colour: str = "") -> list[list[str]]:
    mark = secrets.token_hex(3)
    return [
        list(HEADINGS),
        a_row(f"{county}107000", "花石镇", slug=f"hs-{mark}", villages="罗汉村、天马村"),
        a_row(f"{county}104000", "茶恩寺镇", slug=f"ces-{mark}", colour=colour),
    ]


async def _import(database: Database, content: bytes, county: str, **also: Any) -> Outcome:
    name = also.pop("county_name", "湘潭县")
    return await import_sheet(database, "t", content, county_code=county, county_name=name, **also)


async def _slugs_of(database: Database, county: str) -> set[str]:
    return {one.slug for one in await known_tenants(database) if one.code.startswith(county)}


async def test_a_county_not_here_is_made_first_and_a_second_run_changes_nothing(
    database: Database,
) -> None:
    county = _county()
    content = as_xlsx(_rows(county))
    first = await _import(database, content, county)
    assert (first.code, first.as_data()) == (0, {"created": 2, "unchanged": 0, "refused": []})
    again = await _import(database, content, county)
    assert (again.code, again.as_data()) == (0, {"created": 0, "unchanged": 2, "refused": []})


async def test_one_bad_row_makes_nothing_not_even_the_county(database: Database) -> None:
    county = _county()
    outcome = await _import(database, as_csv(_rows(county, colour="#ffee88")), county)
    assert outcome.code == 1
    (refused,) = outcome.as_data()["refused"]
    assert (refused["row"], refused["field"]) == (3, "colour")
    assert "太浅" in refused["reason"]
    assert await county_coded(database, county) is None


async def test_dry_run_tells_and_makes_nothing(database: Database) -> None:
    county = _county()
    outcome = await _import(database, as_csv(_rows(county)), county, dry_run=True)
    assert (outcome.code, outcome.created, len(outcome.plan.create)) == (0, 0, 2)
    assert await _slugs_of(database, county) == set()


async def test_a_county_that_is_nowhere_has_to_be_named(database: Database) -> None:
    county = _county()
    outcome = await _import(database, as_csv(_rows(county)), county, county_name=None)
    assert outcome.code == 3


async def test_another_name_for_a_county_that_is_here_is_a_conflict(database: Database) -> None:
    county = _county()
    await _import(database, as_csv(_rows(county)), county)
    outcome = await _import(database, as_csv(_rows(county)), county, county_name="莲花县")
    assert outcome.code == 5


async def test_the_county_is_read_from_the_codes_when_not_given(database: Database) -> None:
    county = _county()
    outcome = await import_sheet(
        database, "t.csv", as_csv(_rows(county)), county_code=None, county_name="湘潭县"
    )
    assert outcome.created == 2
    assert await county_coded(database, county) is not None


async def test_what_is_not_a_sheet_is_refused_as_a_whole(database: Database) -> None:
    outcome = await _import(database, b"\x00\x01", _county())
    assert outcome.code == 1
    assert outcome.as_data()["refused"][0]["field"] == "sheet"


async def test_data_goes_to_stdout_and_the_rest_to_stderr(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    county = _county()
    rows = _rows(county)
    rows[1][0] = f" {rows[1][0]}"
    outcome = await _import(database, as_csv(rows), county)
    tell(outcome, as_json=True)
    said = capsys.readouterr()
    assert json.loads(said.out) == {"created": 2, "unchanged": 0, "refused": []}
    assert "第 2 行 区划代码" in said.err
    assert "接入了 2 个乡镇" in said.err

"""Worked examples through real cases: the form, the desks, the envelopes, the notices, the end.

A handful of items by default; every item of the library with `EVERY_ITEM=1`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.kernel.tools import Tools
from jointhall.service_items.library import library
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Example
from tests.builders.filed_examples import Hall, a_hall, decided, ended, filed, open_here, passed

HANDFUL = {
    "old_age_allowance", "facility_farmland", "homestead_approval", "hard_to_employ",
    "legal_aid", "subsistence_allowance",
}  # fmt: skip
_chosen = [
    sheet for sheet in library().sheets() if os.environ.get("EVERY_ITEM") or sheet.code in HANDFUL
]


@pytest.fixture
async def hall(tools: Tools, tmp_path: Path) -> Hall:
    return await a_hall(tools, tmp_path)


async def goes_as_told(hall: Hall, sheet: Sheet, example: Example) -> None:
    case = await filed(hall, sheet, example)
    for passage in example.passages:
        await passed(hall, sheet, case, passage)
    assert example.decided is not None
    await decided(hall, case, example.decided)
    status, outcome, acts = await ended(hall, case)
    assert (status, outcome) == ("closed", example.decided)
    assert f"case.{example.ends}" in acts


@pytest.mark.parametrize("sheet", _chosen, ids=lambda sheet: sheet.code)
async def test_every_example_that_is_decided_goes_as_it_says(hall: Hall, sheet: Sheet) -> None:
    opened = await open_here(hall, sheet.code)
    for example in opened.examples:
        if example.ends in ("granted", "refused"):
            await goes_as_told(hall, opened, example)


def test_the_handful_is_in_the_library() -> None:
    assert {sheet.code for sheet in library().sheets()} >= HANDFUL

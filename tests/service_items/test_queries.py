"""Editions are read once, and only those a county published itself are there for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointhall.kernel.db import Database
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import publish_library
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place
from tests.builders.items import a_library
from tests.builders.sheets import changed
from tests.builders.tenancy import a_county


async def seen_by(database: Database, county: Place, edition: str) -> Sheet:
    async with database.transaction(county.standing(), read_only=True) as session:
        return await edition_of(session, "meeting_room", edition)


async def test_what_two_counties_publish_alike_is_one_sheet_and_nobody_elses(
    database: Database, tmp_path: Path
) -> None:
    library = a_library(tmp_path, changed(("一句话: 借", "一句话: 只在这一次试里借")))
    (sheet,) = library.sheets()
    first, second, third = [await a_county(database) for _number in range(3)]
    for county in (first, second):
        async with database.transaction(county.standing()) as session:
            await publish_library(session, county, library, who=SYSTEM)
    read = await seen_by(database, first, sheet.edition)
    assert read == sheet
    assert await seen_by(database, second, sheet.edition) is read
    with pytest.raises(NotHere):
        await seen_by(database, third, sheet.edition)

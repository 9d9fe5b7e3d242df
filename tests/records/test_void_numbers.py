"""What was given before the data went back is not given again, and the register says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from jointhall.cases.models import Case
from jointhall.documents.models import Letter
from jointhall.documents.queries import letters_of_case
from jointhall.kernel.clock import FixedClock
from jointhall.kernel.private_postgres import SUPERUSER, PrivatePostgres
from jointhall.kernel.tools import Tools
from jointhall.records.void_numbers import (
    COUNTERS,
    Given,
    numbers_given,
    pass_over_in,
    voided_here,
)
from jointhall.web.place import Place
from tests.builders.cases import a_submitted_case
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser

WHY = "数据恢复到了 2026-11-16 09:00:00，那以后给过的号不再用"


@pytest.fixture
async def place(tools: Tools) -> Place:
    return await a_township(tools.database, await a_county(tools.database), name="花石镇")


async def receipt_of(tools: Tools, place: Place, case: Case) -> Letter:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        (receipt,) = await letters_of_case(session, case.id)
        return receipt


async def test_a_counter_goes_on_behind_what_was_given(
    tools: Tools, place: Place, server: PrivatePostgres, database_name: str
) -> None:
    before = await a_submitted_case(tools, place)
    receipt = await receipt_of(tools, place, before)
    given = await numbers_given(
        server.url(SUPERUSER, database_name), since=tools.clock.now() - timedelta(minutes=1)
    )
    of_letters, of_cases = keys = (
        (place.tenant_id, "letter_series", '{"series":"收","year":2026}'),
        (place.tenant_id, "case_numbers", '{"day":"2026-11-16"}'),
    )
    assert [given.last[key] for key in keys] == [1, 1]
    assert given.codes[of_letters] == {1: receipt.verify_code}

    # As if three more had been given since the second that the data went back to.
    given.last |= {of_letters: 4, of_cases: 4}
    given.codes[of_letters] = {3: "Q2wKk3vXc0mT1pYb7nZs4A"}
    assert await pass_over_in(tools, place, given, unseen=0, why=WHY) == 6
    assert await pass_over_in(tools, place, given, unseen=0, why=WHY) == 0

    after = await a_submitted_case(tools, place)
    assert (before.number, after.number) == ("HS20261116-0001", "HS20261116-0005")
    assert (await receipt_of(tools, place, after)).number_words == "花政收〔2026〕5号"
    officer = await an_officer(tools, place, roles=["township_admin"])
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        shown = (await browser.get("/workbench/numbers")).text
        assert "花政收〔2026〕2—4号" in shown
        assert "HS20261116-0002—0004" in shown
        assert WHY in shown
        assert "花政收〔2026〕5号" in shown
        assert "花政收〔2026〕2—4号 作废" in (await browser.get("/workbench/journal")).text
        lost = await browser.get("/v/Q2wKk3vXc0mT1pYb7nZs4A")
        assert "这份文书发过，现在没有效了" in lost.text
        assert "没有查到这份文书" in (await browser.get("/v/nobody-ever-had-this")).text


async def test_what_nobody_saw_is_left_out_by_a_gap_in_this_years_numbers(
    tools: Tools, place: Place
) -> None:
    await a_submitted_case(tools, place)
    next_year = replace(tools, clock=FixedClock(tools.clock.now() + timedelta(days=60)))
    await pass_over_in(next_year, place, Given(), unseen=20, why=WHY)
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        voids = {void.told(place) for void in await voided_here(session)}
    # What was numbered last year is; its own numbers end there.
    assert voids == {"花政收〔2027〕1—20号", "HS20270115-0001—0020"}


async def test_a_township_sees_its_own_register(tools: Tools, place: Place) -> None:
    await a_submitted_case(tools, place)
    await pass_over_in(tools, place, Given(), unseen=20, why=WHY)
    other = await a_township(tools.database, await a_county(tools.database))
    officer = await an_officer(tools, other, roles=["township_admin"])
    async with a_browser(tools, other, cookies=officer.cookies) as browser:
        assert "没有作废的号" in (await browser.get("/workbench/numbers")).text


def test_every_table_of_last_numbers_is_known_to_the_register() -> None:
    versions = Path(__file__).parents[2] / "platform" / "migrations" / "versions"
    made = {
        line.split()[2]
        for file in versions.glob("*.py")
        for line in file.read_text().splitlines()
        if line.startswith("create table") and "    last int not null" in _below(file, line)
    }
    assert made - {"void_numbers"} == set(COUNTERS)


def _below(file: Path, line: str) -> str:
    return file.read_text().partition(line)[2].partition("\n)")[0]

"""A list is looked at, confirmed in a few statements, and undone while nothing hangs on it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import driver_of
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items import queries
from jointhall.service_items.actions import publish_sheet
from jointhall.service_items.adoption.answering import keep_own
from jointhall.service_items.adoption.plan import Plan, plan_of
from jointhall.service_items.adoption.taking import last_run, take, undo
from jointhall.service_items.adoption.varying import vary
from jointhall.service_items.queries import item_in, items_open_in
from jointhall.service_items.reading import read_text
from jointhall.service_items.sheets import Module
from jointhall.web.place import Place
from tests.builders.adoption import FASTER, LEADER, ROOM, Valley, a_valley
from tests.builders.cases import a_submitted_case
from tests.builders.sheets import changed


async def planned(valley: Valley, township: Place) -> Plan:
    async with valley.tools.database.transaction(township.standing(), read_only=True) as session:
        return await plan_of(session, township, valley.today)


async def undone(valley: Valley, township: Place) -> None:
    async with valley.tools.database.transaction(township.standing()) as session:
        made = await last_run(session, township)
        assert made is not None
        await undo(session, township, made.id, who=LEADER, at=valley.tools.clock.now())


def heard(session: AsyncSession) -> list[str]:
    """Every statement of this transaction from here on; the driver tells them a turn later."""
    said: list[str] = []
    driver_of(session).add_query_logger(lambda line: said.append(line.query))
    return said


async def test_the_list_says_what_is_new_before_anything_is_done(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path, adopted=False)
    one = valley.townships[0]
    plan = await planned(valley, one)
    assert [(line.code, line.is_new) for line in plan.lines] == [(ROOM, True)]
    assert (await valley.there(one)).state == "offer"


async def test_the_list_says_what_changes_and_what_becomes_of_variations(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    async with tools.database.transaction(one.standing()) as session:
        given = {"promised_days": 3, "phone": "0731-5555 0123"}
        await vary(session, one, ROOM, given, who=LEADER)
    await valley.publish(FASTER, ("乡镇可调整:\n  - 承诺办结时限\n", "乡镇可调整:\n"))
    (line,) = (await planned(valley, one)).changed
    assert any("承诺" in words for words in line.differences)
    assert (line.kept, line.lost) == (("咨询电话",), ("承诺办结时限",))
    await valley.take(one)
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        sheet = (await item_in(session, one, ROOM)).sheet
    assert (sheet.promised_limit.count, sheet.window.phone) == (4, "0731-5555 0123")
    assert (await planned(valley, one)).lines == ()


async def test_sixty_items_are_taken_over_in_a_few_statements(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    county, one = valley.county, valley.townships[0]
    shelf = Module("places", "场地", "公共场地")
    async with tools.database.transaction(county.standing()) as session:
        for number in range(60):
            reading = read_text(
                changed(), file="sheet.yaml", module="places", code=f"room_{number}"
            )
            assert reading.sheet is not None
            await publish_sheet(session, county, reading.sheet, who=SYSTEM, module=shelf)
    async with tools.database.transaction(one.standing()) as session:
        statements = heard(session)
        plan = await plan_of(session, one, valley.today)
        assert len(plan.lines) == 60
        await take(session, one, plan, who=LEADER, at=tools.clock.now())
        await asyncio.sleep(0)
        assert 0 < len(statements) <= 12, statements
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        offers = await items_open_in(session, one, theme="公共场地")
    assert len(offers) == 61


async def test_offers_of_a_page_are_two_statements_however_many(
    tools: Tools, tmp_path: Path
) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    queries._read.clear()
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        said = heard(session)
        first = await items_open_in(session, one)
        await asyncio.sleep(0)
        cold = len(said)
        await items_open_in(session, one)
        await asyncio.sleep(0)
    assert len(first) >= 3
    assert (cold, len(said)) == (2, 3)


async def test_the_last_list_is_undone_whole(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    old = (await valley.there(one)).edition
    new = await valley.publish(FASTER)
    async with tools.database.transaction(one.standing()) as session:
        await keep_own(
            session, one, ROOM, reason="人手不够", who=LEADER, at=tools.clock.now(),
            today=valley.today,
        )  # fmt: skip
    await valley.take(one)
    assert (await valley.there(one)).edition == new
    await undone(valley, one)
    back = await valley.there(one)
    assert (back.edition, back.state, back.reason) == (old, "kept", "人手不够")
    await undone(valley, one)
    assert (await valley.there(one)).state == "offer"
    async with tools.database.transaction(one.standing(), read_only=True) as session:
        lines = await session.scalar(text("select count(*) from journal where act = 'item.undone'"))
    assert lines == 2


async def test_nothing_is_undone_once_a_case_hangs_on_it(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    async with tools.database.transaction(one.standing()) as session:
        gone = await plan_of(session, one, valley.today)
        assert gone.lines == ()
        await session.execute(text("delete from item_adoptions where code = 'old_age_allowance'"))
    await valley.take(one, "old_age_allowance")
    await a_submitted_case(tools, one, item="old_age_allowance")
    with pytest.raises(Refusal, match="已经有1件"):
        await undone(valley, one)


async def test_only_the_last_list_is_undone(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    one = valley.townships[0]
    async with tools.database.transaction(one.standing()) as session:
        made = await last_run(session, one)
        assert made is not None
        with pytest.raises(Refusal, match="最近一次"):
            await undo(session, one, one.tenant_id, who=LEADER, at=tools.clock.now())


async def test_a_township_of_another_county_is_not_seen(tools: Tools, tmp_path: Path) -> None:
    valley = await a_valley(tools, tmp_path)
    stranger = await a_valley(tools, tmp_path / "other")
    async with tools.database.transaction(stranger.county.standing(), read_only=True) as session:
        seen = await session.scalar(
            text("select count(*) from item_adoptions where tenant_id = :id"),
            {"id": valley.townships[0].tenant_id},
        )
    assert seen == 0

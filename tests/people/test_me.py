"""What a resident sees of themselves, and what nobody else does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.people import sign_ins
from jointhall.people.models import ID_NUMBER
from jointhall.records.journal import record
from jointhall.web.place import Place
from jointhall.web.viewer import Viewer
from tests.builders.people import AT_HOME, a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

NUMBER = "430321194910010029"


@pytest.fixture(scope="module")
async def place(database: Database) -> Place:
    return await a_township(database, await a_county(database))


async def test_name_and_number_are_kept_sealed_and_shown_masked(tools: Tools, place: Place) -> None:
    someone = await a_resident(tools)
    async with a_browser(tools, place, cookies=someone.cookies) as browser:
        typed = f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"
        done = await send(browser, "/me", {"name": "  刘　桂英 ", "id_number": typed})
        assert done.status_code == 303
        page = (await browser.get("/me")).text
    assert 'value="刘 桂英"' in page
    assert NUMBER not in page
    assert f"430{'*' * 11}0029" in page
    standing = place.standing(resident_id=someone.id)
    async with tools.database.transaction(standing, read_only=True) as session:
        row = (await session.execute(text("select * from residents"))).mappings().one()
        assert "桂英" not in str(dict(row))
        assert NUMBER not in str(dict(row))
        assert row["id_index"] == tools.secrets.blind_index(ID_NUMBER, NUMBER)
        said = (await session.execute(text("select words, details from journal"))).all()
    assert NUMBER not in str(said)
    assert "桂英" not in str(said)


async def test_an_empty_number_leaves_the_earlier_one(tools: Tools, place: Place) -> None:
    someone = await a_resident(tools)
    async with a_browser(tools, place, cookies=someone.cookies) as browser:
        await send(browser, "/me", {"name": "甲", "id_number": NUMBER})
        await send(browser, "/me", {"name": "乙", "id_number": ""})
        page = (await browser.get("/me")).text
    assert 'value="乙"' in page
    assert "0029" in page


@pytest.mark.parametrize("wrong", ["430321194910010028", "1234", "四三〇三"])
async def test_a_wrong_number_is_kept_in_the_form_and_not_in_the_account(
    tools: Tools, place: Place, wrong: str
) -> None:
    someone = await a_resident(tools)
    async with a_browser(tools, place, cookies=someone.cookies) as browser:
        answer = await send(browser, "/me", {"name": "丙", "id_number": wrong})
        assert answer.status_code == 422
        assert "<title>错误：" in answer.text
        assert f'value="{wrong}"' in answer.text
        assert 'value="丙"' not in (await browser.get("/me")).text


async def test_who_served_me_is_listed_and_who_served_others_is_not(
    tools: Tools, place: Place
) -> None:
    someone, other = await a_resident(tools), await a_resident(tools)
    officer = Viewer("officer", someone.id, None, "罗建英", "政务服务中心").actor()
    async with tools.database.transaction(place.standing()) as session:
        for served, words in ((someone, "看了高龄津贴的材料"), (other, "看了别人的材料")):
            who = replace(officer, behalf_of=served.id)
            record(session, "case.viewed", who=who, subject="case:1", words=words)
    async with a_browser(tools, place, cookies=someone.cookies) as browser:
        page = (await browser.get("/me")).text
    assert "罗建英" in page
    assert "看了高龄津贴的材料" in page
    assert "看了别人的材料" not in page


async def test_another_sign_in_of_mine_is_ended_and_a_strangers_is_not_there(
    tools: Tools, place: Place
) -> None:
    someone, stranger = await a_resident(tools), await a_resident(tools)
    now = tools.clock.now()
    async with tools.database.transaction(place.standing(resident_id=someone.id)) as session:
        elsewhere = await sign_ins.open_for_resident(session, someone.id, browser=AT_HOME, now=now)
        viewer = Viewer("resident", someone.id)
        mine = {one.token_hash: one.id for one in await sign_ins.sign_ins_of(session, viewer, now)}
    async with tools.database.transaction(place.standing(resident_id=stranger.id)) as session:
        theirs = await session.scalar(text("select id from sessions"))
    async with a_browser(tools, place, cookies=someone.cookies) as browser:
        assert (await browser.get("/me")).text.count("退出它") == 1
        for id in (mine[sign_ins.hash_of(elsewhere)], theirs):
            assert (await send(browser, f"/me/sign-ins/{id}/end")).status_code == 303
        assert "退出它" not in (await browser.get("/me")).text
    async with a_browser(tools, place, cookies=stranger.cookies) as browser:
        assert (await browser.get("/me")).status_code == 200


async def test_with_no_proof_these_tables_yield_nothing(tools: Tools, place: Place) -> None:
    await a_resident(tools)
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        for table in ("residents", "sessions", "sign_in_codes", "rate_windows"):
            assert await session.scalar(text(f"select count(*) from {table}")) == 0, table

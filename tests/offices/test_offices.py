"""Offices and who holds posts in them, on the real database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jointhall.kernel.clock import today
from jointhall.kernel.db import Database
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.tools import Tools
from jointhall.offices.actions import make_office
from jointhall.offices.queries import (
    holders_of,
    office_by_id,
    office_coded,
    offices_here,
    posts_in,
)
from jointhall.web.place import Place
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database)


@pytest.fixture(scope="module")
async def place(database: Database, county: Place) -> Place:
    return await a_township(database, county)


async def test_an_office_is_made_found_and_renamed(tools: Tools, place: Place) -> None:
    async with tools.database.transaction(place.standing()) as session:
        station = await make_office(session, code="nongji", name=" 农机站 ", kind="station")
        village = await make_office(
            session, code="cun_lian", name="莲花村", kind="village", parent=station
        )
        assert (station.name, village.parent_id) == ("农机站", station.id)
        station.rename("农业机械站")
    async with tools.database.transaction(place.standing()) as session:
        found = await office_coded(session, "nongji")
        assert found is not None
        assert found.name == "农业机械站"
        codes = [office.code for office in await offices_here(session)]
        assert codes == sorted(codes)
        assert {"nongji", "cun_lian"} <= set(codes)


async def test_a_code_is_given_once_and_a_name_is_needed(tools: Tools, place: Place) -> None:
    async with tools.database.transaction(place.standing()) as session:
        await make_office(session, code="shuili", name="水利站", kind="station")
        with pytest.raises(BadForm, match="shuili"):
            await make_office(session, code="shuili", name="又一个", kind="station")
        with pytest.raises(BadForm, match="名称"):
            await make_office(session, code="kong", name="  ", kind="station")


async def test_another_tenants_office_is_not_there(
    tools: Tools, database: Database, county: Place, place: Place
) -> None:
    other = await a_township(database, county)
    async with tools.database.transaction(place.standing()) as session:
        office = await make_office(session, code="wenhua", name="文化站", kind="station")
    async with tools.database.transaction(other.standing()) as session:
        assert await office_coded(session, "wenhua") is None
        with pytest.raises(NotHere):
            await office_by_id(session, office.id)


async def test_who_holds_a_post_today_and_who_no_longer_does(tools: Tools, place: Place) -> None:
    async with tools.database.transaction(place.standing()) as session:
        await make_office(session, code="minzheng_b", name="民政办", kind="station")
    stays = await an_officer(tools, place, login="z-stays", offices=["minzheng_b"])
    goes = await an_officer(tools, place, login="a-goes", offices=["minzheng_b"])
    await an_officer(tools, place, login="m-elsewhere")
    async with tools.database.transaction(place.standing()) as session:
        office = await office_coded(session, "minzheng_b")
        assert office is not None
        holders = await holders_of(session, office)
        assert [officer.login for officer in holders] == ["a-goes", "z-stays"]
        for post in await posts_in(session, office):
            if post.officer_id == goes.id:
                post.give_up(today())
        await session.flush()
        tomorrow = await holders_of(session, office, on=today() + timedelta(days=1))
        assert [officer.id for officer in tomorrow] == [stays.id]
        yesterday = await holders_of(session, office, on=today() - timedelta(days=1))
        assert yesterday == []

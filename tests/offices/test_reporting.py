"""The reporting line: derived from posts and the tree of offices, or said on the office's page."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from jointhall.kernel.tools import Tools
from jointhall.offices.models import Post
from jointhall.offices.queries import office_coded
from jointhall.offices.reporting import ReportingTo, line_above
from jointhall.web.place import Place
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send


@pytest.fixture
async def township(tools: Tools) -> Place:
    return await a_township(tools.database, await a_county(tools.database))


async def line(tools: Tools, place: Place, code: str = "ziran") -> ReportingTo:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        return await line_above(session, code)


def names(people: object) -> list[str]:
    return [one.name for one in people]  # type: ignore[attr-defined]


async def heads(tools: Tools, place: Place, officer_id: UUID) -> None:
    async with tools.database.transaction(place.standing()) as session:
        post = await session.scalar(select(Post).where(Post.officer_id == officer_id))
        assert post is not None
        post.title = "负责人"


async def test_posts_say_who_holds_and_who_heads(tools: Tools, township: Place) -> None:
    assert await line(tools, township) == ReportingTo()
    await an_officer(tools, township, name="周晓岚", offices=["ziran"])
    head = await an_officer(tools, township, name="曾国强", offices=["ziran"])
    await heads(tools, township, head.id)
    await an_officer(tools, township, name="何卫东", offices=["lingdao"])
    found = await line(tools, township)
    assert sorted(names(found.holders)) == ["周晓岚", "曾国强"]
    assert names(found.heads) == ["曾国强"]
    assert names(found.leaders) == ["何卫东"]


async def test_the_head_of_the_office_above_stands_for_one_that_has_none(
    tools: Tools, township: Place
) -> None:
    above = await an_officer(tools, township, name="罗建英", offices=["nongye"])
    await heads(tools, township, above.id)
    async with tools.database.transaction(township.standing()) as session:
        ziran, nongye = await office_coded(session, "ziran"), await office_coded(session, "nongye")
        assert ziran is not None
        assert nongye is not None
        ziran.parent_id = nongye.id
    assert names((await line(tools, township)).heads) == ["罗建英"]


async def test_an_office_names_its_leader_on_its_page(tools: Tools, township: Place) -> None:
    admin = await an_officer(tools, township, permissions=["office:change"])
    await an_officer(tools, township, name="何卫东", offices=["lingdao"])
    named = await an_officer(tools, township, name="谭明亮", offices=["lingdao"])
    stranger = await an_officer(tools, township, name="周晓岚", offices=["ziran"])
    assert names((await line(tools, township)).leaders) == ["何卫东", "谭明亮"]
    async with tools.database.transaction(township.standing(), read_only=True) as session:
        office = await office_coded(session, "ziran")
    assert office is not None
    path, said = f"/workbench/offices/{office.id}", {"name": office.name, "phone": ""}
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        assert "分管领导" in (await browser.get(path)).text
        for wrong in (str(stranger.id), "nobody"):
            answer = await send(browser, path, {**said, "leader": wrong})
            assert answer.status_code == 422
            assert "请从名单里选一位领导" in answer.text
        kept = await send(browser, path, {**said, "leader": str(named.id)})
        assert kept.status_code == 303
        assert names((await line(tools, township)).leaders) == ["谭明亮"]
        await send(browser, path, {**said, "leader": ""})
    assert names((await line(tools, township)).leaders) == ["何卫东", "谭明亮"]

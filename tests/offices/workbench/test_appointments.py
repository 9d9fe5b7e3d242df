"""Posts and roles are given and taken; who leaves is out at once; somebody keeps the accounts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from bs4 import BeautifulSoup

from jointhall.kernel.tools import Tools
from jointhall.offices.queries import holders_of, office_coded
from jointhall.web.place import Place
from tests.builders.pages import action_of, words_of
from tests.builders.people import SignedInOfficer, an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, follow, send

OFFICERS = "/workbench/officers"


@dataclass(frozen=True)
class Desk:
    """An administrator's browser and a clerk's."""

    township: Place
    admin: SignedInOfficer
    clerk: SignedInOfficer
    browser: httpx.AsyncClient
    theirs: httpx.AsyncClient

    @property
    def page(self) -> str:
        return f"{OFFICERS}/{self.clerk.id}"


@pytest.fixture
async def desk(tools: Tools) -> AsyncIterator[Desk]:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, name="何薇", roles=["township_admin"])
    clerk = await an_officer(tools, township, name="罗建英", roles=["counter"], offices=["zhengwu"])
    async with (
        a_browser(tools, township, cookies=admin.cookies) as browser,
        a_browser(tools, township, cookies=clerk.cookies) as theirs,
    ):
        yield Desk(township, admin, clerk, browser, theirs)


async def holders(tools: Tools, place: Place, code: str) -> list[str]:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        office = await office_coded(session, code)
        assert office is not None
        return [one.name for one in await holders_of(session, office)]


async def test_a_post_is_given_and_given_up_and_given_again(tools: Tools, desk: Desk) -> None:
    async with tools.database.transaction(desk.township.standing(), read_only=True) as session:
        office = await office_coded(session, "ziran")
    assert office is not None
    fields = {"office": str(office.id), "title": "负责人"}
    assert (await send(desk.browser, f"{desk.page}/posts", fields)).status_code == 303
    assert await holders(tools, desk.township, "ziran") == ["罗建英"]
    twice = await send(desk.browser, f"{desk.page}/posts", fields)
    assert twice.status_code == 422
    assert "已经有这个岗位了" in twice.text
    for wrong in ({"office": "x", "title": "负责人"}, {"office": str(office.id), "title": "镇长"}):
        assert (await send(desk.browser, f"{desk.page}/posts", wrong)).status_code == 422
    for _time in range(2):
        shown = await desk.browser.get(desk.page)
        forms = BeautifulSoup(shown.text, "html.parser").select("form[action$='/end']")
        path = str(forms[-1]["action"]).removeprefix(desk.township.prefix)
        assert (await send(desk.browser, path)).status_code == 303
        assert await holders(tools, desk.township, "ziran") == []
        assert (await send(desk.browser, path)).status_code == 404
        assert (await send(desk.browser, f"{desk.page}/posts", fields)).status_code == 303
    journal = words_of(await desk.browser.get("/workbench/journal"))
    assert "罗建英不再任自然资源所负责人" in journal


async def test_a_role_given_opens_a_page_at_the_next_request(desk: Desk) -> None:
    roles = f"{desk.page}/roles"
    assert (await desk.theirs.get("/workbench/referrals")).status_code == 403
    assert (await send(desk.browser, f"{roles}/reviewer", {"give": "yes"})).status_code == 303
    assert (await desk.theirs.get("/workbench/referrals")).status_code == 200
    assert (await send(desk.browser, f"{roles}/reviewer", {"give": "no"})).status_code == 303
    assert (await desk.theirs.get("/workbench/referrals")).status_code == 403
    assert (await send(desk.browser, f"{roles}/reviewer", {"give": "no"})).status_code == 404
    assert (await send(desk.browser, f"{roles}/king", {"give": "yes"})).status_code == 404
    parted = await send(desk.browser, f"{roles}/decider", {"give": "yes"})
    assert parted.status_code == 409
    assert "自己收的不能自己批" in parted.text


async def test_who_leaves_is_out_at_once_with_posts_and_roles(tools: Tools, desk: Desk) -> None:
    assert (await desk.theirs.get("/workbench/account")).status_code == 200
    path = action_of(await desk.browser.get(desk.page), "/departure")
    done = await send(desk.browser, path.removeprefix(desk.township.prefix))
    assert done.status_code == 303
    assert (await desk.theirs.get("/workbench/account")).status_code == 303
    assert await holders(tools, desk.township, "zhengwu") == []
    shown = await follow(desk.browser, done.headers["location"])
    assert "罗建英" not in words_of(shown)
    assert (await desk.browser.get(desk.page)).status_code == 404
    again = {"name": "别人", "login": desk.clerk.login}
    assert "已经有人用了" in (await send(desk.browser, OFFICERS, again)).text


async def test_somebody_keeps_the_accounts(desk: Desk) -> None:
    mine = f"{OFFICERS}/{desk.admin.id}"
    assert (await send(desk.browser, f"{mine}/departure")).status_code == 409
    refused = await send(desk.browser, f"{mine}/roles/township_admin", {"give": "no"})
    assert refused.status_code == 409
    assert "没有人能管账号和规则" in refused.text
    own = await send(desk.browser, f"{mine}/password")
    assert own.status_code == 409
    assert "我的账号" in own.text
    assert (await send(desk.browser, f"{desk.page}/roles/township_admin", {"give": "yes"})
            ).status_code == 303  # fmt: skip
    assert (await send(desk.browser, f"{mine}/roles/township_admin", {"give": "no"})
            ).status_code == 303  # fmt: skip


async def test_a_new_password_ends_every_sign_in(desk: Desk) -> None:
    assert (await desk.theirs.get("/workbench/account")).status_code == 200
    slip = await send(desk.browser, f"{desk.page}/password")
    assert desk.clerk.login in slip.text
    assert "都作废了" in slip.text
    assert (await desk.theirs.get("/workbench/account")).status_code == 303
    assert "还没绑定" in words_of(await desk.browser.get(desk.page))

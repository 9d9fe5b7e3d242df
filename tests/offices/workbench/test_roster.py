"""Who is away says so, and what lies with them goes to whoever stands in."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from jointhall.kernel.clock import today
from jointhall.kernel.tools import Tools
from tests.builders.cases import tasks_here
from tests.builders.halls import Hall, a_hall
from tests.builders.pages import action_of, read, words_of
from tests.builders.people import an_officer
from tests.builders.web import send


def inside(page: httpx.Response, ending: str) -> str:
    """The address a form posts to, without the township's own prefix."""
    return f"/workbench{action_of(page, ending).partition('/workbench')[2]}"


@pytest.fixture
async def hall(tools: Tools) -> Hall:
    return await a_hall(tools)


async def test_the_substitute_does_the_work_meanwhile(hall: Hall) -> None:
    case = await hall.asked()
    other = await an_officer(
        hall.tools, hall.here, name="曾国强", roles=["reviewer"], offices=["nongye"]
    )
    days = {"from_on": f"{today()}", "until_on": f"{today() + timedelta(days=2)}"}
    async with hall.at(hall.surveyor) as browser:
        wrong = await send(
            browser, "/workbench/roster", {"from_on": "", "until_on": days["from_on"]}
        )
        assert wrong.status_code == 422
        unable = await send(
            browser, "/workbench/roster", {**days, "substitute": str(hall.clerk.id)}
        )
        assert "办不了这位同事的事" in words_of(unable)
        assert read(unable).select_one("input[name=from_on]")["value"] == days["from_on"]  # type: ignore[index]
        told = await send(
            browser, "/workbench/roster", {**days, "substitute": str(other.id)}, follow=True
        )
        assert "登记好了" in words_of(told)
        assert "曾国强替" in words_of(told)
    async with hall.at(other) as browser:
        assert case.title in words_of(await browser.get("/workbench"))
        page = await browser.get(f"/workbench/cases/{case.number}")
        done = await send(browser, inside(page, "/opinion"), {"vote": "agree"}, follow=True)
        assert "意见交了" in words_of(done)
        not_mine = await send(browser, "/workbench/roster",
                              {**days, "officer": str(hall.leader.id)})  # fmt: skip
        assert not_mine.status_code == 403
    task = next(one for one in await tasks_here(hall.tools, hall.here, case) if one.vote)
    assert task.answered_by == "曾国强"


async def test_the_administrator_notes_anybodys_days_and_ends_them(hall: Hall) -> None:
    admin = await an_officer(hall.tools, hall.here, name="罗建英", roles=["township_admin"])
    days = {"from_on": f"{today()}", "until_on": f"{today()}", "officer": str(hall.surveyor.id)}
    async with hall.at(admin) as browser:
        told = await send(browser, "/workbench/roster", days, follow=True)
        assert "周晓岚" in words_of(told)
        again = await send(browser, "/workbench/roster", days)
        assert "已经写过了" in words_of(again)
        back = await send(browser, inside(told, "/end"), follow=True)
        assert "取消了" in words_of(back)
        assert "大家都在" in words_of(back)

"""The page of everything that may be done with a task: its forms work, and say why when not."""

from __future__ import annotations

import httpx

from jointhall.cases.models import Case
from jointhall.cases.queries import task_of
from jointhall.cases.steps import Task
from jointhall.people.queries import officer_by_id
from tests.builders.cases import answered, tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import read, words_of
from tests.builders.people import SignedInOfficer, a_resident, an_officer
from tests.builders.web import send


async def asked_here(hall: Hall, **also: object) -> tuple[Case, Task]:
    """A case with the surveyor's task open, and a colleague in another office."""
    case = await hall.asked(**also)
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        found = [one for one in await tasks_here(hall.tools, hall.here, case) if not one.peer_id]
        return case, await task_of(session, found[0].id)


async def colleague(hall: Hall, name: str = "曾国强", office: str = "nongye") -> SignedInOfficer:
    return await an_officer(hall.tools, hall.here, name=name, roles=["reviewer"], offices=[office])


def ways(case: Case, task: Task) -> str:
    return f"/workbench/cases/{case.number}/tasks/{task.id}/ways"


async def do(
    browser: httpx.AsyncClient, case: Case, task: Task, noun: str, **said: str
) -> httpx.Response:
    return await send(browser, ways(case, task), {"do": noun, **said}, follow=True)


async def test_a_task_goes_round_by_forms_alone(hall: Hall) -> None:
    case, task = await asked_here(hall)
    other = await colleague(hall)
    async with hall.at(hall.surveyor) as browser:
        page = await browser.get(f"/workbench/cases/{case.number}")
        assert read(page).select_one(f'a[href$="{ways(case, task)}"]') is not None
        shown = words_of(await browser.get(ways(case, task)))
        assert "请人先看" in shown
        assert "撤回意见" not in shown
        untold = await do(browser, case, task, "transfer", to=f"officer:{other.id}")
        assert untold.status_code == 422
        assert "请写一句为什么" in words_of(untold)
        chosen = read(untold).select_one("#transfer-to option[selected]")
        assert chosen is not None
        assert "曾国强" in chosen.get_text()
        nobody = await do(browser, case, task, "delegation", to=f"officer:{hall.leader.id}x")
        assert nobody.status_code == 422
        done = await do(browser, case, task, "delegation", to=f"officer:{other.id}")
        assert "委托出去了" in words_of(done)
        assert "收回委托" in words_of(done)
    async with hall.at(other) as browser:
        assert case.title in words_of(await browser.get("/workbench"))
        back = await do(browser, case, task, "handing-back", why="没空")
        assert "交回去了" in words_of(back)
        forbidden = await do(browser, case, task, "transfer", to="office:nongye", why="试试")
        assert forbidden.status_code == 403
    async with hall.at(hall.surveyor) as browser:
        sent = await do(browser, case, task, "transfer", to="office:nongye", why="归他们管")
        assert "转办了" in words_of(sent)
    async with hall.at(other) as browser:
        page = await browser.get(f"/workbench/cases/{case.number}")
        assert "黄荆坪村三组" in words_of(page)
        agreed = await send(
            browser, f"/workbench/cases/{case.number}/tasks/{task.id}/opinion",
            {"vote": "agree", "opinion": "属实"}, follow=True,
        )  # fmt: skip
        assert "意见交了" in words_of(agreed)
        taken = await do(browser, case, task, "recall")
        assert "意见撤回来了" in words_of(taken)


async def test_a_stale_page_is_told_what_has_happened(hall: Hall) -> None:
    case, task = await asked_here(hall)
    await colleague(hall)
    await answered(hall.tools, hall.here, task)
    async with hall.at(hall.surveyor) as browser:
        late = await do(browser, case, task, "transfer", to="office:nongye", why="归他们管")
        assert late.status_code == 409
        assert "已经有答复了" in words_of(late)
        unknown = await do(browser, case, task, "explode")
        assert unknown.status_code == 404


async def test_signers_are_added_and_taken_away(hall: Hall) -> None:
    case, task = await asked_here(hall)
    other = await colleague(hall)
    async with hall.at(hall.surveyor) as browser:
        added = await do(
            browser, case, task, "signer-before", to=f"officer:{other.id}", why="看田界"
        )
        assert "请他先看了" in words_of(added)
        shown = await browser.get(ways(case, task))
        assert "一起算一票" in words_of(shown)
        which = read(shown).select_one("input[name=which]")
        assert which is not None
        gone = await do(browser, case, task, "signer-removal", which=str(which["value"]))
        assert "不用他看了" in words_of(gone)


async def test_copies_are_sent_and_read(hall: Hall) -> None:
    case, _task = await asked_here(hall)
    other = await colleague(hall)
    path = f"/workbench/cases/{case.number}/copies"
    async with hall.at(hall.surveyor) as browser:
        assert (await send(browser, path, {"why": ""})).status_code == 422
        told = await send(
            browser, path, {"to": f"officer:{other.id}", "why": "请知悉"}, follow=True
        )
        assert "抄送了" in words_of(told)
        assert "还没读" in words_of(await browser.get(path))
    async with hall.at(other) as browser:
        desk = await browser.get("/workbench/copies")
        assert "请知悉" in words_of(desk)
        read_it = await send(browser, f"{path}/read", follow=True)
        assert "没有要读的" in words_of(read_it)
        assert "请知悉" in words_of(await browser.get("/workbench/copies?which=all"))
    async with hall.at(hall.surveyor) as browser:
        assert "读了" in words_of(await browser.get(path))


async def test_nobody_decides_their_own_application(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case, task = await asked_here(hall, resident_id=resident.id)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        officer = await officer_by_id(session, hall.surveyor.id)
        assert officer is not None
        officer.phone = resident.phone
    async with hall.at(hall.surveyor) as browser:
        path = f"/workbench/cases/{case.number}/tasks/{task.id}/opinion"
        told = await send(browser, path, {"vote": "agree"})
        assert told.status_code == 403
        assert "您自己申请的" in words_of(told)

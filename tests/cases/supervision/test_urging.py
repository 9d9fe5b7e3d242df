"""Urging at the desk: whom, why, how often; in the house by reminder, elsewhere by envelope."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from jointhall.cases.queries import case_numbered, history_of
from jointhall.cases.supervision.models import Urging
from jointhall.cases.supervision.watching import look
from tests.builders.cases import tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.people import in_again
from tests.builders.web import send
from tests.cases.supervision.test_watching import on


async def test_everybody_ticked_is_urged_by_their_own_way(hall: Hall) -> None:
    case = await hall.asked()
    tasks = await tasks_here(hall.tools, hall.here, case)
    own = next(task for task in tasks if task.peer_id is None)
    there = next(task for task in tasks if task.peer_id == hall.there.tenant_id)
    path = f"/workbench/cases/{case.number}"
    async with hall.at(hall.surveyor) as browser:
        assert f'href="{hall.here.prefix}{path}/urging"' in (await browser.get(path)).text
        page = (await browser.get(f"{path}/urging")).text
        assert "还没催过" in page
        assert hall.there.name in page
        sent = {"task": [str(own.id), str(there.id)], "reason": "申请人月底要用"}
        assert (await send(browser, f"{path}/urging", sent)).status_code == 303
        page = (await browser.get(f"{path}/urging")).text
        assert "催过 1 次" in page
        assert "周晓岚" in page, "whoever holds the office was told"
        news = (await browser.get("/workbench/reminders")).text
        assert "催办（第 1 次）" in news
        assert "申请人月底要用" in news
    await hall.work_off()
    async with hall.at(hall.neighbour) as browser:
        news = (await browser.get("/workbench/reminders")).text
        assert f"{hall.here.name}催办（第 1 次）" in news
        assert (await send(browser, "/workbench/reminders", {})).status_code == 303
        assert "都看过了。" in (await browser.get("/workbench/reminders")).text
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        lines = await history_of(session, await case_numbered(session, case.number))
    said = [(line.words, line.note) for line in lines if line.act == "task.urged"]
    assert (f"催了{hall.there.name}（第 1 次）", "申请人月底要用") in said
    assert len(said) == 2


async def test_going_up_the_line_is_told_and_is_no_urging(hall: Hall) -> None:
    case = await hall.asked()
    (own,) = [one for one in await tasks_here(hall.tools, hall.here, case) if not one.peer_id]
    on(hall, own.due_on + timedelta(days=4))
    await look(hall.tools, hall.here)
    async with hall.at(await in_again(hall.tools, hall.surveyor)) as browser:
        page = words_of(await browser.get(f"/workbench/cases/{case.number}/urging"))
    assert "还没催过" in page
    assert f"系统 → 领导 {hall.leader.name}" in page


async def test_what_is_wrong_is_said_and_kept(hall: Hall) -> None:
    case = await hall.asked()
    (task, *_rest) = await tasks_here(hall.tools, hall.here, case)
    path = f"/workbench/cases/{case.number}/urging"
    async with hall.at(hall.surveyor) as browser:
        for fields, words in (
            ({"task": str(task.id), "reason": ""}, "写一句为什么催"),
            ({"task": str(task.id), "reason": "快" * 301}, "最多写 300 个字"),
            ({"reason": "月底要用"}, "请选要催谁"),
            ({"task": str(case.id), "reason": "月底要用"}, "请选要催谁"),
        ):
            answer = await send(browser, path, fields)
            assert answer.status_code == 422
            assert words in answer.text
        assert "月底要用" in answer.text
        for often, status in ((1, 303), (2, 303), (3, 409)):
            answer = await send(browser, path, {"task": str(task.id), "reason": "急"})
            assert answer.status_code == status, often
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        counted = (await session.scalars(select(Urging).where(Urging.level == "person"))).all()
    assert [one.nth for one in counted] == [1, 2]


async def test_our_own_office_is_urged_about_what_another_asks(hall: Hall) -> None:
    await hall.asked()
    async with hall.at(hall.neighbour) as browser:
        listed = (await browser.get("/workbench/referrals")).text
        href = listed.split('href="')
        path = next(h.split('"')[0] for h in href if "/workbench/referrals/" in h.split('"')[0])
        path = path.removeprefix(hall.there.prefix).partition("?")[0]
        answer = await send(browser, f"{path}/urging", {"reason": "明天开会要用"}, follow=True)
        assert "催过了。" in answer.text
        assert "明天开会要用" in (await browser.get("/workbench/reminders")).text


async def test_without_the_permission_nobody_urges(hall: Hall) -> None:
    case = await hall.asked()
    from tests.builders.people import an_officer

    stranger = await an_officer(hall.tools, hall.here, permissions=["case:read"])
    async with hall.at(stranger) as browser:
        assert (await browser.get(f"/workbench/cases/{case.number}/urging")).status_code == 403

"""Both sides of a question that is not plainly answered, as officers see and do it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from jointhall.cases.joint.sendable import papers_to_send
from jointhall.cases.models import Case
from jointhall.cases.steps import Referral, Task
from jointhall.kernel.who import Actor
from jointhall.web.place import Place
from tests.builders.cases import tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.photographed import photographed
from tests.builders.web import send


async def test_asked_back_and_told_the_other_sides_days_stand_still(hall: Hall) -> None:
    case = await hall.asked()
    id = await _neighbours_task(hall, case)
    mine, theirs = f"/workbench/cases/{case.number}/threads/{id}", f"/workbench/referrals/{id}"
    async with hall.at(hall.neighbour) as there, hall.at(hall.surveyor) as here:
        assert "还没有打开" in words_of(await here.get(mine))
        await there.get(theirs)
        await hall.work_off()
        assert "还没有打开" not in words_of(await here.get(mine))
        empty = await send(there, f"{theirs}/asking-back", {"words": " "})
        assert empty.status_code == 422
        sent = await send(there, f"{theirs}/asking-back", {"words": "哪一块是你们的？"})
        assert sent.status_code == 303
        assert "等对方说明" in words_of(await there.get(theirs))
        assert "先请" not in words_of(await there.get(theirs))
        await hall.work_off()
        page = words_of(await here.get(mine))
        assert "对方想先问清楚" in page
        plan, photo = await _sendable(hall, case, id)
        page = words_of(await here.get(mine))
        assert "哪一块是你们的？" in page
        assert "已经送过" in page
        forged = {"words": "东边那块。", "papers": ["0" * 64, plan]}
        refused = await send(here, f"{mine}/explanation", forged)
        assert refused.status_code == 422
        assert "东边那块。" in refused.text
        told = {"words": "东边那块。", "papers": [plan, photo]}
        assert (await send(here, f"{mine}/explanation", told)).status_code == 303
        twice = await send(here, f"{mine}/explanation", {"words": "东边那块。"})
        assert twice.status_code == 409
        assert "现在不等我们说明" in words_of(twice)
        await hall.work_off()
        page = words_of(await there.get(theirs))
        assert "东边那块。" in page
        assert "附：" in page
        assert "踏勘的照片" in page
        assert "送出答复" in page


async def test_asked_anew_the_newer_one_says_what_has_changed(hall: Hall) -> None:
    case = await hall.asked()
    id = await _neighbours_task(hall, case)
    path = f"/workbench/cases/{case.number}/threads/{id}"
    async with hall.at(hall.surveyor) as here, hall.at(hall.neighbour) as there:
        page = await here.get(path)
        to = f"{hall.there.tenant_id}/ziran"
        silent = await send(here, f"{path}/question", {"to": to, "why": ""})
        assert silent.status_code == 422
        assert "写明为什么重新问" in words_of(silent)
        assert "材料" in words_of(page)
        done = await send(here, f"{path}/question", {"to": to, "why": "面积写错了"})
        assert done.status_code == 303
        await hall.work_off()
        page = words_of(await there.get(f"/workbench/referrals/{id}"))
        assert "重新问" in page
        assert "面积写错了" in page


async def test_a_question_given_back_goes_to_the_desk_and_comes_by_way_of_it(hall: Hall) -> None:
    case = await hall.asked()
    id = await _neighbours_task(hall, case)
    admin = await an_officer(hall.tools, hall.county, name="唐若水", roles=["county_admin"])
    async with hall.at(hall.neighbour) as there, hall.at(admin) as county:
        theirs = f"/workbench/referrals/{id}"
        unsaid = await send(there, f"{theirs}/return", {"words": "不在我们这里"})
        assert unsaid.status_code == 422
        assert "不在我们这里" in unsaid.text
        form = {"reason": "not_ours", "words": "地在山那边"}
        assert (await send(there, f"{theirs}/return", form)).status_code == 303
        assert "退回了" in words_of(await there.get(theirs))
        again = await send(there, f"{theirs}/return", form)
        assert again.status_code == 409
        await hall.work_off()
        assert "协调台来了一件" in words_of(await county.get("/console/reminders"))
        listed = words_of(await county.get("/console/desk"))
        assert "不归我们" in listed
        assert "430321196505120012" not in listed
        matter = f"/console/desk/{id}"
        assert "地在山那边" in words_of(await county.get(matter))
        wrong = await send(county, f"{matter}/ruling", {"ruling": "readdress", "words": "按图"})
        assert wrong.status_code == 422
        right = {
            "ruling": "readdress",
            "words": "按图",
            "to": f"{hall.county.tenant_id}/xian_ziran",
        }
        assert (await send(county, f"{matter}/ruling", right)).status_code == 303
        stale = await send(county, f"{matter}/ruling", right)
        assert stale.status_code == 409
        assert "已经定过" in words_of(stale)
    await hall.work_off()
    async with hall.at(hall.bureau) as bureau:
        assert "定了由我们答：按图" in words_of(await bureau.get(f"/workbench/referrals/{id}"))
    async with hall.at(hall.clerk) as here:
        assert "县里定的理由：按图" in words_of(
            await here.get(f"/workbench/cases/{case.number}/threads/{id}")
        )


async def test_an_own_question_is_answered_like_any_other(hall: Hall) -> None:
    case = await hall.asked()
    id = await _neighbours_task(hall, case)
    theirs = f"/workbench/referrals/{id}"
    async with hall.at(hall.neighbour) as there, hall.at(hall.surveyor) as here:
        nobody = await send(there, f"{theirs}/own-question", {"to": "x", "words": "路归谁修"})
        assert nobody.status_code == 422
        form = {"to": f"{hall.here.tenant_id}/ziran", "words": "机耕路归谁修"}
        assert (await send(there, f"{theirs}/own-question", form)).status_code == 303
        await hall.work_off()
        own = await _about(hall, hall.here, UUID(str(id)))
        page = words_of(await here.get(f"/workbench/referrals/{own}"))
        assert "机耕路归谁修" in page
        answer = {"vote": "agree", "opinion": "我们修"}
        assert (await send(here, f"/workbench/referrals/{own}/answer", answer)).status_code == 303
        await hall.work_off()
        assert "我们修" in words_of(await there.get(theirs))


async def test_only_whose_question_it_is_may_touch_it(hall: Hall) -> None:
    case = await hall.asked()
    id = await _neighbours_task(hall, case)
    other = await an_officer(hall.tools, hall.there, roles=["reviewer"], offices=["minzheng"])
    async with hall.at(other) as browser:
        path = f"/workbench/referrals/{id}/return"
        assert "归自然资源所答" in words_of(await browser.get(path))
        form = {"reason": "not_ours", "words": "不归我们"}
        assert (await send(browser, path, form)).status_code == 403
        assert (
            await browser.get(f"/workbench/cases/{case.number}/threads/{id}")
        ).status_code == 404
        assert (await browser.get("/workbench/desk")).status_code == 403


async def test_an_answer_is_taken_back_by_whoever_gave_it(hall: Hall) -> None:
    case = await hall.asked()
    id = await _neighbours_task(hall, case)
    theirs = f"/workbench/referrals/{id}"
    other = await an_officer(hall.tools, hall.there, roles=["reviewer"], offices=["ziran"])
    async with hall.at(hall.neighbour) as there, hall.at(other) as colleague:
        assert "现在不能这样办" in words_of(await there.get(f"{theirs}/recall"))
        await send(there, f"{theirs}/answer", {"vote": "agree"})
        await hall.work_off()
        assert "撤回来重新答" not in words_of(await colleague.get(theirs))
        assert (await send(colleague, f"{theirs}/recall", {"words": "错"})).status_code == 403
        assert "撤回来重新答" in words_of(await there.get(theirs))
        assert (await send(there, f"{theirs}/recall", {"words": ""})).status_code == 422
        assert (await send(there, f"{theirs}/recall", {"words": "看错图了"})).status_code == 303
        assert "等对方的系统回话" in words_of(await there.get(theirs))
        await hall.work_off()
        page = words_of(await there.get(theirs))
        assert "送出答复" in page
        assert "同意撤回，请重新答" in page
    async with hall.at(hall.surveyor) as here:
        page = words_of(await here.get(f"/workbench/cases/{case.number}/threads/{id}"))
        assert "想撤回答复" in page
        assert "看错图了" in page


async def _sendable(hall: Hall, case: Case, id: UUID) -> tuple[str, str]:
    """The plan they have already, and a photo our own surveyor took of the ground."""
    tools, place = hall.tools, hall.here
    by = Actor("officer", hall.surveyor.id, hall.surveyor.name, "自然资源所")
    await photographed(tools, place, case, by=by)
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        task = await session.get_one(Task, (place.tenant_id, id))
        found = await papers_to_send(session, tools, place, case, task)
    plan, *_others, photo = [one.key for one in found]
    return plan, photo


async def _neighbours_task(hall: Hall, case: Case) -> UUID:
    tasks = await tasks_here(hall.tools, hall.here, case)
    return next(task.id for task in tasks if task.peer_id == hall.there.tenant_id)


async def _about(hall: Hall, place: Place, id: UUID) -> UUID:
    async with hall.tools.database.transaction(place.standing(), read_only=True) as session:
        found = await session.scalar(select(Referral.id).where(Referral.about_id == id))
    assert found is not None
    return found

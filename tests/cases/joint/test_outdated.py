"""What a party holds is no longer what the case says: the office is told, one press mends it."""

from __future__ import annotations

from uuid import UUID

from jointhall.cases.answers import answers_of, seal_answers
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case
from jointhall.cases.versions.keeping import keep_version
from tests.builders.cases import tasks_here
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.web import follow, send


async def mended(hall: Hall, case: Case, **answers: object) -> None:
    """Puts other answers into a case that is under way, by the one door there is."""
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await hold_case(session, case.id)
        now = hall.tools.clock.now()
        await keep_version(session, hall.tools, held, asked="写清楚", sent_at=now, at=now)
        said = {**answers_of(hall.tools.secrets, held), **answers}
        held.answers_sealed = seal_answers(hall.tools.secrets, held.tenant_id, said)
    await hall.work_off()


async def test_one_press_sends_what_holds_now_in_the_place_of_what_they_have(hall: Hall) -> None:
    case = await hall.asked()
    id = await _neighbours_task(hall, case)
    path = f"/workbench/cases/{case.number}"
    async with hall.at(hall.surveyor) as here, hall.at(hall.neighbour) as there:
        early = await send(here, f"{path}/threads/{id}/renewal", {})
        assert early.status_code == 409
        assert "已经是最新的一份" in words_of(early)
        await mended(hall, case, village="黄荆坪村七组")
        assert "手里的还是旧的一份" in words_of(await here.get(path))
        page = words_of(await here.get(f"{path}/threads/{id}"))
        assert "对方手里的不是最新的" in page
        assert "黄荆坪村七组" in page
        assert "黄荆坪村七组" not in words_of(await there.get(f"/workbench/referrals/{id}"))
        async with hall.at(hall.clerk) as counter:
            assert "重新送一份" in words_of(await counter.get("/workbench?act=outdated"))
        sent = await send(here, f"{path}/threads/{id}/renewal", {})
        assert sent.status_code == 303
        assert "新的一份送出去了" in words_of(await follow(here, sent.headers["location"]))
        await hall.work_off()
        assert "不是最新的" not in words_of(await here.get(f"{path}/threads/{id}"))
        page = words_of(await there.get(f"/workbench/referrals/{id}"))
        assert "这是第 2 次问" in page
        assert "黄荆坪村七组" in page


async def test_what_they_are_not_shown_makes_nothing_old(hall: Hall) -> None:
    case = await hall.asked()
    await mended(hall, case, applicant_name="周秋生（更正）", phone="13812345679")
    async with hall.at(hall.surveyor) as here:
        page = words_of(await here.get(f"/workbench/cases/{case.number}"))
    assert "旧的一份" not in page


async def _neighbours_task(hall: Hall, case: Case) -> UUID:
    tasks = await tasks_here(hall.tools, hall.here, case)
    return next(task.id for task in tasks if task.peer_id == hall.there.tenant_id)

"""A case on its way through a notice: posted, objected to, heard, and the clock that goes on."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import text

from jointhall.cases.answering import answer_task
from jointhall.cases.models import Case
from jointhall.cases.notice_queries import notices_of
from jointhall.cases.notices import Objection, PublicNotice
from jointhall.cases.objecting import answer_objection, file_objection
from jointhall.cases.progress import progress_of
from jointhall.cases.queries import case_numbered, history_of, tasks_of
from jointhall.cases.visiting import keep_words
from jointhall.cases.visits import Told, visit_of_task
from jointhall.cases.whereabouts import seen_case
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.ids import new_id
from tests.builders.crossing import OFFICER, Scene
from tests.builders.people import SignedInResident, a_resident
from tests.builders.sheets_noticed import filed, taken_on

OBJECTOR = "肖桂芳"


async def posted(scene: Scene) -> str:
    """A case whose home visit is made and agreed to: its notice is up. Its number."""
    number = await filed(scene)
    await taken_on(scene, number, by=OFFICER)
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        case = await case_numbered(session, number)
        (task,) = await tasks_of(session, case)
        visit = await visit_of_task(session, task.id)
        assert visit is not None
        told = Told(("陈建", "谭军"), "情况属实")
        keep_words(scene.tools, visit, told, went_on=date(2026, 11, 16), by=OFFICER)
        await session.flush()
        await answer_task(
            session, scene.tools, scene.here, task, vote="agree", opinion="", by=OFFICER
        )
    return number


async def looked_at(scene: Scene, number: str) -> tuple[Case, PublicNotice]:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        case = await case_numbered(session, number)
        (notice,) = await notices_of(session, case)
        return case, notice


async def wake(scene: Scene, days: float) -> None:
    """The clock goes on, and what waits for its time is due."""
    scene.tools.clock.move_on(timedelta(days=days))  # type: ignore[attr-defined]
    await ring(scene)


async def ring(scene: Scene) -> None:
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        await session.execute(text("update outbox set not_before = now() where done_at is null"))
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages"})


async def objected(scene: Scene, number: str, *, by: SignedInResident | None = None) -> Objection:
    """Somebody objects at the portal, as the signed-in resident they are."""
    _case, notice = await looked_at(scene, number)
    by = by or await a_resident(scene.tools)
    standing = scene.here.standing(resident_id=by.id)
    async with scene.tools.database.transaction(standing) as session:
        return await file_objection(
            session, scene.tools, notice.number, resident_id=by.id, name=OBJECTOR,
            phone=by.phone, words="他家有两台收割机", file=None, submission_id=new_id(),
        )  # fmt: skip


async def heard(scene: Scene, number: str, objection: Objection, verdict: str) -> None:
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        case = await case_numbered(session, number, hold=True)
        await answer_objection(
            session, scene.tools, scene.here, case, objection.number,
            verdict=verdict, reasons="到他家看过了", by=OFFICER,
        )  # fmt: skip


async def acts_of(scene: Scene, number: str) -> list[str]:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        return [
            line.act for line in await history_of(session, await case_numbered(session, number))
        ]


async def heading(scene: Scene, number: str) -> str:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        case = await case_numbered(session, number)
        return progress_of(await seen_case(session, scene.tools, scene.here, case)).heading

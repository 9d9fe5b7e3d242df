"""A licence with special procedures on its sheet, under way; its officers, and time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases.course.special_procedures import end_procedure, start_procedure
from jointhall.cases.enclosed import Photo
from jointhall.cases.models import Case, HistoryLine
from jointhall.cases.progress import Progress, progress_of
from jointhall.cases.queries import case_numbered, history_of
from jointhall.cases.whereabouts import seen_case
from jointhall.deadlines.models import Deadline
from jointhall.deadlines.queries import deadlines_of
from jointhall.documents.models import Letter
from jointhall.documents.queries import letters_of_case
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from tests.builders import hostile
from tests.builders.crossing import Scene
from tests.builders.noticed import ring
from tests.builders.sheets_noticed import a_noticed_scene, filed, taken_on

CLERK = Actor("officer", new_id(), "谭建辉", "便民服务中心")
HEAD = Actor("officer", new_id(), "何卫东", "镇领导")
LICENCE = ("事项类型: 公共服务", "事项类型: 行政许可")
ASKED_OFTEN = ("权利:\n", "常见问题:\n  - 问: 要几天？\n    答: 十五个工作日。\n权利:\n")
PROCEDURES = (
    "公开摘要: ",
    "特别程序:\n  - 名称: 专家评审\n    依据: 《办法》第九条\n    期限: 12个工作日\n"
    "  - 名称: 村里公示\n    依据: 《办法》第十条\n公开摘要: ",
)


async def a_coursed_scene(tools: Tools, folder: Path, *swaps: tuple[str, str]) -> Scene:
    """Two townships and their county, which offers a licence with an expert review."""
    return await a_noticed_scene(tools, folder, LICENCE, ASKED_OFTEN, PROCEDURES, *swaps)


async def under_way(scene: Scene, **answers: object) -> str:
    """A case that is accepted: fifteen working days promised, thirty by law. Its number."""
    number = await filed(scene, **answers)
    await taken_on(scene, number, by=CLERK)
    return number


@asynccontextmanager
async def held(scene: Scene, number: str) -> AsyncIterator[tuple[AsyncSession, Case]]:
    """A transaction here that holds the case."""
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        yield session, await case_numbered(session, number, hold=True)


def a_paper(name: str = "通知.jpg") -> Photo:
    return Photo(hostile.encoded("JPEG", hostile.photo((90, 90))), name)


async def started(scene: Scene, number: str, *, name: str = "听证", days: str = "10") -> None:
    async with held(scene, number) as (session, case):
        await start_procedure(
            session, scene.tools, scene.here, case, name=name, why="邻居要求听证", days=days,
            file=a_paper(), office="minzheng", by=CLERK,
        )  # fmt: skip


async def concluded(scene: Scene, number: str) -> None:
    async with held(scene, number) as (session, case):
        await end_procedure(
            session, scene.tools, scene.here, case, conclusion="可以办", file=a_paper("笔录.jpg"),
            by=CLERK,
        )  # fmt: skip


async def days_go_by(scene: Scene, days: float) -> None:
    """The clock goes on, and what waits for its time is done."""
    scene.tools.clock.move_on(timedelta(days=days))  # type: ignore[attr-defined]
    await ring(scene)


async def seen(scene: Scene, number: str) -> tuple[Case, Progress]:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        case = await case_numbered(session, number)
        return case, progress_of(await seen_case(session, scene.tools, scene.here, case))


async def limits(scene: Scene, number: str) -> dict[str, Deadline]:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        case = await case_numbered(session, number)
        return {one.key: one for one in await deadlines_of(session, "case", case.id)}


async def letters(scene: Scene, number: str) -> dict[str, Letter]:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        case = await case_numbered(session, number)
        return {one.kind: one for one in await letters_of_case(session, case.id)}


async def history(scene: Scene, number: str) -> list[HistoryLine]:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        return list(await history_of(session, await case_numbered(session, number)))

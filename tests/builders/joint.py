"""Townships that work on one case together, driven by the real verbs on both sides."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases.acceptance import accept
from jointhall.cases.answering import answer_referral
from jointhall.cases.joint import asking_back, declining
from jointhall.cases.joint.county_desk import rule
from jointhall.cases.joint.desk_matters import DeskMatter, desk_matter
from jointhall.cases.joint.renewing import ask_anew
from jointhall.cases.joint.threads import Thread
from jointhall.cases.models import Case, HistoryLine
from jointhall.cases.queries import case_numbered, history_of, tasks_of
from jointhall.cases.steps import Referral, Task
from jointhall.exchange.verifying import copies_of, flaws_alone, flaws_between
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.ids import new_id
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.service_items.actions import adopt, publish_library
from jointhall.service_items.library import Library, modules_folder
from jointhall.tenancy.merging import merge
from jointhall.tenancy.models import Tenant
from jointhall.web.place import Place

from .crossing import OFFICER, Scene, submitted
from .tenancy import a_township

NEIGHBOUR = Actor("officer", new_id(), "陈建", "自然资源所")
DESK = Actor("officer", new_id(), "方秀英", "县行政审批服务局")


async def asked(scene: Scene, *, also: Sequence[Place] = ()) -> str:
    """A case accepted here, its questions delivered to everybody asked; its number."""
    number = await accepted(scene, also=also)
    await settle(scene)
    return number


async def accepted(scene: Scene, *, also: Sequence[Place] = ()) -> str:
    """The same, before anything was delivered."""
    number = await submitted(scene, also=also)
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        case = await case_numbered(session, number, hold=True)
        await accept(session, scene.tools, scene.here, case, by=OFFICER)
    return number


async def with_rule(
    scene: Scene, folder: Path, rule: str = "全部同意", *, two: bool = False
) -> None:
    """From now on the farmland filing is counted by another rule, or decided by two persons."""
    name = "land_and_housing/facility_farmland"
    whole = (modules_folder() / name / "sheet.yaml").read_text(encoding="utf-8")
    assert whole.count("规则: 全部同意") == 1
    # The example in which one refusal was enough has two more now.
    if rule != "全部同意":
        whole = whole.replace("规则: 全部同意", f"规则: {rule}").replace(": 未答", ": 不同意")
    if two:
        assert whole.count("  岗位: 负责人\n") == 1
        whole = whole.replace("  岗位: 负责人\n", "  岗位: 负责人\n  两人决定: 是\n")
    place = folder / name
    place.mkdir(parents=True)
    (place / "sheet.yaml").write_text(whole, encoding="utf-8")
    module = modules_folder() / "land_and_housing" / "module.yaml"
    (place.parent / "module.yaml").write_bytes(module.read_bytes())
    async with scene.tools.database.transaction(scene.county.standing()) as session:
        await publish_library(session, scene.county, Library(folder), who=SYSTEM)
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        await adopt(session, scene.here, "facility_farmland", who=SYSTEM)


async def a_third(scene: Scene) -> Place:
    """One more township of the county."""
    made = await a_township(scene.tools.database, scene.county)
    scene.tools.outside["directory"].forget()
    return made


async def merged(scene: Scene, place: Place, into: Place) -> None:
    """This township becomes part of that one, and what lay open in it is handed over."""
    async with scene.tools.database.transaction(scene.county.standing()) as session:
        await merge(
            session, scene.tools, scene.county.name, await row_of(session, place),
            await row_of(session, into), why="湘民函〔2026〕9号", who=OFFICER,
            directory=scene.tools.outside["directory"],
        )  # fmt: skip
    await settle(scene)


async def row_of(session: AsyncSession, place: Place) -> Tenant:
    return (await session.scalars(select(Tenant).filter_by(tenant_id=place.tenant_id))).one()


async def settle(scene: Scene) -> None:
    """Everything left for later is done."""
    await drain(scene.tools, scene.county.tenant_id, queues=ALL - {"messages", "letters", "files"})


@asynccontextmanager
async def case_of(scene: Scene, number: str) -> AsyncIterator[tuple[AsyncSession, Case]]:
    """The case, held, in a transaction of the township that handles it."""
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        yield session, await case_numbered(session, number, hold=True)


@asynccontextmanager
async def referral_at(
    scene: Scene, place: Place, *, status: str = ""
) -> AsyncIterator[tuple[AsyncSession, Referral]]:
    """The only thing that lies with this tenant, held, in a transaction of its own."""
    asked = select(Referral).where(Referral.about_id.is_(None)).with_for_update()
    async with scene.tools.database.transaction(place.standing()) as session:
        found = await session.scalar(asked.where(Referral.status == status) if status else asked)
        assert found is not None, f"nothing lies with {place.name}"
        yield session, found


async def seen_at(scene: Scene, place: Place) -> Referral:
    async with referral_at(scene, place) as (_session, referral):
        return referral


async def answers(scene: Scene, place: Place, vote: str = "agree", opinion: str = "") -> None:
    """This tenant gives its word; it is not delivered yet."""
    async with referral_at(scene, place) as (session, referral):
        await answer_referral(
            session, scene.tools, place, referral, vote=vote, opinion=opinion, by=NEIGHBOUR
        )


async def declines(
    scene: Scene, place: Place, reason: str = "not_ours", proposed: Place | None = None
) -> None:
    """This tenant gives the question back, and it arrives."""
    async with referral_at(scene, place) as (session, referral):
        await declining.decline(
            session, scene.tools, place, referral, reason=reason, words="地不在我们这里",
            proposed=proposed, by=NEIGHBOUR,
        )  # fmt: skip
    await settle(scene)


async def asks_back(scene: Scene, place: Place, words: str = "是哪一块地") -> None:
    async with referral_at(scene, place) as (session, referral):
        await asking_back.ask_back(session, scene.tools, place, referral, words=words, by=NEIGHBOUR)
    await settle(scene)


async def rules(
    scene: Scene, id: UUID, ruling: str, *, to: Place | None = None, office: str = "ziran"
) -> None:
    """The county's desk says who answers, and it arrives."""
    async with scene.tools.database.transaction(scene.county.standing()) as session:
        matter = await desk_matter(session, id, hold=True)
        await rule(
            session, scene.tools, scene.county, matter, ruling=ruling, to=to, office=office,
            words="按界址图定", by=DESK,
        )  # fmt: skip
    await settle(scene)


async def asks_anew(scene: Scene, number: str, *, to: Place | None = None) -> None:
    """The handling township asks once more what it asked the other, and it arrives."""
    async with case_of(scene, number) as (session, case):
        asked = await tasks_of(session, case)
        found = next(one for one in asked if one.peer_id == scene.there.tenant_id)
        task = await session.get_one(Task, (case.tenant_id, found.id), with_for_update=True)
        await ask_anew(
            session, scene.tools, scene.here, case, task, to=to or scene.there, office="ziran",
            words="再看看", by=OFFICER,
        )  # fmt: skip
    await settle(scene)


async def on_the_desk(scene: Scene) -> list[DeskMatter]:
    async with scene.tools.database.transaction(scene.county.standing(), read_only=True) as session:
        return list(await session.scalars(select(DeskMatter)))


async def tasks(scene: Scene, number: str) -> dict[str, Task]:
    """The tasks of a case by the key they were asked under, without the division."""
    async with case_of(scene, number) as (session, case):
        return {task.key.partition("@")[0]: task for task in await tasks_of(session, case)}


async def thread(scene: Scene, task: Task) -> Thread:
    async with scene.tools.database.transaction(scene.here.standing(), read_only=True) as session:
        return await session.get_one(Thread, (task.tenant_id, task.id))


async def history(scene: Scene, number: str) -> list[HistoryLine]:
    async with case_of(scene, number) as (session, case):
        return list(await history_of(session, case))


async def chains_hold(scene: Scene, *more: Place) -> None:
    """Every envelope is as it was sent, on both sides."""
    sides = []
    for place in (scene.county, scene.here, scene.there, *more):
        async with scene.tools.database.transaction(place.standing(), read_only=True) as session:
            sides.append(await copies_of(session, place.tenant_id))
    for side in sides:
        assert flaws_alone(side, scene.tools.secrets) == []
    assert flaws_between(sides) == []

"""The people: each approval carried from filing to decision by the real verbs, whatever breaks.

Who gets no answer looks what became of it and tries again, as people do. What was answered for is
written down at once, so that the oracle knows what was promised.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import uvloop
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from infra.bench import approving
from jointhall import routes as _every_subject  # noqa: F401
from jointhall.cases import acceptance, answering, decision, filing
from jointhall.cases.counters import counter_at
from jointhall.cases.models import Case, Draft
from jointhall.cases.queries import find_case, hold_case, task_of, tasks_of
from jointhall.cases.steps import Referral
from jointhall.house import tools_of
from jointhall.kernel.db import LostCommit
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from jointhall.service_items.queries import item_in
from jointhall.settings import read_settings
from jointhall.web.place import Place

AT_ONCE = 12
BROKEN = (
    OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError,
    SQLAlchemyError, LostCommit, asyncpg.InternalClientError,
)  # fmt: skip
"""What a killed part looks like from here. A refusal is none of these."""


class Approval:
    """One matter from its first answer to its decision; `id` is chosen before anything is sent."""

    def __init__(
        self, tools: Tools, county: Place, here: Place, there: Place, resident_id: UUID
    ) -> None:
        self._tools = tools
        self._county, self._here, self._there = county, here, there
        self._resident_id = resident_id
        self._submission_id = new_id()
        self.id = new_id()

    async def submit(self) -> bool:
        """Files and sends; asked again after a lost answer, it finds the same case."""
        tools, here = self._tools, self._here
        async with tools.database.transaction(here.standing()) as session:
            if await find_case(session, self.id) is not None:
                return True
            sheet = (await item_in(session, here, "facility_farmland")).sheet
            now = tools.clock.now()
            draft = await session.get(Draft, (here.tenant_id, self.id))
            if draft is None:
                draft = await filing.begin(
                    session, tools, here, sheet, resident_id=self._resident_id, id=self.id
                )
                draft.submission_id, draft.created_at = self._submission_id, now
            filing.keep_answers(tools, draft, approving.answers(here, self._there))
            await filing.submit(
                session, tools, here, sheet, await counter_at(tools, here), draft,
                submission_id=self._submission_id, by=approving.RESIDENT,
            )  # fmt: skip
        return True

    async def accept(self) -> bool:
        async with self._tools.database.transaction(self._here.standing()) as session:
            case = await hold_case(session, self.id)
            if case.status == "submitted":
                await acceptance.accept(
                    session, self._tools, self._here, case, by=approving.OFFICER
                )
        return True

    async def answer_in(self, place: Place) -> bool:
        """True when this party's word is given; false while the question has not arrived."""
        async with self._tools.database.transaction(self._here.standing(), read_only=True) as here:
            case = await here.get_one(Case, (self._here.tenant_id, self.id))
            thread = next(t.id for t in await tasks_of(here, case) if t.peer_id == place.tenant_id)
        async with self._tools.database.transaction(place.standing()) as session:
            referral = await session.scalar(
                select(Referral).where(Referral.id == thread).with_for_update()
            )
            if referral is None:
                return False
            if referral.status == "open":
                await answering.answer_referral(
                    session, self._tools, place, referral,
                    vote="agree", opinion="同意", by=approving.OFFICER,
                )  # fmt: skip
        return True

    async def answer_here(self) -> bool:
        async with self._tools.database.transaction(self._here.standing()) as session:
            case = await hold_case(session, self.id)
            task = next(t for t in await tasks_of(session, case) if t.peer_id is None)
            if task.status == "open":
                await answering.answer_task(
                    session, self._tools, self._here, task,
                    vote="agree", opinion="同意", by=approving.OFFICER,
                )  # fmt: skip
        return True

    async def decide(self) -> bool:
        """True when it is decided; false while words are still missing."""
        async with self._tools.database.transaction(self._here.standing()) as session:
            case = await hold_case(session, self.id)
            task = next((t for t in await tasks_of(session, case) if t.kind == "decide"), None)
            if task is None:
                return False
            if task.status == "open":
                await decision.decide(
                    session, self._tools, self._here, await task_of(session, task.id),
                    outcome="granted", why="符合", by=approving.OFFICER,
                )  # fmt: skip
        return True

    async def go(self, promised: Callable[[UUID, UUID], None]) -> None:
        await _until(self.submit)
        promised(self._here.tenant_id, self.id)
        await _until(self.accept)
        await _until(self.answer_here)
        await _until(lambda: self.answer_in(self._there))
        await _until(lambda: self.answer_in(self._county))
        await _until(self.decide)


async def _until(act: Callable[[], Awaitable[bool]]) -> None:
    while True:
        try:
            if await act():
                return
        except Refusal:
            raise
        except BROKEN:
            await asyncio.sleep(0.3)
        await asyncio.sleep(0.3)


async def drive(many: int, promises: Path) -> None:
    settings = read_settings()
    assert settings.database_url is not None
    tools = tools_of(settings, settings.database_url, name="people", size=AT_ONCE + 2)
    everyone = await tools.outside["directory"].everyone()
    county = next(place for place in everyone if place.is_county)
    towns = [place for place in everyone if not place.is_county]
    left = iter(range(many))
    with promises.open("a") as book:

        def promised(tenant_id: UUID, id: UUID) -> None:
            print(tenant_id, id, file=book, flush=True)

        async def one_after_another() -> None:
            for n in left:
                here, there = towns[n % len(towns)], towns[(n + 1) % len(towns)]
                phone = f"139{n:08d}"
                resident_id = await _known(tools, phone)
                await Approval(tools, county, here, there, resident_id).go(promised)
                print("decided", flush=True)

        await asyncio.gather(*[one_after_another() for _ in range(AT_ONCE)])
    await tools.database.close()


async def _known(tools: Tools, phone: str) -> UUID:
    while True:
        try:
            return await approving.a_resident(tools, phone)
        except BROKEN:
            await asyncio.sleep(0.3)


if __name__ == "__main__":
    uvloop.run(drive(int(sys.argv[1]), Path(sys.argv[2])))
